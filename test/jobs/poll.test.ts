import { describe } from 'vitest';
import { createFeed, type Feed } from '../../lib/feeds/feed.ts';
import { ingestClaimed } from '../../lib/jobs/ingest.ts';
import { type IngestJob, pollFeeds } from '../../lib/jobs/poll.ts';
import type { Fetch, Store } from '../../lib/jobs/ports.ts';
import { buildFeed, minutesLater, morning } from '../fixtures/builders.ts';
import { reports, writeRss } from '../fixtures/feed-server.ts';
import { it, judge, readArchive } from './fixture.ts';

const always = () => true;

/** A round of `pollFeeds` so many minutes after six. @returns the jobs that were handed on */
async function poll(store: Store, minutes = 0, mayBegin = always): Promise<IngestJob[]> {
  const jobs: IngestJob[] = [];
  const handOn = async (job: IngestJob) => void jobs.push(job);
  await pollFeeds({ store, now: () => minutesLater(minutes), handOn }, mayBegin);
  return jobs;
}

async function addFeeds(store: Store, count: number, urlOf: (i: number) => string): Promise<void> {
  for (let i = 0; i < count; i++) await store.feeds.add(buildFeed({ id: `feed-${i}`, url: urlOf(i) }));
}

async function follow(store: Store, url: string): Promise<Feed> {
  const feed = createFeed({ url, title: new URL(url).pathname.slice(1) }, 'test', morning);
  await store.feeds.add(feed);
  return feed;
}

describe('handing on feeds that are due', () => {
  it('does so in batches under one lease, each feed once, and not again while the lease runs', async ({
    store,
    expect,
  }) => {
    await addFeeds(store, 60, (i) => `https://feed-${i}.example/rss`);
    const jobs = await poll(store);
    expect(jobs.map(({ feeds }) => feeds.length)).toEqual([25, 25, 10]);
    expect(new Set(jobs.flatMap(({ feeds }) => feeds)).size).toBe(60);
    expect(new Set(jobs.map(({ leaseUntil }) => leaseUntil.getTime()))).toEqual(new Set([minutesLater(10).getTime()]));
    expect(await poll(store, 9)).toEqual([]);
    expect((await poll(store, 10)).flatMap(({ feeds }) => feeds)).toHaveLength(60);
  });

  it('keeps the feeds of a host together, however many they are', async ({ store, expect }) => {
    await addFeeds(store, 70, (i) => (i % 2 ? `https://feed-${i}.example/rss` : `https://status.example/${i}`));
    const jobs = await poll(store);
    const ofHost = jobs.filter(({ feeds }) => feeds.some((id) => Number(id.slice(5)) % 2 === 0));
    expect(ofHost).toHaveLength(1);
    expect(jobs.flatMap(({ feeds }) => feeds)).toHaveLength(70);
  });

  it('claims on until nothing is due', async ({ store, expect }) => {
    await addFeeds(store, 450, (i) => `https://feed-${i}.example/rss`);
    expect((await poll(store)).flatMap(({ feeds }) => feeds)).toHaveLength(450);
  });

  it('leaves what is due to the next round where time runs low', async ({ store, expect }) => {
    await addFeeds(store, 450, (i) => `https://feed-${i}.example/rss`);
    let rounds = 0;
    expect((await poll(store, 0, () => ++rounds <= 1)).flatMap(({ feeds }) => feeds)).toHaveLength(200);
    expect((await poll(store)).flatMap(({ feeds }) => feeds)).toHaveLength(250);
  });

  it('hands on the others where one batch cannot be, says so, and has that one due when its lease has run out', async ({
    store,
    expect,
  }) => {
    await addFeeds(store, 50, (i) => `https://feed-${i}.example/rss`);
    const handedOn: string[] = [];
    const handOn = async ({ feeds }: IngestJob) => {
      if (handedOn.length === 0 && !feeds.includes('feed-49')) throw new Error('no hands');
      handedOn.push(...feeds);
    };
    await expect(pollFeeds({ store, now: () => morning, handOn }, always)).rejects.toThrow('no hands');
    expect(handedOn).toHaveLength(25);
    expect(await poll(store, 1)).toEqual([]);
    expect((await poll(store, 10)).flatMap(({ feeds }) => feeds)).toHaveLength(50);
  });
});

