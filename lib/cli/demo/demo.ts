import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFeed } from '../../feeds/feed.ts';
import { compilePeriod } from '../../jobs/compile.ts';
import type { Fetch, Store } from '../../jobs/ports.ts';
import { createLog } from '../../log.ts';
import { openFetch, openStore } from '../../runtime/local.ts';
import { openPlayground } from '../../runtime/playground.ts';
import { type Context, say } from '../context.ts';
import { printDigest } from '../digest.ts';
import { ingestWithProgress } from '../ingest.ts';
import { createParts, startService } from '../start.ts';
import { createMovableClock } from './clock.ts';
import { serveSampleFeeds } from './sample-server.ts';
import { subscribeSamples } from './subscribe-samples.ts';

/** The sample feeds were written as of this morning, and the demo's clock starts at it. */
const sampleTime = new Date('2024-07-22T06:00:00Z');
const samplePeriod = 14 * 24 * 3600 * 1000;

/**
 * `demo`: the main job with nothing to set up. Sample feeds over loopback HTTP go through the path of real feeds into a fresh store,
 * which is removed however the demo ends; the digest is printed, and the playground is open until then.
 */
export async function runDemo(context: Context, options: { once?: boolean; port: number }): Promise<void> {
  const local = { ...context, config: { ...context.config, allowPrivate: true } };
  const samples = await serveSampleFeeds();
  const { fetch, close } = openFetch(local.config);
  const folder = mkdtempSync(join(tmpdir(), 'faultline-demo-'));
  const store = openStore({ db: join(folder, 'demo.sqlite') });
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  const end = (): void => process.exit(1);
  process.once('exit', removeFolder).once('SIGINT', end).once('SIGTERM', end);
  try {
    for (const entry of samples.entries) await store.feeds.add(createFeed(entry, 'demo', sampleTime));
    await tellSamples(local, store, fetch);
    if (options.once) return;
    process.off('SIGINT', end).off('SIGTERM', end);
    await play(local, store, fetch, options.port);
  } finally {
    samples.close();
    await close();
    store.close();
    removeFolder();
    process.off('exit', removeFolder).off('SIGINT', end).off('SIGTERM', end);
  }
}

/** Reads the sample feeds and prints their digest. */
async function tellSamples(context: Context, store: Store, fetch: Fetch): Promise<void> {
  const reports = await ingestWithProgress({ ...context, json: false }, store, fetch, () => sampleTime, undefined);
  const items = reports.reduce((sum, report) => sum + report.items, 0);
  say(
    `${reports.length} sample feeds from invented outlets read over HTTP, ${items} items. The clock stands at ${sampleTime.toISOString()}.\n`,
  );
  const from = new Date(sampleTime.getTime() - samplePeriod);
  const query = { text: '', terms: [] };
  const digest = await compilePeriod(store, { subscriptionId: 'demo', query, from, to: sampleTime });
  printDigest(digest, context.json ? 'json' : 'text');
}

/** Opens the playground on the sample's morning, with two channels subscribed, until SIGINT or SIGTERM. */
async function play(context: Context, store: Store, fetch: Fetch, port: number): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  const clock = createMovableClock(sampleTime);
  const { now } = clock;
  const log = createLog((line) => process.stderr.write(line), now);
  const world = { store, now, fetch, log: onlyTroubles(log) };
  const playground = await openPlayground(createParts(context, world), {
    port,
    async advance(minutes) {
      clock.advance(minutes);
      await service.tell();
    },
  });
  const service = await startService(context, world, playground);
  await subscribeSamples(store, playground.workspace, sampleTime);
  // Late enough that the first digests are due.
  clock.advance(2);
  await service.tell();
  say(`The playground, a workspace that behaves like Slack: ${playground.url}  (Ctrl+C ends)`);
  await stopped;
  await service.stop();
  await playground.close();
}

/** A newcomer's terminal has room for what goes wrong only. */
function onlyTroubles(log: ReturnType<typeof createLog>): ReturnType<typeof createLog> {
  return (level, message, facts) => {
    if (level !== 'info') log(level, message, facts);
  };
}
