import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digest } from '../../digest/digest.ts';
import { createFeed } from '../../feeds/feed.ts';
import { compilePeriod } from '../../jobs/compile.ts';
import { renderDigestHtml } from '../../render/digest-html.ts';
import { openFetch, openStore, servePage } from '../../runtime/local.ts';
import { type Context, say } from '../context.ts';
import { printDigest } from '../digest.ts';
import { ingestWithProgress } from '../ingest.ts';
import { serveSampleFeeds } from './sample-server.ts';

/** The sample feeds were written as of this morning; the demo's clock stands still at it. */
const sampleTime = new Date('2024-07-22T06:00:00Z');
const samplePeriod = 14 * 24 * 3600 * 1000;

/**
 * `demo`: the main job with nothing to set up. Sample feeds over loopback HTTP go through the path of real feeds into a fresh store in
 * memory, so that nothing is left whenever it is stopped; the digest is printed, and shown as a page until then.
 */
export async function runDemo(context: Context, options: { once?: boolean; port: number }): Promise<void> {
  const digest = await makeSampleDigest(context);
  printDigest(digest, context.json ? 'json' : 'text');
  if (options.once) return;
  const html = renderDigestHtml(digest);
  const page = await servePage({ port: options.port, render: async () => html });
  say(`The same as a page: ${page.url}  (Ctrl+C ends)`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  page.close();
}

async function makeSampleDigest(context: Context): Promise<Digest> {
  const samples = await serveSampleFeeds();
  const { fetch, close } = openFetch({ ...context.config, allowPrivate: true });
  const folder = mkdtempSync(join(tmpdir(), 'faultline-demo-'));
  const store = openStore({ db: join(folder, 'demo.sqlite') });
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  const end = (): void => process.exit(1);
  process.once('exit', removeFolder).once('SIGINT', end).once('SIGTERM', end);
  try {
    const now = (): Date => sampleTime;
    for (const entry of samples.entries) await store.feeds.add(createFeed(entry, 'demo', sampleTime));
    const reports = await ingestWithProgress({ ...context, json: false }, store, fetch, now, undefined);
    const items = reports.reduce((sum, report) => sum + report.items, 0);
    say(
      `${reports.length} sample feeds from invented outlets read over HTTP, ${items} items. The clock stands at ${sampleTime.toISOString()}.\n`,
    );
    const from = new Date(sampleTime.getTime() - samplePeriod);
    const query = { text: '', terms: [] };
    return await compilePeriod(store, { subscriptionId: 'demo', query, from, to: sampleTime });
  } finally {
    samples.close();
    await close();
    store.close();
    removeFolder();
    process.off('exit', removeFolder).off('SIGINT', end).off('SIGTERM', end);
  }
}
