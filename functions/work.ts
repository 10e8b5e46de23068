import type { Context } from 'aws-lambda';
import { runJob } from '../lib/runtime/aws.ts';
import { runSlackJob } from '../lib/runtime/aws-work.ts';

/** Does what was asked for in Slack. */
export async function handler(event: unknown, context: Context): Promise<void> {
  await runJob('slack', event, context, runSlackJob);
}
