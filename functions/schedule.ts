import type { Context } from 'aws-lambda';
import { scheduleDigests } from '../lib/jobs/schedule.ts';
import { runScheduled } from '../lib/runtime/aws.ts';

/** Hands on the subscriptions that are due, and has posted what is queued. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  await runScheduled('schedule', context, async (run) => {
    const subscriptions = await scheduleDigests(run, run.mayBegin);
    run.log('info', 'subscriptions handed on', { subscriptions });
  });
}
