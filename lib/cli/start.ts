import { setTimeout as wait } from 'node:timers/promises';
import { describeError } from '../errors.ts';
import { compilePeriod } from '../jobs/compile.ts';
import { type IngestPorts, ingestFeeds } from '../jobs/ingest.ts';
import type { Store } from '../jobs/ports.ts';
import { createLog, type Log } from '../log.ts';
import { renderDigestHtml } from '../render/digest-html.ts';
import { createJudge, loadModel, openFetch, servePage } from '../runtime/local.ts';
import { type Context, say, withStore } from './context.ts';

const tick = 60_000;
const day = 86_400_000;

/**
 * `start`: one-machine mode. Polls what is due every minute, forgets what is too old, and serves the digest of the last day as a
 * page, until SIGINT or SIGTERM; a poll that runs is finished first.
 */
export async function runStart(context: Context, options: { port?: number }): Promise<void> {
  const now = (): Date => new Date();
  const log = createLog((line) => process.stderr.write(line), now);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const { fetch, close } = openFetch(context.config);
  try {
    await withStore(context, async (store) => {
      const page = await servePage({ port: options.port ?? context.config.port, render: () => renderLastDay(store) });
      say(`Faultline runs. Digest of the last day: ${page.url}  (Ctrl+C ends)`);
      try {
        const ports = { store, fetch, judge: createJudge(await loadModel(context.config)), now };
        for (let agedAt = 0; !stop.signal.aborted; ) {
          await logFailure(log, 'poll', () => pollDue(ports, log));
          if (Date.now() - agedAt > day) {
            agedAt = Date.now();
            await logFailure(log, 'ageing', () => forgetOld(store, context.config.keepDays, log));
          }
          await wait(tick, undefined, { signal: stop.signal }).catch(() => undefined);
        }
      } finally {
        page.close();
      }
    });
  } finally {
    await close();
  }
}

async function pollDue(ports: IngestPorts, log: Log): Promise<void> {
  for (const { url, kind, items, new: added, reason } of await ingestFeeds(ports, {})) {
    log(reason ? 'warn' : 'info', 'feed polled', { url, kind, items, new: added, ...(reason ? { reason } : {}) });
  }
}

async function forgetOld(store: Store, keepDays: number, log: Log): Promise<void> {
  const deleted = await store.articles.deleteSeenBefore(new Date(Date.now() - keepDays * day));
  if (deleted > 0) log('info', 'old articles forgotten', { deleted });
}

/** One failed round does not end the service; the next may fare better. */
async function logFailure(log: Log, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log('error', `${what} failed`, { reason: describeError(error) });
  }
}

/** The page reads to the full minute, so that reloading it does not store a digest a second. */
async function renderLastDay(store: Store): Promise<string> {
  const to = new Date(Math.floor(Date.now() / tick) * tick);
  const from = new Date(to.getTime() - day);
  return renderDigestHtml(
    await compilePeriod(store, { subscriptionId: 'page', query: { text: '', terms: [] }, from, to }),
  );
}
