import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { describeError, FaultlineError } from '../errors.ts';
import type { HandOn, MayBegin, Now, Store } from '../jobs/ports.ts';
import { createLog, type Log, withFacts } from '../log.ts';
import { createDynamoStore } from '../store/dynamodb/store.ts';
import { type Config, readConfig } from './config.ts';
import type { JobFunctions } from './hand-on.ts';
import { type Job, type JobEvent, parseJobEvent } from './job-event.ts';
import { createMetrics, type Measure } from './metrics.ts';

/** Milliseconds before its end in which a function begins nothing more: what it is at has so long to end. */
const reserve = 25_000;
/** Milliseconds that AWS has to take a request. */
const patience = { connectionTimeout: 1_000, requestTimeout: 3_000 };

/** One run of a function, and what all of them need. */
export interface Run {
  store: Store;
  now: Now;
  log: Log;
  measure: Measure;
  handOn: HandOn<Job>;
  /** Whether there is time enough left to begin something. */
  mayBegin: MayBegin;
  /** Milliseconds until Lambda ends it. */
  timeLeft(): number;
}

/** Made when first asked for, and kept for as long as the process lives; a failure is not kept. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    if (made) return made.value;
    const entry = { value: make() };
    made = entry;
    if (entry.value instanceof Promise)
      entry.value.catch(() => {
        if (made === entry) made = undefined;
      });
    return entry.value;
  };
}

export const now: Now = () => new Date();
const write = (line: string): void => void process.stdout.write(line);
export const settings = once(() => readConfig(process.env));
/** Loaded when something is first handed on, for not all functions do. */
const lambda = once(async () => {
  const { openHandOn } = await import('./hand-on.ts');
  return openHandOn(functionsOf(settings()), patience);
});

function functionsOf({ aws }: Config): JobFunctions {
  const { ingestFunction, digestFunction, deliverFunction, workFunction } = aws;
  return { ingest: ingestFunction, digest: digestFunction, deliver: deliverFunction, slack: workFunction };
}

/** @throws FaultlineError `setting-wrong` */
export const store = once((): Store => {
  const { table, keepDays } = settings();
  if (!table) throw missingSetting('FAULTLINE_TABLE');
  return createDynamoStore({ table, keepDays, client: new DynamoDBClient({ requestHandler: patience }) });
});

/** The error for a setting that a function cannot do without. */
export function missingSetting(name: string): FaultlineError {
  return new FaultlineError('setting-wrong', { name, why: 'it is not set' });
}

/**
 * Runs a function that a schedule starts.
 * @throws what the work throws, once it is logged: Lambda does it again, and keeps the event where it fails for good
 */
export async function runScheduled<T>(name: string, context: Context, work: (run: Run) => Promise<T>): Promise<T> {
  return attempt(name, context, () => ({ correlation: context.awsRequestId }), work);
}

/**
 * Runs a function that is handed a job.
 * @throws as `parseJobEvent` and `runScheduled` do
 */
export async function runJob<J extends Job['job']>(
  job: J,
  event: unknown,
  context: Context,
  work: (run: Run, job: JobEvent<Extract<Job, { job: J }>>) => Promise<void>,
): Promise<void> {
  return attempt(job, context, () => parseJobEvent(event, job), work);
}

/** Runs a function that answers whoever called it. */
export async function attempt<E extends { correlation: string }, T>(
  name: string,
  context: Context,
  read: () => E,
  work: (run: Run, event: E) => Promise<T>,
): Promise<T> {
  const facts = { function: name, requestId: context.awsRequestId };
  const plain = withFacts(createLog(write, now), facts);
  let log = plain;
  try {
    const event = read();
    const { correlation } = event;
    log = withFacts(plain, { correlation });
    return await work(openRun({ correlation, facts: { ...facts, correlation }, log, context }), event);
  } catch (error) {
    const code = error instanceof FaultlineError ? { code: error.code } : {};
    log('error', 'function failed', { reason: describeError(error), ...code });
    throw error;
  }
}

function openRun({
  correlation,
  facts,
  log,
  context,
}: {
  correlation: string;
  facts: Readonly<Record<string, string>>;
  log: Log;
  context: Context;
}): Run {
  return {
    store: markDeliveries(store(), correlation),
    now,
    log,
    measure: createMetrics(write, { now, stage: settings().aws.stage, facts }),
    handOn: async (job) => (await lambda())(correlation)(job),
    mayBegin: () => context.getRemainingTimeInMillis() > reserve,
    timeLeft: () => context.getRemainingTimeInMillis(),
  };
}

/** What is queued in a run is found by its correlation, up to the post. */
function markDeliveries(plain: Store, correlation: string): Store {
  const { deliveries } = plain;
  return {
    ...plain,
    deliveries: { ...deliveries, add: (delivery) => deliveries.add({ ...delivery, correlation }) },
  };
}
