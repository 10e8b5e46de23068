import { describe, expect, it } from 'vitest';
import { compileClaimed } from '../../lib/jobs/compile-due.ts';
import { plainPerspective } from '../../lib/jobs/perspective.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { type DeliverJob, type DigestJob, scheduleDigests } from '../../lib/jobs/schedule.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { minutesLater } from '../fixtures/builders.ts';
import { buildHourly, buildReport, listQueued } from './due-fixture.ts';
import { fileReports } from './fixture.ts';

const always = () => true;
/** When what was due at seven is claimed, a minute later. */
const round = 61;

/** A store with one report of the hour and so many hourly subscriptions that are due at seven. */
async function openStore(count: number): Promise<Store> {
  const store = createSqliteStore(':memory:');
  await fileReports(store, buildReport('a', 'story-1', 20));
  for (let i = 1; i <= count; i++) await store.subscriptions.add(buildHourly({ id: `subscription-${i}` }));
  return store;
}

async function schedule(store: Store, minutes = round, mayBegin = always): Promise<(DigestJob | DeliverJob)[]> {
  const jobs: (DigestJob | DeliverJob)[] = [];
  const handOn = async (job: DigestJob | DeliverJob) => void jobs.push(job);
  await scheduleDigests({ store, now: () => minutesLater(minutes), handOn }, mayBegin);
  return jobs;
}

const digestJobs = (jobs: readonly (DigestJob | DeliverJob)[]) => jobs.filter((job) => job.job === 'digest');

async function scheduleOne(store: Store, minutes = round): Promise<DigestJob> {
  const [job] = digestJobs(await schedule(store, minutes));
  if (!job) throw new Error('nothing was handed on');
  return job;
}

function compile(store: Store, job: DigestJob, minutes = round, mayBegin = always) {
  const ports = {
    store,
    now: () => minutesLater(minutes),
    loadPerspective: async () => plainPerspective,
    raise: async () => undefined,
    log: () => undefined,
  };
  return compileClaimed(ports, { ids: job.subscriptions, leaseUntil: job.leaseUntil }, mayBegin);
}

describe('handing on subscriptions that are due', () => {
  it('does so in batches, each once, and has posted what is queued', async () => {
    const store = await openStore(60);
    const jobs = await schedule(store);
    expect(jobs.filter(({ job }) => job === 'deliver')).toHaveLength(1);
    expect(digestJobs(jobs).map(({ subscriptions }) => subscriptions.length)).toEqual([25, 25, 10]);
    expect(new Set(digestJobs(jobs).flatMap(({ subscriptions }) => subscriptions)).size).toBe(60);
    expect(digestJobs(await schedule(store, round + 1))).toEqual([]);
  });

  it('where nothing is due, has posted what is queued all the same', async () => {
    expect(await schedule(await openStore(1), 30)).toEqual([{ job: 'deliver' }]);
  });

  it('what cannot be handed on is due again when its lease has run out', async () => {
    const store = await openStore(1);
    const handOn = async ({ job }: DigestJob | DeliverJob) => {
      if (job === 'digest') throw new Error('no hands');
    };
    const ports = { store, now: () => minutesLater(round), handOn };
    await expect(scheduleDigests(ports, always)).rejects.toThrow('no hands');
    expect(digestJobs(await schedule(store, round + 10))).toEqual([]);
    expect(digestJobs(await schedule(store, round + 11))).toHaveLength(1);
  });

  it('digests are handed on though nobody can be told to post', async () => {
    const store = await openStore(1);
    const handedOn: string[] = [];
    const handOn = async ({ job }: DigestJob | DeliverJob) => {
      if (job === 'deliver') throw new Error('no hands');
      handedOn.push(job);
    };
    const ports = { store, now: () => minutesLater(round), handOn };
    await expect(scheduleDigests(ports, always)).rejects.toThrow('no hands');
    expect(handedOn).toEqual(['digest']);
  });
});

describe('compiling what another claimed', () => {
  it('tells just those subscriptions and settles the claim', async () => {
    const store = await openStore(2);
    expect(await compile(store, await scheduleOne(store))).toEqual({ queued: 2, quiet: 0, failed: 0, left: 0 });
    expect(await listQueued(store)).toHaveLength(1);
    expect((await store.subscriptions.get('subscription-1'))?.nextAt).toEqual(minutesLater(120));
  });

  it.for([0, 5, 9, 20, 90])('the same event once more, %d minutes later, changes nothing', async (minutes) => {
    const store = await openStore(1);
    const job = await scheduleOne(store);
    await compile(store, job);
    const before = [await store.subscriptions.get('subscription-1'), await listQueued(store)];
    expect(await compile(store, job, round + minutes)).toMatchObject({ queued: 0, quiet: 0, failed: 0 });
    expect([await store.subscriptions.get('subscription-1'), await listQueued(store)]).toEqual(before);
  });

  it('both at once, one message is on its way', async () => {
    const store = await openStore(1);
    const job = await scheduleOne(store);
    await Promise.all([compile(store, job), compile(store, job)]);
    expect(await listQueued(store)).toHaveLength(1);
  });

  it('one that was paused or removed since is left alone', async () => {
    const store = await openStore(2);
    const job = await scheduleOne(store);
    const subscription = await store.subscriptions.get('subscription-1');
    if (!subscription) throw new Error('it is not there');
    const paused = { why: 'asked', by: 'U1', at: minutesLater(round) } as const;
    await store.subscriptions.replace({ ...subscription, paused, version: subscription.version + 1 });
    await store.subscriptions.remove('subscription-2');
    expect(await compile(store, job)).toEqual({ queued: 0, quiet: 0, failed: 0, left: 0 });
  });

  it('where time runs low half-way, the rest is told by the next claim, of the same hour', async () => {
    const store = await openStore(3);
    const job = await scheduleOne(store);
    let begun = 0;
    expect(await compile(store, job, round, () => ++begun <= 1)).toEqual({ queued: 1, quiet: 0, failed: 0, left: 2 });
    const again = await scheduleOne(store, round + 11);
    expect(again.subscriptions).toHaveLength(2);
    expect(await compile(store, again, round + 11)).toMatchObject({ queued: 2, left: 0 });
    for (const id of ['subscription-1', 'subscription-2', 'subscription-3']) {
      expect((await listQueued(store, id)).map(({ to }) => to)).toEqual([minutesLater(60)]);
    }
  });

  it('whose lease ran out before it began is left to who has it by then', async () => {
    const store = await openStore(1);
    const job = await scheduleOne(store);
    expect(await compile(store, job, round + 10)).toMatchObject({ queued: 0, left: 1 });
  });
});
