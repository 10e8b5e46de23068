import { FaultlineError } from '../errors.ts';
import type { Dispatch, SlackServices } from '../slack/services.ts';
import type { SlackTask } from '../slack/task.ts';
import { runTask } from '../slack/work.ts';
import { type Run, settings } from './aws.ts';
import { fetchAlone } from './aws-fetch.ts';
import { openReviewer } from './aws-model.ts';
import { secrets } from './aws-slack-access.ts';
import type { SlackJob } from './job-event.ts';
import { createServices, openClients } from './slack-access.ts';

/** Milliseconds to say that it took too long. */
const timeToTell = 10_000;

/**
 * Does what was asked for in Slack, once however often its event arrives. Who asked is told what fails; where nobody is, it is tried
 * again.
 * @throws FaultlineError `job-left-over`, and as `secrets` does
 */
export async function runSlackJob(run: Run, { id, task }: Pick<SlackJob, 'id' | 'task'>): Promise<void> {
  const { teams } = run.store;
  const claim = `task ${id}`;
  if (!(await teams.claimEvent(claim, run.now()))) {
    run.log('info', 'this was done before', { kind: task.kind });
    return;
  }
  try {
    await runInTime(run, task);
    run.log('info', 'task done', { kind: task.kind });
  } catch (error) {
    await teams.releaseEvent(claim);
    throw error;
  }
}

async function runInTime(run: Run, task: SlackTask): Promise<void> {
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  givenUp.catch(() => undefined);
  const timer = setTimeout(() => reject(new FaultlineError('work-too-slow')), run.timeLeft() - timeToTell);
  try {
    const following: SlackTask[] = [];
    const services = await openServices(run, async (next) => void following.push(next));
    const isDone = await runTask(task, services, givenUp);
    for (const next of following) await runTask(next, services, givenUp);
    if (!isDone) throw new FaultlineError('job-left-over', { job: 'slack', left: 1 });
  } finally {
    clearTimeout(timer);
  }
}

async function openServices({ store, now, log }: Run, dispatch: Dispatch): Promise<SlackServices> {
  const { access } = await secrets();
  const { client } = openClients(access, { store, now }, { closeEach: true });
  return createServices(client, {
    store,
    now,
    log,
    allowPrivate: settings().allowPrivate,
    fetch: fetchAlone,
    openReviewer,
    dispatch,
  });
}
