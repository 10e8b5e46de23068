import { createFeed } from '../../feeds/feed.ts';
import { type IngestReport, ingestFeeds } from '../../jobs/ingest.ts';
import type { Store } from '../../jobs/ports.ts';
import { createJudge, loadModel, openFetch } from '../../runtime/local.ts';
import type { Context } from '../context.ts';
import { createProgress } from '../progress.ts';
import type { SampleFeeds } from './sample-server.ts';

/** The sample feeds were written as of this morning, and the demo's clock starts at it. */
export const sampleTime = new Date('2024-07-22T06:00:00Z');
const day = 24 * 3_600_000;
/** Days before it that the samples tell of. */
export const sampleDays = 14;

/**
 * Reads the sample feeds into a store as whoever follows them did, each morning what was new: so there is something to rehearse, and
 * stories have a past.
 * @returns the reports of the last morning
 */
export async function ingestSamples(
  { config }: Pick<Context, 'config'>,
  store: Store,
  { entries, showAsOf }: Pick<SampleFeeds, 'entries' | 'showAsOf'>,
): Promise<IngestReport[]> {
  const mornings = Array.from(
    { length: sampleDays },
    (_, i) => new Date(sampleTime.getTime() - (sampleDays - 1 - i) * day),
  );
  const feeds = entries.map((entry) => createFeed(entry, 'demo', sampleTime));
  for (const feed of feeds) await store.feeds.add(feed);
  const ids = feeds.map(({ id }) => id);
  const judge = createJudge(await loadModel(config));
  const { fetch, close } = openFetch(config);
  const progress = createProgress('polls');
  let reports: IngestReport[] = [];
  let done = 0;
  try {
    for (const time of mornings) {
      // What the samples date later is taken in with the last, as publishers' clocks may go before.
      showAsOf(time < sampleTime ? time : undefined);
      const onReport = ({ title }: IngestReport) => progress.update(++done, mornings.length * ids.length, title);
      reports = await ingestFeeds({ store, fetch, judge, now: () => time }, { ids, onReport });
    }
  } finally {
    progress.stop();
    await close();
  }
  return reports;
}
