import type { Context } from 'aws-lambda';
import { pollFeeds } from '../lib/jobs/poll.ts';
import { runScheduled } from '../lib/runtime/aws.ts';

/** Hands on the feeds that are due. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  await runScheduled('poll', context, async (run) => {
    const feeds = await pollFeeds(run, run.mayBegin);
    run.log('info', 'feeds handed on', { feeds });
  });
}
