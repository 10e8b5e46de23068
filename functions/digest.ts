import type { Context } from 'aws-lambda';
import { FaultlineError } from '../lib/errors.ts';
import { raiseAlerts } from '../lib/jobs/alert.ts';
import { compileClaimed } from '../lib/jobs/compile-due.ts';
import { loadPerspective } from '../lib/jobs/perspective.ts';
import { runJob } from '../lib/runtime/aws.ts';
import { openReviewer } from '../lib/runtime/aws-model.ts';

/** Compiles digests and queues them. */
export async function handler(event: unknown, context: Context): Promise<void> {
  await runJob('digest', event, context, async (run, { subscriptions: ids, leaseUntil }) => {
    const { store, now, log } = run;
    const { queued, quiet, failed, left } = await compileClaimed(
      {
        store,
        now,
        log,
        loadPerspective: (team) => loadPerspective(store, team, openReviewer),
        raise: (subscription, look) => raiseAlerts(store, subscription, look),
      },
      { ids, leaseUntil },
      run.mayBegin,
    );
    run.measure({ DigestsCompiled: queued, DigestsFailed: failed });
    log(left > 0 ? 'warn' : 'info', 'subscriptions told', { queued, quiet, failed, left });
    // Alerts are queued without being counted; who comes for nothing asks one question.
    if (queued + quiet > 0) await run.handOn({ job: 'deliver' });
    if (failed > 0) throw new FaultlineError('job-left-over', { job: 'digest', left: failed });
  });
}
