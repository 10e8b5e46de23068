import { createFeed } from '../feeds/feed.ts';
import { type IngestReport, ingestFeeds } from '../jobs/ingest.ts';
import type { Fetch, Now, Store } from '../jobs/ports.ts';
import { createJudge, loadModel, openFetch } from '../runtime/local.ts';
import { type Context, printJson, say, withStore } from './context.ts';
import { readFeedList } from './feed-list.ts';
import { createProgress } from './progress.ts';

/**
 * `ingest`: polls every due feed once, or all feeds of a list.
 * @returns the exit status: 1 where any feed failed
 */
export async function runIngest(context: Context, options: { feeds?: string }): Promise<number> {
  const { fetch, close } = openFetch(context.config);
  const now: Now = () => new Date();
  try {
    return await withStore(context, async (store) => {
      const ids = options.feeds ? await addListedFeeds(store, options.feeds, now()) : undefined;
      const reports = await ingestWithProgress(store, fetch, now, ids, context.json);
      if (reports.length === 0 && !ids) await sayNothingDue(store);
      if (!context.json) sayTotals(reports);
      return reports.some(hasFailed) ? 1 : 0;
    });
  } finally {
    await close();
  }
}

/** Says what is polled as it ends: a bar on a terminal, a line a failure, a JSON line a feed. */
export async function ingestWithProgress(
  store: Store,
  fetch: Fetch,
  now: Now,
  ids: readonly string[] | undefined,
  json: boolean,
): Promise<IngestReport[]> {
  const judge = createJudge(await loadModel());
  const progress = createProgress('feeds');
  let done = 0;
  const reports = await ingestFeeds(
    { store, fetch, judge, now },
    {
      ...(ids ? { ids } : {}),
      onReport(report, of) {
        progress.update(++done, of, report.title);
        if (json) printJson(writeReport(report));
      },
    },
  );
  progress.stop();
  if (!json) for (const report of reports.filter(({ reason }) => reason)) say(`${report.url}: ${report.reason}`);
  return reports;
}

function writeReport({ url, kind, items, new: added, revised, reason }: IngestReport) {
  return { url, kind, items, new: added, revised, ...(reason ? { reason } : {}) };
}

/** `gone` is the publisher's decision and `unchanged` good news; neither is a failure. */
function hasFailed({ kind }: IngestReport): boolean {
  return kind === 'failed' || kind === 'blocked';
}

/** Adds the feeds of a list that are not in the store yet, and names them all. */
async function addListedFeeds(store: Store, file: string, now: Date): Promise<string[]> {
  const entries = await readFeedList(file);
  const feeds = entries.map((entry) => createFeed(entry, 'list', now));
  for (const feed of feeds) await store.feeds.add(feed);
  return [...new Set(feeds.map(({ id }) => id))];
}

async function sayNothingDue(store: Store): Promise<void> {
  const { items } = await store.feeds.list({ limit: 1 });
  say(items.length > 0 ? 'No feed is due.' : 'The feed list is empty. Add feeds with `faultline feeds add URL` or `faultline ingest --feeds FILE.opml`.');
}

function sayTotals(reports: readonly IngestReport[]): void {
  if (reports.length === 0) return;
  const sum = (count: (report: IngestReport) => number): number => reports.reduce((total, report) => total + count(report), 0);
  const failed = reports.filter(hasFailed).length;
  say(
    `${reports.length} feeds: ${sum(({ items }) => items)} items, ${sum((report) => report.new)} new, ${sum(({ revised }) => revised)} revised` +
      `${failed > 0 ? `, ${failed} feeds failed` : ''}`,
  );
}
