import { LambdaClient } from '@aws-sdk/client-lambda';
import { test } from 'vitest';
import { createHandOn } from '../../lib/runtime/hand-on.ts';
import type { Job } from '../../lib/runtime/job-event.ts';
import { type Lambda, startLambda } from '../fixtures/lambda.ts';

interface Fixture {
  /** What the function was invoked with, in order. */
  seen: unknown[];
  lambda: Lambda;
  handOn: (job: Job) => Promise<void>;
}

const it = test.extend<Fixture>({
  seen: async ({ task: _task }, use) => use([]),
  lambda: async ({ seen }, use) => {
    const lambda = await startLambda({
      'faultline-ingest': async (event) => void seen.push(event),
      'faultline-deliver': async (event) => {
        seen.push(event);
        throw new Error('no hands');
      },
    });
    await use(lambda);
    await lambda.close();
  },
  handOn: async ({ lambda }, use) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new LambdaClient({ region: 'us-east-1', endpoint: lambda.url, credentials, maxAttempts: 1 });
    const functions = { ingest: 'faultline-ingest', deliver: 'faultline-deliver', digest: 'nowhere' };
    await use(createHandOn(client, functions, 'request-1'));
    client.destroy();
  },
});

const leaseUntil = new Date('2024-07-19T06:10:00.000Z');

it('a job reaches its function with the correlation of the run that it comes from', async ({
  lambda,
  handOn,
  seen,
  expect,
}) => {
  await handOn({ job: 'ingest', feeds: ['feed-1'], leaseUntil });
  await lambda.settle();
  const event = { version: 1, job: 'ingest', feeds: ['feed-1'], leaseUntil: leaseUntil.toISOString() };
  expect(seen).toEqual([{ ...event, correlation: 'request-1' }]);
});

it('a job is in safe hands before it is done: one that fails is tried three times and kept', async ({
  lambda,
  handOn,
  seen,
  expect,
}) => {
  await handOn({ job: 'deliver' });
  await lambda.settle();
  expect(seen).toHaveLength(3);
  expect(lambda.failed).toMatchObject([{ name: 'faultline-deliver', event: { job: 'deliver' } }]);
});

it('a function that is throttled, not there or not set is said so by the job', async ({ lambda, handOn, expect }) => {
  const refusal = (job: Job) => handOn(job).then(() => 'handed on', String);
  lambda.throttle('faultline-ingest');
  expect(await refusal({ job: 'ingest', feeds: [], leaseUntil })).toContain(
    'The job ingest could not be handed on: TooManyRequestsException.',
  );
  expect(await refusal({ job: 'digest', subscriptions: [], leaseUntil })).toContain('ResourceNotFoundException');
  const task = { kind: 'home', asker: { team: 'T1', user: 'U1' } } as const;
  expect(await refusal({ job: 'slack', id: 'task-1', task })).toContain('no function is set for it');
});

it('a Lambda that is not there is said so', async ({ lambda, handOn, expect }) => {
  await lambda.close();
  await expect(handOn({ job: 'deliver' })).rejects.toMatchObject({ code: 'job-not-handed-on' });
});
