import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultlineError } from '../../lib/errors.ts';
import { createJobEvent, type Job, jobNames, parseJobEvent } from '../../lib/runtime/job-event.ts';

const leaseUntil = new Date('2024-07-19T06:10:00.000Z');
const home = { kind: 'home', asker: { team: 'T1', user: 'U1' } } as const;
const jobs: Job[] = [
  { job: 'ingest', feeds: ['feed-1', 'feed-2'], leaseUntil },
  { job: 'digest', subscriptions: ['subscription-1'], leaseUntil },
  { job: 'deliver' },
  { job: 'slack', id: 'task-1', task: home },
];

function refuse(event: unknown, job: Job['job'] = 'ingest'): FaultlineError {
  try {
    parseJobEvent(event, job);
  } catch (error) {
    if (error instanceof FaultlineError) return error;
    throw error;
  }
  throw new Error('the event was not refused');
}

const ingest = {
  version: 1,
  job: 'ingest',
  correlation: 'r1',
  feeds: ['feed-1'],
  leaseUntil: leaseUntil.toISOString(),
};

describe('the event of a job', () => {
  it.each(jobs)('$job arrives as it was handed on', (job) => {
    const event: unknown = JSON.parse(JSON.stringify(createJobEvent(job, 'request-1')));
    expect(parseJobEvent(event, job.job)).toEqual({ ...job, version: 1, correlation: 'request-1' });
  });

  it.each([
    [undefined, 'it is no object'],
    ['ingest', 'it is no object'],
    [[], 'it is no object'],
    [{}, 'its version is missing'],
    [{ ...ingest, version: '1' }, 'its version is missing'],
    [{ ...ingest, version: 0 }, 'its version is missing'],
    [{ ...ingest, job: undefined }, 'its job is missing'],
    [{ ...ingest, job: 'digest' }, 'it is for the job digest, and this function does ingest'],
    [{ ...ingest, correlation: undefined }, 'its correlation is missing'],
    [{ ...ingest, feeds: 'feed-1' }, 'feeds is no list of ids'],
    [{ ...ingest, feeds: [1] }, 'feeds is no list of ids'],
    [{ ...ingest, leaseUntil: 'soon' }, 'leaseUntil is no time'],
    [{ ...ingest, leaseUntil: 1_721_368_800 }, 'leaseUntil is no time'],
  ])('%j is refused: %s', (event, why) => {
    expect(refuse(event)).toMatchObject({ code: 'event-wrong', facts: { why } });
  });

  it.each([
    [{ id: '', task: home }, 'its id is missing'],
    [{ id: 'task-1' }, 'its task is none that we know'],
    [{ id: 'task-1', task: { kind: 'dance' } }, 'its task is none that we know'],
  ])('of Slack, %j is refused: %s', (parts, why) => {
    const event = { version: 1, job: 'slack', correlation: 'r1', ...parts };
    expect(refuse(event, 'slack')).toMatchObject({ code: 'event-wrong', facts: { why } });
  });

  it('of a job that there is not is refused by its name', () => {
    expect(refuse({ ...ingest, job: 'dance' })).toMatchObject({ code: 'job-unknown', facts: { job: 'dance' } });
  });

  it('of a newer version is refused before anything else of it is read', () => {
    expect(refuse({ version: 2 })).toMatchObject({ code: 'record-newer', facts: { found: 2, known: 1 } });
  });

  it('that is anything at all is read or refused, and never anything else', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.dictionary(fc.constantFrom(...Object.keys(ingest), 'id', 'task'), fc.anything()),
        fc.constantFrom(...jobNames),
        (event, parts, job) => {
          for (const one of [event, parts, { ...ingest, ...parts }]) {
            try {
              expect(parseJobEvent(one, job).job).toBe(job);
            } catch (error) {
              expect(error).toBeInstanceOf(FaultlineError);
            }
          }
        },
      ),
    );
  });
});
