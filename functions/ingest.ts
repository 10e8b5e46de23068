import type { Context } from 'aws-lambda';
import { ingestClaimed } from '../lib/jobs/ingest.ts';
import { runJob } from '../lib/runtime/aws.ts';
import { withFetch } from '../lib/runtime/aws-fetch.ts';
import { judge } from '../lib/runtime/aws-model.ts';

/** Polls some feeds and places their articles. */
export async function handler(event: unknown, context: Context): Promise<void> {
  await runJob('ingest', event, context, async (run, { feeds: ids, leaseUntil }) => {
    const ports = { ...run, judge: await judge() };
    const { reports, left } = await withFetch((fetch) =>
      ingestClaimed({ ...ports, fetch }, { ids, leaseUntil }, run.mayBegin),
    );
    for (const { url, kind, items, new: added, reason } of reports) {
      run.log(reason ? 'warn' : 'info', 'feed polled', { url, kind, items, new: added, ...(reason ? { reason } : {}) });
    }
    if (left > 0) run.log('warn', 'feeds left for want of time', { left });
    const sum = (count: (report: (typeof reports)[number]) => number): number =>
      reports.reduce((total, report) => total + count(report), 0);
    run.measure({
      FeedsPolled: reports.length,
      FeedsFailed: sum(({ kind }) => (kind === 'failed' || kind === 'blocked' ? 1 : 0)),
      ArticlesAdded: sum((report) => report.new),
      StoriesTouched: sum(({ stories }) => stories),
    });
  });
}
