import { createFeed, type FeedEntry } from '../../feeds/feed.ts';
import type { IngestReport } from '../../jobs/ingest.ts';
import type { Store } from '../../jobs/ports.ts';
import { openFetch } from '../../runtime/local.ts';
import type { Context } from '../context.ts';
import { ingestWithProgress } from '../ingest.ts';

/** The sample feeds were written as of this morning, and the demo's clock starts at it. */
export const sampleTime = new Date('2024-07-22T06:00:00Z');

/** Reads the sample feeds into a store, as of their time. */
export async function ingestSamples(
  { config }: Pick<Context, 'config'>,
  store: Store,
  entries: readonly FeedEntry[],
): Promise<IngestReport[]> {
  for (const entry of entries) await store.feeds.add(createFeed(entry, 'demo', sampleTime));
  const { fetch, close } = openFetch(config);
  return ingestWithProgress({ config, json: false }, store, fetch, () => sampleTime, undefined).finally(close);
}
