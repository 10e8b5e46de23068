import { FaultlineError } from '../errors.ts';
import type { IngestJob } from '../jobs/poll.ts';
import type { DeliverJob, DigestJob } from '../jobs/schedule.ts';
import type { SlackTask } from '../slack/task.ts';

/** What Slack asked for, to be done behind its acknowledgement; `id` is the same each time that the event arrives. */
export interface SlackJob {
  job: 'slack';
  id: string;
  task: SlackTask;
}

export type Job = IngestJob | DigestJob | DeliverJob | SlackJob;

/** The kinds of job that there are. */
export const jobNames = ['ingest', 'digest', 'deliver', 'slack'] as const satisfies readonly Job['job'][];

/** A job on its way to the function that does it. */
export type JobEvent<J extends Job = Job> = J & {
  version: 1;
  /** The request id of the function that began it all, for the log. */
  correlation: string;
};

const version = 1;
const taskKinds: ReadonlySet<unknown> = new Set<SlackTask['kind']>([
  'command',
  'action',
  'home',
  'changed',
  'submitted',
  'event',
]);

/** The event that hands a job on; its JSON is what Lambda carries. */
export function createJobEvent<J extends Job>(job: J, correlation: string): JobEvent<J> {
  return { ...job, version, correlation };
}

/**
 * Reads the event that a function was invoked with.
 * @param expected the job that the function does
 * @throws FaultlineError `event-wrong` for what is no event of ours, or one of another function; `job-unknown`; `record-newer`
 */
export function parseJobEvent<J extends Job['job']>(event: unknown, expected: J): JobEvent<Extract<Job, { job: J }>> {
  if (!isObject(event)) throw refuse('it is no object');
  const { version: found, job, correlation } = event;
  if (typeof found !== 'number' || !Number.isInteger(found) || found < 1) throw refuse('its version is missing');
  if (found > version) throw new FaultlineError('record-newer', { found, known: version });
  if (typeof job !== 'string') throw refuse('its job is missing');
  if (!isJobName(job)) throw new FaultlineError('job-unknown', { job: job.slice(0, 64), known: jobNames.join(', ') });
  if (job !== expected) throw refuse(`it is for the job ${job}, and this function does ${expected}`);
  if (typeof correlation !== 'string' || !correlation) throw refuse('its correlation is missing');
  return { version, correlation, ...readJob(job, event) } as JobEvent<Extract<Job, { job: J }>>;
}

function readJob(job: Job['job'], event: Record<string, unknown>): Job {
  switch (job) {
    case 'ingest':
      return { job, feeds: readIds(event, 'feeds'), leaseUntil: readTime(event, 'leaseUntil') };
    case 'digest':
      return { job, subscriptions: readIds(event, 'subscriptions'), leaseUntil: readTime(event, 'leaseUntil') };
    case 'deliver':
      return { job };
    case 'slack': {
      const { id, task } = event;
      if (typeof id !== 'string' || !id) throw refuse('its id is missing');
      if (!isObject(task) || !taskKinds.has(task.kind)) throw refuse('its task is none that we know');
      return { job, id, task: task as unknown as SlackTask };
    }
  }
}

function readIds(event: Record<string, unknown>, name: string): string[] {
  const ids = event[name];
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string' && id))
    throw refuse(`${name} is no list of ids`);
  return ids;
}

function readTime(event: Record<string, unknown>, name: string): Date {
  const text = event[name];
  const time = new Date(typeof text === 'string' ? text : Number.NaN);
  if (Number.isNaN(time.getTime())) throw refuse(`${name} is no time`);
  return time;
}

function isJobName(name: string): name is Job['job'] {
  return (jobNames as readonly string[]).includes(name);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(why: string): FaultlineError {
  return new FaultlineError('event-wrong', { why });
}