describe('ingesting what another claimed', () => {
  const ingest = (store: Store, fetch: Fetch, job: IngestJob, minutes: number, mayBegin = always) =>
    ingestClaimed(
      { store, fetch, judge, now: () => minutesLater(minutes) },
      { ids: job.feeds, leaseUntil: job.leaseUntil },
      mayBegin,
    );

  it('polls just those feeds, places their articles and settles the claim', async ({
    store,
    server,
    fetch,
    expect,
  }) => {
    await follow(store, server.serve('/harbour', writeRss('Harbour', [reports.crash, reports.law])));
    const [job] = await poll(store);
    if (!job) throw new Error('nothing was handed on');
    await follow(store, server.serve('/ledger', writeRss('Ledger', [reports.football])));
    const { reports: made, left } = await ingest(store, fetch, job, 1);
    expect({ left, made: made.map(({ title, new: added }) => ({ title, added })) }).toEqual({
      left: 0,
      made: [{ title: 'harbour', added: 2 }],
    });
    expect((await readArchive(store)).revisions).toHaveLength(2);
  });

  it.for([1, 5, 9, 11, 200])(
    'the same event once more, %d minutes later, asks no publisher and writes nothing',
    async (minutes, { store, server, fetch, expect }) => {
      await follow(store, server.serve('/harbour', writeRss('Harbour', [reports.crash])));
      const [job] = await poll(store);
      if (!job) throw new Error('nothing was handed on');
      await ingest(store, fetch, job, 0);
      const before = { archive: await readArchive(store), feeds: await store.feeds.list() };
      expect(await ingest(store, fetch, job, minutes)).toEqual({ reports: [], left: 0 });
      expect(server.requests).toHaveLength(1);
      expect({ archive: await readArchive(store), feeds: await store.feeds.list() }).toEqual(before);
    },
  );

  it('both at once, each article is there once', async ({ connect, server, createFetch, expect }) => {
    const store = connect();
    await follow(store, server.serve('/harbour', writeRss('Harbour', [reports.crash, reports.law])));
    const [job] = await poll(store);
    if (!job) throw new Error('nothing was handed on');
    await Promise.all([ingest(store, createFetch(), job, 0), ingest(connect(), createFetch(), job, 0)]);
    expect((await readArchive(store)).revisions).toHaveLength(2);
  });

  it('whose lease ran out before it began is left to who has it by then', async ({ store, server, fetch, expect }) => {
    await follow(store, server.serve('/harbour', writeRss('Harbour', [reports.crash])));
    const [job] = await poll(store);
    if (!job) throw new Error('nothing was handed on');
    expect(await ingest(store, fetch, job, 10)).toEqual({ reports: [], left: 1 });
    expect(server.requests).toEqual([]);
    expect(await poll(store, 10)).toHaveLength(1);
  });

  it('where time runs low half-way, what was not begun is due again, and nothing is lost', async ({
    store,
    server,
    fetch,
    expect,
  }) => {
    const bodies = [reports.crash, reports.law, reports.football].map((report) => writeRss(report.title, [report]));
    for (const [i, body] of bodies.entries()) await follow(store, server.serve(`/feed-${i}`, body));
    const [job] = await poll(store);
    if (!job) throw new Error('nothing was handed on');
    let begun = 0;
    const first = await ingest(store, fetch, job, 0, () => ++begun <= 1);
    expect([first.reports.length, first.left]).toEqual([1, 2]);
    const [again] = await poll(store, 10);
    if (!again) throw new Error('nothing was handed on again');
    const second = await ingest(store, fetch, again, 10);
    expect([second.reports.length, second.left]).toEqual([2, 0]);
    expect((await readArchive(store)).revisions).toHaveLength(3);
  });
});
