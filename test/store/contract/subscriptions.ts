import { expect, it } from 'vitest';
import type { Subscription } from '../../../lib/digest/subscription.ts';
import type { Store } from '../../../lib/jobs/ports.ts';
import { buildSubscription, minutesLater } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { idsOf, longAgo, readPages, withUndefined } from './placing.ts';

const due = minutesLater(150);
const leaseUntil = minutesLater(155);
const tomorrow = minutesLater(150 + 24 * 60);

/** What a worker writes that told the period until the subscription was due. */
function tell({ id, version }: Subscription, nextAt = tomorrow) {
  return { id, version, toldUntil: due, nextAt };
}

async function addDue(store: Store, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `due-${String(i).padStart(2, '0')}`);
  for (const [i, id] of [...ids.entries()].reverse())
    await store.subscriptions.add(buildSubscription({ id, nextAt: minutesLater(i) }));
  return ids;
}

export function subscriptionContract({ create, createPair }: Stores): void {
  it('gives a subscription back as it was added', async () => {
    const store = await create();
    const plain = buildSubscription();
    const full = buildSubscription({
      id: 'full',
      query: '2024-07-19T06:00:00.000Z "𠮷野家" عطل -🚄',
      cadence: 'alert',
      timezone: 'America/Argentina/Buenos_Aires',
      threshold: { publishers: 3, within: 60, official: true },
      muted: ["Cap'n's Post", '2024-07-19T06:00:00.000Z'],
      paused: { at: minutesLater(3), why: 'channel-gone' },
      toldUntil: longAgo,
    });
    for (const subscription of [plain, full]) expect(await store.subscriptions.add(subscription)).toBe(true);
    expect(await store.subscriptions.get(plain.id)).toStrictEqual(plain);
    expect(await store.subscriptions.get('full')).toStrictEqual(full);
    expect(await store.subscriptions.get('unknown')).toBeUndefined();
  });

  it('takes a member that is undefined as absent', async () => {
    const store = await create();
    await store.subscriptions.add(withUndefined(buildSubscription(), 'paused', 'threshold'));
    expect(await store.subscriptions.get('subscription-1')).toStrictEqual(buildSubscription());
    expect(idsOf(await store.subscriptions.claimDue(due, leaseUntil, 1))).toEqual(['subscription-1']);
  });

  it('adds a subscription once and keeps the first', async () => {
    const [one, other] = await createPair();
    const outcomes = await Promise.all([
      one.subscriptions.add(buildSubscription({ query: 'first' })),
      other.subscriptions.add(buildSubscription({ query: 'second', team: 'T2' })),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
    const kept = outcomes[0]
      ? buildSubscription({ query: 'first' })
      : buildSubscription({ query: 'second', team: 'T2' });
    expect(await other.subscriptions.get('subscription-1')).toStrictEqual(kept);
    expect(await one.subscriptions.list(kept.team)).toStrictEqual({ items: [kept] });
  });

  it('refuses an edit of an older version, and writes nothing of it', async () => {
    const [one, other] = await createPair();
    await one.subscriptions.add(buildSubscription());
    const edited = buildSubscription({ query: 'topic:attack', version: 2 });
    expect(await one.subscriptions.replace(edited)).toBe(true);
    for (const version of [1, 2, 4]) {
      const stale = buildSubscription({ query: 'stale', channel: 'C9', nextAt: longAgo, version });
      expect(await other.subscriptions.replace(stale)).toBe(false);
    }
    expect(await other.subscriptions.get('subscription-1')).toStrictEqual(edited);
    expect(await one.subscriptions.list('T1', 'C9')).toStrictEqual({ items: [] });
    expect(await one.subscriptions.claimDue(longAgo, leaseUntil, 1)).toEqual([]);
    expect(await one.subscriptions.replace(buildSubscription({ id: 'unknown', version: 2 }))).toBe(false);
    expect(await one.subscriptions.get('unknown')).toBeUndefined();
  });

  it('lets one of two editors at once through', async () => {
    const [one, other] = await createPair();
    await one.subscriptions.add(buildSubscription());
    const outcomes = await Promise.all([
      one.subscriptions.replace(buildSubscription({ query: 'first', version: 2 })),
      other.subscriptions.replace(buildSubscription({ query: 'second', version: 2 })),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
    expect(await one.subscriptions.get('subscription-1')).toMatchObject({ query: outcomes[0] ? 'first' : 'second' });
  });

  it('removes a subscription once, after which it can be added anew', async () => {
    const store = await create();
    await store.subscriptions.add(buildSubscription());
    await store.subscriptions.add(buildSubscription({ id: 'other' }));
    expect(await store.subscriptions.remove('subscription-1')).toBe(true);
    expect(await store.subscriptions.remove('subscription-1')).toBe(false);
    expect(await store.subscriptions.get('subscription-1')).toBeUndefined();
    expect(idsOf((await store.subscriptions.list('T1')).items)).toEqual(['other']);
    expect(await store.subscriptions.add(buildSubscription({ query: 'anew' }))).toBe(true);
    expect(await store.subscriptions.get('subscription-1')).toStrictEqual(buildSubscription({ query: 'anew' }));
  });

  it('lists those of a workspace by channel, oldest first within one, and those of one channel alone', async () => {
    const store = await create();
    const add = (id: string, overrides: Partial<Subscription>) =>
      store.subscriptions.add(buildSubscription({ id, ...overrides }));
    await add('third', { channel: 'C2', createdAt: minutesLater(1) });
    await add('second', { channel: 'C1', createdAt: minutesLater(3) });
    await add('first', { channel: 'C1', createdAt: minutesLater(2), paused: { at: due, why: 'asked' } });
    await add('theirs', { team: 'T2' });
    expect(idsOf((await store.subscriptions.list('T1')).items)).toEqual(['first', 'second', 'third']);
    expect(idsOf((await store.subscriptions.list('T1', 'C1')).items)).toEqual(['first', 'second']);
    expect(idsOf((await store.subscriptions.list('T2', 'C1')).items)).toEqual(['theirs']);
    expect(await store.subscriptions.list('T2', 'C2')).toStrictEqual({ items: [] });
    expect(await store.subscriptions.list('T3')).toStrictEqual({ items: [] });
  });

  it('lists a subscription where it was moved to', async () => {
    const store = await create();
    await store.subscriptions.add(buildSubscription());
    await store.subscriptions.replace(buildSubscription({ channel: 'C0', version: 2 }));
    expect(idsOf((await store.subscriptions.list('T1', 'C0')).items)).toEqual(['subscription-1']);
    expect(await store.subscriptions.list('T1', 'C1')).toStrictEqual({ items: [] });
  });

  it('lists page by page, none lost or repeated, though many were made at once and some go meanwhile', async () => {
    const store = await create();
    const wanted = Array.from({ length: 24 }, (_, i) =>
      buildSubscription({ id: `s-${i % 5}-${i}`, channel: `C${i % 3}`, createdAt: minutesLater(i % 2) }),
    );
    for (const subscription of wanted) await store.subscriptions.add(subscription);
    const ordered = (await store.subscriptions.list('T1')).items;
    expect(idsOf(ordered).sort()).toEqual(idsOf(wanted).sort());
    for (const limit of [1, 3, 23, 24, 25]) {
      expect(await readPages((page) => store.subscriptions.list('T1', undefined, page), limit)).toEqual(ordered);
      const inChannel = await readPages((page) => store.subscriptions.list('T1', 'C1', page), limit);
      expect(inChannel).toEqual(ordered.filter(({ channel }) => channel === 'C1'));
    }
    const [first, second] = ordered;
    const rest = await readPages(
      (page) => store.subscriptions.list('T1', undefined, page),
      2,
      async (page) => {
        if (page === 1) for (const gone of [first, second]) await store.subscriptions.remove(gone?.id ?? '');
      },
    );
    expect(rest).toEqual(ordered);
  });

  it('hands out those that are due and do not rest, longest due first', async () => {
    const store = await create();
    for (const minute of [30, 10, 150, 20])
      await store.subscriptions.add(buildSubscription({ id: `due at ${minute}`, nextAt: minutesLater(minute) }));
    await store.subscriptions.add(buildSubscription({ id: 'due later', nextAt: minutesLater(151) }));
    await store.subscriptions.add(buildSubscription({ id: 'rests', paused: { at: due, why: 'asked' } }));
    const claimed = await store.subscriptions.claimDue(due, leaseUntil, 3);
    expect(idsOf(claimed)).toEqual(['due at 10', 'due at 20', 'due at 30']);
    const rest = await store.subscriptions.claimDue(due, leaseUntil, 3);
    expect(rest).toStrictEqual([buildSubscription({ id: 'due at 150' })]);
  });

  it('hands out one that was resumed, and none that was paused', async () => {
    const store = await create();
    const paused = { at: due, why: 'asked' } as const;
    await store.subscriptions.add(buildSubscription({ id: 'resumed', paused }));
    await store.subscriptions.add(buildSubscription({ id: 'paused' }));
    await store.subscriptions.replace(buildSubscription({ id: 'resumed', version: 2 }));
    await store.subscriptions.replace(buildSubscription({ id: 'paused', paused, version: 2 }));
    expect(idsOf(await store.subscriptions.claimDue(due, leaseUntil, 10))).toEqual(['resumed']);
  });

  it('shares no subscription between two claimants at once', async () => {
    const [one, other] = await createPair();
    const ids = await addDue(one, 20);
    const claims = await Promise.all(
      [one, other, one, other, one, other].map((store) => store.subscriptions.claimDue(due, leaseUntil, 4)),
    );
    for (const { length } of claims) expect(length).toBeLessThanOrEqual(4);
    expect(claims.flatMap(idsOf).sort()).toEqual(ids);
  });

  it('hands a subscription on once the lease has run out, and not before', async () => {
    const [one, other] = await createPair();
    await one.subscriptions.add(buildSubscription());
    await one.subscriptions.claimDue(due, leaseUntil, 1);
    const before = new Date(leaseUntil.getTime() - 1);
    expect(await other.subscriptions.claimDue(before, minutesLater(160), 1)).toEqual([]);
    expect(await other.subscriptions.claimDue(leaseUntil, minutesLater(160), 1)).toStrictEqual([buildSubscription()]);
    expect(await one.subscriptions.claimDue(leaseUntil, minutesLater(161), 1)).toEqual([]);
  });

  it('writes what was told and frees the subscription', async () => {
    const store = await create();
    await store.subscriptions.add(buildSubscription());
    const [claimed = buildSubscription()] = await store.subscriptions.claimDue(due, leaseUntil, 1);
    expect(await store.subscriptions.settle(tell(claimed), leaseUntil)).toBe(true);
    const told = buildSubscription({ toldUntil: due, nextAt: tomorrow, version: 2 });
    expect(await store.subscriptions.get('subscription-1')).toStrictEqual(told);
    expect(await store.subscriptions.claimDue(minutesLater(160), minutesLater(165), 1)).toEqual([]);
    expect(await store.subscriptions.claimDue(tomorrow, minutesLater(2_000), 1)).toStrictEqual([told]);
  });

  it('frees a subscription of which less was told than was due', async () => {
    const store = await create();
    await store.subscriptions.add(buildSubscription());
    await store.subscriptions.claimDue(due, leaseUntil, 1);
    const told = buildSubscription({ toldUntil: minutesLater(149), nextAt: tomorrow, version: 2 });
    expect(await store.subscriptions.settle({ ...told, version: 1 }, leaseUntil)).toBe(true);
    expect(await store.subscriptions.get('subscription-1')).toStrictEqual(told);
  });

  it('refuses to settle for one whose lease another took over, and writes nothing', async () => {
    const [slow, quick] = await createPair();
    await slow.subscriptions.add(buildSubscription());
    const [stale = buildSubscription()] = await slow.subscriptions.claimDue(due, leaseUntil, 1);
    const [fresh = buildSubscription()] = await quick.subscriptions.claimDue(leaseUntil, minutesLater(160), 1);
    expect(await slow.subscriptions.settle(tell(stale, longAgo), leaseUntil)).toBe(false);
    expect(await slow.subscriptions.get('subscription-1')).toStrictEqual(buildSubscription());
    expect(await quick.subscriptions.settle(tell(fresh), minutesLater(160))).toBe(true);
    expect(await slow.subscriptions.settle(tell(stale, longAgo), leaseUntil)).toBe(false);
    expect(await quick.subscriptions.settle(tell(fresh, longAgo), minutesLater(160))).toBe(false);
    const told = buildSubscription({ toldUntil: due, nextAt: tomorrow, version: 2 });
    expect(await slow.subscriptions.get('subscription-1')).toStrictEqual(told);
  });

  it('settles nothing that was never claimed, or was removed meanwhile', async () => {
    const store = await create();
    await store.subscriptions.add(buildSubscription());
    expect(await store.subscriptions.settle(tell(buildSubscription()), leaseUntil)).toBe(false);
    await store.subscriptions.claimDue(due, leaseUntil, 1);
    await store.subscriptions.remove('subscription-1');
    expect(await store.subscriptions.settle(tell(buildSubscription()), leaseUntil)).toBe(false);
    expect(await store.subscriptions.get('subscription-1')).toBeUndefined();
  });

  it('keeps what people edited while the claim ran, and the claim', async () => {
    const [worker, person] = await createPair();
    await worker.subscriptions.add(buildSubscription());
    const [claimed = buildSubscription()] = await worker.subscriptions.claimDue(due, leaseUntil, 1);
    const edited = buildSubscription({
      query: 'topic:attack',
      channel: 'C2',
      cadence: 'hourly',
      muted: ['The Harbour Post'],
      nextAt: minutesLater(210),
      version: 2,
    });
    expect(await person.subscriptions.replace(edited)).toBe(true);
    expect(await person.subscriptions.claimDue(minutesLater(154), minutesLater(160), 1)).toEqual([]);
    expect(await worker.subscriptions.settle(tell(claimed), leaseUntil)).toBe(true);
    expect(await person.subscriptions.get('subscription-1')).toStrictEqual({ ...edited, toldUntil: due, version: 3 });
    expect(idsOf(await worker.subscriptions.claimDue(minutesLater(210), minutesLater(215), 1))).toEqual([claimed.id]);
  });

  it('does not make a period due twice where the edit meanwhile left its time as it was', async () => {
    const store = await create();
    await store.subscriptions.add(buildSubscription());
    const [claimed = buildSubscription()] = await store.subscriptions.claimDue(due, leaseUntil, 1);
    const edited = buildSubscription({ muted: ['The Harbour Post'], version: 2 });
    await store.subscriptions.replace(edited);
    expect(await store.subscriptions.settle(tell(claimed), leaseUntil)).toBe(true);
    const told = { ...edited, toldUntil: due, nextAt: tomorrow, version: 3 };
    expect(await store.subscriptions.get('subscription-1')).toStrictEqual(told);
    expect(await store.subscriptions.claimDue(minutesLater(160), minutesLater(165), 1)).toEqual([]);
  });

  it('refuses an edit that was begun before the period was told: it would tell it again', async () => {
    const [worker, person] = await createPair();
    await worker.subscriptions.add(buildSubscription());
    const read = (await person.subscriptions.get('subscription-1')) ?? buildSubscription();
    const [claimed = buildSubscription()] = await worker.subscriptions.claimDue(due, leaseUntil, 1);
    await worker.subscriptions.settle(tell(claimed), leaseUntil);
    expect(await person.subscriptions.replace({ ...read, query: 'late', version: read.version + 1 })).toBe(false);
    expect(await person.subscriptions.get('subscription-1')).toMatchObject({ query: read.query, toldUntil: due });
  });
}
