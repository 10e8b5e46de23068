import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePeriod } from '../../jobs/compile.ts';
import type { Store } from '../../jobs/ports.ts';
import { type Context, say, withStore } from '../context.ts';
import { printDigest } from '../digest.ts';
import { ingestSamples, sampleDays, sampleTime } from './ingest-samples.ts';
import { type SampleFeeds, serveSampleFeeds } from './sample-server.ts';

const samplePeriod = sampleDays * 24 * 3600 * 1000;

/**
 * `demo`: the main job with nothing to set up. Sample feeds over loopback HTTP go through the path of real feeds into a fresh store,
 * which is removed however the demo ends; the digest is printed, and the playground is open until then.
 */
export async function runDemo(context: Context, options: { once?: boolean; port: number }): Promise<void> {
  const samples = await serveSampleFeeds();
  const folder = mkdtempSync(join(tmpdir(), 'faultline-demo-'));
  const config = { ...context.config, allowPrivate: true, db: join(folder, 'demo.sqlite') };
  const demo = { ...context, config };
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  const end = (): void => process.exit(1);
  process.once('exit', removeFolder).once('SIGINT', end).once('SIGTERM', end);
  try {
    await withStore(demo, (store) => tellSamples(demo, store, samples));
    if (options.once) return;
    process.off('SIGINT', end).off('SIGTERM', end);
    const { play } = await import('./play.ts');
    await play(demo, { start: sampleTime, port: options.port });
  } finally {
    samples.close();
    removeFolder();
    process.off('exit', removeFolder).off('SIGINT', end).off('SIGTERM', end);
  }
}

/** Reads the sample feeds and prints their digest. */
async function tellSamples(context: Context, store: Store, samples: SampleFeeds): Promise<void> {
  const reports = await ingestSamples(context, store, samples);
  const items = reports.reduce((sum, report) => sum + report.items, 0);
  say(
    `${reports.length} sample feeds from invented outlets read over HTTP, ${items} items. The clock stands at ${sampleTime.toISOString()}.\n`,
  );
  const from = new Date(sampleTime.getTime() - samplePeriod);
  const query = { text: '', terms: [] };
  const digest = await compilePeriod(store, { subscriptionId: 'demo', query, from, to: sampleTime });
  printDigest(digest, context.json ? 'json' : 'text');
}
