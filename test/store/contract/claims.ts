import { expect, it } from 'vitest';
import type { Store } from '../../../lib/jobs/ports.ts';
import { buildFeed, minutesLater } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { idsOf, longAgo, withUndefined } from './placing.ts';

const now = minutesLater(60);
const leaseUntil = minutesLater(65);

async function addDue(store: Store, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `due-${String(i).padStart(2, '0')}`);
  for (const [i, id] of [...ids.entries()].reverse())
    await store.feeds.add(buildFeed({ id, nextPollAt: minutesLater(i) }));
  return ids;
}

export function claimContract({ create, createPair }: Stores): void {
  it('hands out the feeds that are due, longest due first', async () => {
    const store = await create();
    for (const minute of [30, 10, 60, 20]) {
      await store.feeds.add(buildFeed({ id: `due at ${minute}`, nextPollAt: minutesLater(minute) }));
    }
    await store.feeds.add(buildFeed({ id: 'due later', nextPollAt: minutesLater(61) }));
    await store.feeds.add(buildFeed({ id: 'disabled', nextPollAt: minutesLater(0), enabled: false }));
    expect(idsOf(await store.feeds.claimDue(now, leaseUntil, 10))).toEqual([
      'due at 10',
      'due at 20',
      'due at 30',
      'due at 60',
    ]);
  });

  it('hands out no more than asked for, and the rest to the next who asks', async () => {
    const store = await create();
    await addDue(store, 5);
    expect(idsOf(await store.feeds.claimDue(now, leaseUntil, 2))).toEqual(['due-00', 'due-01']);
    expect(idsOf(await store.feeds.claimDue(now, leaseUntil, 2))).toEqual(['due-02', 'due-03']);
    expect(idsOf(await store.feeds.claimDue(now, leaseUntil, 2))).toEqual(['due-04']);
    expect(await store.feeds.claimDue(now, leaseUntil, 2)).toEqual([]);
  });

  it('hands out a feed whole', async () => {
    const store = await create();
    const feed = buildFeed({
      etag: '"1"',
      lastModified: 'Fri, 19 Jul 2024 06:00:00 GMT',
      lastSuccessAt: minutesLater(-9),
    });
    await store.feeds.add(feed);
    expect(await store.feeds.claimDue(now, leaseUntil, 1)).toStrictEqual([feed]);
  });

  it('takes in a feed that was enabled again, and leaves out one that was disabled', async () => {
    const store = await create();
    await store.feeds.add(buildFeed({ id: 'on', enabled: false }));
    await store.feeds.add(buildFeed({ id: 'off' }));
    await store.feeds.tune('on', { enabled: true });
    await store.feeds.tune('off', { enabled: false });
    expect(idsOf(await store.feeds.claimDue(now, leaseUntil, 10))).toEqual(['on']);
  });

  it('shares no feed between two claimants at once', async () => {
    const [one, other] = await createPair();
    const ids = await addDue(one, 20);
    const claims = await Promise.all(
      [one, other, one, other, one, other].map((store) => store.feeds.claimDue(now, leaseUntil, 4)),
    );
    expect(claims.flatMap(idsOf).sort()).toEqual(ids);
  });

  it('hands a feed on once the lease has run out, and not before', async () => {
    const [one, other] = await createPair();
    await one.feeds.add(buildFeed());
    await one.feeds.claimDue(now, leaseUntil, 1);
    const before = new Date(leaseUntil.getTime() - 1);
    const after = new Date(leaseUntil.getTime() + 1);
    expect(await other.feeds.claimDue(before, minutesLater(70), 1)).toEqual([]);
    expect(await other.feeds.claim(['feed-1'], before, minutesLater(70))).toEqual([]);
    expect(idsOf(await other.feeds.claimDue(after, minutesLater(70), 1))).toEqual(['feed-1']);
    expect(await one.feeds.claimDue(after, minutesLater(71), 1)).toEqual([]);
  });

  it('claims feeds by name, due or not, enabled or not, but none that another holds', async () => {
    const [one, other] = await createPair();
    await one.feeds.add(buildFeed({ id: 'held' }));
    await one.feeds.claimDue(now, leaseUntil, 1);
    await one.feeds.add(buildFeed({ id: 'not due', nextPollAt: minutesLater(900) }));
    await one.feeds.add(buildFeed({ id: 'disabled', enabled: false }));
    await one.feeds.add(buildFeed({ id: 'not named' }));
    const claimed = await other.feeds.claim(['held', 'not due', 'disabled', 'not due', 'unknown'], now, leaseUntil);
    expect(idsOf(claimed).sort()).toEqual(['disabled', 'not due']);
    expect(await one.feeds.claim(['not due'], now, leaseUntil)).toEqual([]);
    expect(idsOf(await one.feeds.claimDue(now, leaseUntil, 10))).toEqual(['not named']);
  });

  it('writes the outcome of a poll and frees the feed', async () => {
    const store = await create();
    await store.feeds.add(buildFeed({ etag: '"old"', failures: 2, lastError: 'it answered 503' }));
    const [feed = buildFeed()] = await store.feeds.claimDue(now, leaseUntil, 1);
    const { etag: _, lastError: __, ...kept } = feed;
    const polled = {
      ...kept,
      url: 'https://moved.example/rss',
      lastModified: 'Fri, 19 Jul 2024 06:00:00 GMT',
      failures: 0,
      lastSuccessAt: now,
      nextPollAt: minutesLater(90),
    };
    expect(await store.feeds.settle(polled, leaseUntil)).toBe(true);
    expect(await store.feeds.get('feed-1')).toStrictEqual(polled);
    expect(await store.feeds.claimDue(now, leaseUntil, 1)).toEqual([]);
    expect(idsOf(await store.feeds.claim(['feed-1'], now, leaseUntil))).toEqual(['feed-1']);
    await store.feeds.settle(polled, leaseUntil);
    expect(idsOf(await store.feeds.claimDue(minutesLater(90), minutesLater(95), 1))).toEqual(['feed-1']);
  });

  it('keeps what polls learned, the last in place of what was before, and forgets it with the feed', async () => {
    const store = await create();
    await store.feeds.add(buildFeed());
    const rhythm = { lastAt: minutesLater(-5), hours: [1.5, 0], days: [2], weeks: 0.25, longest: [3.125] };
    const health = { state: 'failing', changedAt: minutesLater(-9), failingAt: minutesLater(-9) } as const;
    const harvest = { startedAt: longAgo, week: 1, counts: [4, 0] };
    const learned = { rhythm, health, harvest, wishes: { wait: 600, skipHours: [2] }, marks: ['aaaaaa', 'bbbbbb'] };
    const first = buildFeed({ ...learned, nextPollAt: minutesLater(30) });
    const second = buildFeed({
      ...learned,
      health: { state: 'ok', changedAt: now },
      wishes: {},
      nextPollAt: minutesLater(40),
    });
    for (const [polled, minute] of [
      [first, 0],
      [second, 30],
      [second, 40],
    ] as const) {
      await store.feeds.claimDue(minutesLater(minute), minutesLater(minute + 5), 1);
      expect(await store.feeds.settle(polled, minutesLater(minute + 5))).toBe(true);
      expect(await store.feeds.get('feed-1')).toStrictEqual(polled);
      expect(await store.feeds.list()).toStrictEqual({ items: [polled] });
    }
    expect(await store.feeds.claimDue(now, leaseUntil, 1)).toStrictEqual([second]);
    await store.feeds.remove('feed-1');
    await store.feeds.add(buildFeed());
    expect(await store.feeds.get('feed-1')).toStrictEqual(buildFeed());
    await store.feeds.add({ ...first, id: 'moved' });
    expect(await store.feeds.get('moved')).toStrictEqual({ ...first, id: 'moved' });
  });

  it('clears what the poll hands back as undefined', async () => {
    const store = await create();
    const feed = buildFeed({ etag: '"1"', lastModified: 'then', lastError: 'it answered 503', lastSuccessAt: now });
    await store.feeds.add(feed);
    await store.feeds.claimDue(now, leaseUntil, 1);
    const cleared = withUndefined(feed, 'etag', 'lastModified', 'lastError', 'lastSuccessAt');
    expect(await store.feeds.settle(cleared, leaseUntil)).toBe(true);
    expect(await store.feeds.get('feed-1')).toStrictEqual(buildFeed());
  });

  it('refuses the outcome of one whose lease another took over, and writes nothing of it', async () => {
    const [slow, quick] = await createPair();
    await slow.feeds.add(buildFeed());
    const [stale = buildFeed()] = await slow.feeds.claimDue(now, leaseUntil, 1);
    const [fresh = buildFeed()] = await quick.feeds.claimDue(minutesLater(66), minutesLater(71), 1);
    const lost = { ...stale, etag: '"lost"', failures: 9, enabled: false, nextPollAt: minutesLater(900) };
    expect(await slow.feeds.settle(lost, leaseUntil)).toBe(false);
    expect(await slow.feeds.get('feed-1')).toStrictEqual(buildFeed());
    const kept = { ...fresh, etag: '"kept"', nextPollAt: minutesLater(120) };
    expect(await quick.feeds.settle(kept, minutesLater(71))).toBe(true);
    expect(await slow.feeds.settle(lost, leaseUntil)).toBe(false);
    expect(await slow.feeds.get('feed-1')).toStrictEqual(kept);
  });

  it('settles a claim once', async () => {
    const store = await create();
    await store.feeds.add(buildFeed());
    await store.feeds.claimDue(now, leaseUntil, 1);
    const polled = buildFeed({ nextPollAt: minutesLater(90) });
    expect(await store.feeds.settle(polled, leaseUntil)).toBe(true);
    expect(await store.feeds.settle({ ...polled, failures: 5 }, leaseUntil)).toBe(false);
    expect(await store.feeds.get('feed-1')).toStrictEqual(polled);
  });

  it('settles nothing that was never claimed, or was removed during the poll', async () => {
    const store = await create();
    await store.feeds.add(buildFeed());
    expect(await store.feeds.settle(buildFeed({ failures: 1 }), leaseUntil)).toBe(false);
    await store.feeds.claimDue(now, leaseUntil, 1);
    await store.feeds.remove('feed-1');
    expect(await store.feeds.settle(buildFeed({ failures: 1 }), leaseUntil)).toBe(false);
    expect(await store.feeds.get('feed-1')).toBeUndefined();
  });

  it('keeps what people tuned while the poll ran', async () => {
    const store = await create();
    const feed = buildFeed();
    await store.feeds.add(feed);
    await store.feeds.claimDue(now, leaseUntil, 1);
    const changes = {
      title: 'Renamed 🚄',
      siteUrl: 'https://new.example/',
      country: 'FR',
      ownership: 'state',
    } as const;
    await store.feeds.tune('feed-1', { ...changes, language: 'fr', kind: 'status', enabled: false });
    const polled = { ...feed, etag: '"2"', failures: 0, nextPollAt: minutesLater(90), lastSuccessAt: now };
    expect(await store.feeds.settle(polled, leaseUntil)).toBe(true);
    expect(await store.feeds.get('feed-1')).toStrictEqual({
      ...polled,
      ...changes,
      language: 'fr',
      kind: 'status',
      enabled: false,
    });
    expect(await store.feeds.claimDue(minutesLater(900), minutesLater(905), 1)).toEqual([]);
    expect((await store.feeds.list()).items.map(({ title }) => title)).toEqual(['Renamed 🚄']);
  });

  it('disables a feed for which the poll says so', async () => {
    const store = await create();
    await store.feeds.add(buildFeed());
    await store.feeds.claimDue(now, leaseUntil, 1);
    expect(await store.feeds.settle(buildFeed({ enabled: false, lastError: 'it is gone' }), leaseUntil)).toBe(true);
    expect(await store.feeds.get('feed-1')).toStrictEqual(buildFeed({ enabled: false, lastError: 'it is gone' }));
    expect(await store.feeds.claimDue(minutesLater(900), minutesLater(905), 1)).toEqual([]);
  });
}
