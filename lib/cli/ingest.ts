import { createFeed, type FeedEntry } from '../feeds/feed.ts';
import { listAllFeeds } from '../jobs/feed-list.ts';
import { type IngestReport, ingestFeeds } from '../jobs/ingest.ts';
import type { Fetch, Now, Store } from '../jobs/ports.ts';
import { createJudge, loadModel, openFetch } from '../runtime/local.ts';
import { type Context, printJson, say, withStore } from './context.ts';
import { emptyList } from './feeds.ts';
import { readFeedList } from './feeds-file.ts';
import { createProgress } from './progress.ts';

/**
 * `ingest`: polls every due feed once, or all enabled feeds of a list.
 * @returns the exit status: 1 where any feed failed
 * @throws FaultlineError `file-unreadable` or `feed-list-unreadable`, and those of `openStore`
 */
export async function runIngest(context: Context, options: { feeds?: string }): Promise<number> {
  const entries = options.feeds ? await readFeedList(options.feeds) : undefined;
  const { fetch, close } = openFetch(context.config);
  const now: Now = () => new Date();
  try {
    return await withStore(context, async (store) => {
      const ids = entries && (await addListedFeeds(store, entries, now()));
      const due = ids?.length ?? (await countDue(store, now()));
      const reports = due > 0 ? await ingestWithProgress(context, store, fetch, now, ids) : [];
      await sayLeftOut(store, due - reports.length, reports.length === 0, entries?.length);
      if (!context.json) sayTotals(reports);
      return reports.some(hasFailed) ? 1 : 0;
    });
  } finally {
    await close();
  }
}

/** Says what is polled as it ends: a bar on a terminal, a line a failure, a JSON line a feed. */
async function ingestWithProgress(
  { config, json }: Pick<Context, 'config' | 'json'>,
  store: Store,
  fetch: Fetch,
  now: Now,
  ids: readonly string[] | undefined,
): Promise<IngestReport[]> {
  const judge = createJudge(await loadModel(config));
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

/** Adds the feeds of a list that are not in the store yet, and names all that are not disabled. */
async function addListedFeeds(store: Store, entries: readonly FeedEntry[], now: Date): Promise<string[]> {
  const ids = new Set<string>();
  for (const entry of entries) {
    const feed = createFeed(entry, 'list', now);
    const listed = (await store.feeds.add(feed)) ? feed : await store.feeds.get(feed.id);
    if (listed?.enabled) ids.add(feed.id);
    else say(`${entry.url}: disabled; \`faultline feeds enable ${feed.id}\` polls it again`);
  }
  return [...ids];
}

async function countDue(store: Store, now: Date): Promise<number> {
  return (await listAllFeeds(store)).filter(({ enabled, nextPollAt }) => enabled && nextPollAt <= now).length;
}

/** Nothing polled is never silence: who asked wants to know whether there was nothing to do, or somebody else does it. */
async function sayLeftOut(store: Store, leased: number, isNothing: boolean, listed: number | undefined): Promise<void> {
  if (leased > 0) {
    const subject = leased === 1 ? '1 feed is' : `${leased} feeds are`;
    say(`${subject} being polled by another process; if that was stopped, ingest again in ten minutes.`);
  } else if (listed === 0) say('The feed list names no feeds.');
  else if (isNothing && listed === undefined)
    say((await listAllFeeds(store)).length > 0 ? 'No feed is due.' : emptyList);
}

function sayTotals(reports: readonly IngestReport[]): void {
  if (reports.length === 0) return;
  const sum = (count: (report: IngestReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  const failed = reports.filter(hasFailed).length;
  const feeds = reports.length === 1 ? '1 feed' : `${reports.length} feeds`;
  const items = sum((report) => report.items);
  say(
    `${feeds}: ${items === 1 ? '1 item' : `${items} items`}, ${sum((report) => report.new)} new, ` +
      `${sum(({ revised }) => revised)} revised${failed > 0 ? `, ${failed} failed` : ''}`,
  );
}
