import type { Context } from 'aws-lambda';
import { deliverDue } from '../lib/jobs/deliver.ts';
import { runJob } from '../lib/runtime/aws.ts';
import { messenger } from '../lib/runtime/aws-slack-access.ts';

const limit = 1_000;

/** Posts what is queued. What Slack wants later goes back to the queue with its time: nothing sleeps here. */
export async function handler(event: unknown, context: Context): Promise<void> {
  await runJob('deliver', event, context, async (run) => {
    const latencies: number[] = [];
    let unsure = 0;
    const report = await deliverDue(
      { ...run, messenger: await messenger(run) },
      {
        limit,
        onEnd({ state, createdAt, consignment }) {
          // An alert that grew is sent again, long after it was queued.
          if (state === 'sent' && consignment.kind === 'digest')
            latencies.push(run.now().getTime() - createdAt.getTime());
          if (state === 'unsure') unsure++;
        },
      },
    );
    run.log('info', 'messages posted', report);
    run.measure({ MessagesPosted: report.sent, MessagesUnsure: unsure, DeliveryLatency: latencies });
  });
}
