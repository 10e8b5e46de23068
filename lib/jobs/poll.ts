import type { Feed } from '../feeds/feed.ts';
import { claimFeeds, claimSize } from './ingest.ts';
import type { HandOn, MayBegin, Now, Store } from './ports.ts';

/** Feeds to poll and place, under a lease. */
export interface IngestJob {
  job: 'ingest';
  /** Ids. */
  feeds: string[];
  leaseUntil: Date;
}

/** Few enough to be read well within the lease and the time of a function, even where none of them answers. */
const batchSize = 25;

/**
 * Claims the feeds that are due and hands them on in batches. What could not be handed on is due again when its lease has run out.
 * @returns how many feeds are in other hands
 * @throws what the first batch failed with that could not be handed on, once all were tried
 */
export async function pollFeeds(
  { store, now, handOn }: { store: Pick<Store, 'feeds'>; now: Now; handOn: HandOn<IngestJob> },
  mayBegin: MayBegin,
): Promise<number> {
  let handedOn = 0;
  const errors: unknown[] = [];
  while (mayBegin()) {
    const { feeds, leaseUntil } = await claimFeeds({ store, now });
    for (const batch of formBatches(feeds)) {
      try {
        await handOn({ job: 'ingest', feeds: batch.map(({ id }) => id), leaseUntil });
        handedOn += batch.length;
      } catch (error) {
        errors.push(error);
      }
    }
    if (feeds.length < claimSize) break;
  }
  if (errors.length > 0) throw errors[0];
  return handedOn;
}

/** The feeds of a host stay together, for one host is asked one request at a time. */
function formBatches(feeds: readonly Feed[]): Feed[][] {
  const batches: Feed[][] = [];
  for (const ofHost of Map.groupBy(feeds, ({ url }) => URL.parse(url)?.hostname ?? '').values()) {
    const last = batches.at(-1);
    if (last && last.length + ofHost.length <= batchSize) last.push(...ofHost);
    else batches.push(ofHost);
  }
  return batches;
}
