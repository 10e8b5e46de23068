import { expect, it } from 'vitest';
import type { Delivery } from '../../../lib/digest/delivery.ts';
import type { Store } from '../../../lib/jobs/ports.ts';
import { buildDelivery, minutesLater } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { idsOf, longAgo, withUndefined } from './placing.ts';

const now = minutesLater(60);
const leaseUntil = minutesLater(65);

/** The ids of what a claim hands out, in order. */
async function claimIds(store: Store, at = now, until = leaseUntil, limit = 10): Promise<string[]> {
  return idsOf((await store.deliveries.claimDue(at, until, limit)).map(({ delivery }) => delivery));
}

async function claimOne(store: Store, at = now, until = leaseUntil): Promise<Delivery> {
  const [claim] = await store.deliveries.claimDue(at, until, 1);
  if (!claim) throw new Error('nothing was due');
  return claim.delivery;
}

export function deliveryContract({ create, createPair }: Stores): void {
  it('gives a delivery back as it was added', async () => {
    const store = await create();
    const full = buildDelivery({
      id: 'full',
      consignment: { kind: 'alert', alertId: 'alert-1' },
      state: 'unsure',
      leaseUntil,
      triedAt: minutesLater(-1),
      attempts: 3,
      posted: ['1721368800.000100', '2024-07-19T06:00:00.000Z'],
      shown: 2,
      mayRepeat: true,
      reason: '2024-07-19T06:00:00.000Z',
    });
    const { subscriptionId: _, ...unowned } = buildDelivery({ id: 'notice' });
    const query = '"𠮷野家" عطل 🚄';
    const notice: Delivery = {
      ...unowned,
      consignment: {
        kind: 'notice',
        notice: { kind: 'unsure', deliveryId: 'full', channel: 'C1', what: '2024-07-19T06:00:00.000Z', query },
      },
    };
    for (const delivery of [buildDelivery(), full, notice]) {
      expect(await store.deliveries.add(delivery)).toBe(true);
      expect(await store.deliveries.get(delivery.id)).toStrictEqual(delivery);
    }
    expect(await store.deliveries.get('unknown')).toBeUndefined();
  });

  it('takes a member that is undefined as absent', async () => {
    const store = await create();
    await store.deliveries.add(withUndefined(buildDelivery(), 'leaseUntil', 'triedAt', 'shown', 'reason'));
    expect(await store.deliveries.get('digest-1')).toStrictEqual(buildDelivery());
  });

  it('adds a delivery once and keeps the first', async () => {
    const [one, other] = await createPair();
    const outcomes = await Promise.all([
      one.deliveries.add(buildDelivery({ channel: 'C1' })),
      other.deliveries.add(buildDelivery({ channel: 'C2' })),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
    expect(await other.deliveries.get('digest-1')).toStrictEqual(buildDelivery({ channel: outcomes[0] ? 'C1' : 'C2' }));
  });

  it.each(['due', 'unsure', 'claimed'] as const)(
    'hands out one that was %s as claimed until the lease ends, all else as it was',
    async (state) => {
      const store = await create();
      const before = buildDelivery({
        state,
        leaseUntil: minutesLater(7),
        triedAt: minutesLater(2),
        attempts: 2,
        posted: ['1.1'],
      });
      await store.deliveries.add(before);
      const claimed = { ...before, state: 'claimed', leaseUntil, version: 2 };
      expect(await store.deliveries.claimDue(now, leaseUntil, 1)).toStrictEqual([{ delivery: claimed, before: state }]);
      expect(await store.deliveries.get('digest-1')).toStrictEqual(claimed);
    },
  );

  it('looks at the time of those that are due or unsure, and at the lease of those that are claimed', async () => {
    const store = await create();
    const past = minutesLater(59);
    const future = minutesLater(61);
    const add = (id: string, overrides: Partial<Delivery>) => store.deliveries.add(buildDelivery({ id, ...overrides }));
    await add('due', { dueAt: past });
    await add('due just now', { dueAt: now });
    await add('due later', { dueAt: future });
    await add('unsure', { state: 'unsure', dueAt: past });
    await add('unsure, later', { state: 'unsure', dueAt: future, leaseUntil: past });
    await add('held', { state: 'claimed', dueAt: past, leaseUntil: future });
    await add('left behind', { state: 'claimed', dueAt: past, leaseUntil: past });
    await add('left behind just now', { state: 'claimed', dueAt: past, leaseUntil: now });
    for (const state of ['asked', 'sent', 'failed'] as const)
      await add(state, { state, dueAt: past, leaseUntil: past });
    const claimed = await claimIds(store);
    expect(claimed.sort()).toEqual(['due', 'due just now', 'left behind', 'left behind just now', 'unsure']);
  });

  it('hands out no more than asked for, longest due first, and the rest to the next who asks', async () => {
    const store = await create();
    for (const minute of [30, 5, 60, 20, 40])
      await store.deliveries.add(buildDelivery({ id: `due at ${minute}`, dueAt: minutesLater(minute) }));
    expect(await claimIds(store, now, leaseUntil, 2)).toEqual(['due at 5', 'due at 20']);
    expect(await claimIds(store, now, leaseUntil, 2)).toEqual(['due at 30', 'due at 40']);
    expect(await claimIds(store, now, leaseUntil, 2)).toEqual(['due at 60']);
    expect(await claimIds(store, now, leaseUntil, 2)).toEqual([]);
  });

  it('shares no delivery between two claimants at once', async () => {
    const [one, other] = await createPair();
    const ids = Array.from({ length: 20 }, (_, i) => `due-${i}`).sort();
    for (const id of ids) await one.deliveries.add(buildDelivery({ id }));
    const claims = await Promise.all(
      [one, other, one, other, one, other].map((store) => claimIds(store, now, leaseUntil, 4)),
    );
    for (const { length } of claims) expect(length).toBeLessThanOrEqual(4);
    expect(claims.flat().sort()).toEqual(ids);
  });

  it('hands a delivery on once the lease has run out, and not before', async () => {
    const [one, other] = await createPair();
    await one.deliveries.add(buildDelivery());
    const first = await claimOne(one);
    expect(await claimIds(other, new Date(leaseUntil.getTime() - 1), minutesLater(70))).toEqual([]);
    expect(await other.deliveries.claimDue(leaseUntil, minutesLater(70), 1)).toStrictEqual([
      { delivery: { ...first, leaseUntil: minutesLater(70), version: 3 }, before: 'claimed' },
    ]);
    expect(await claimIds(one, leaseUntil, minutesLater(71))).toEqual([]);
  });

  it('takes in one that is due again, and leaves out one that was sent', async () => {
    const store = await create();
    await store.deliveries.add(buildDelivery());
    const claimed = await claimOne(store);
    const { leaseUntil: _, ...limited } = { ...claimed, state: 'due' as const, dueAt: minutesLater(62), version: 3 };
    expect(await store.deliveries.replace(limited)).toBe(true);
    expect(await store.deliveries.get('digest-1')).toStrictEqual(limited);
    expect(await claimIds(store, minutesLater(61))).toEqual([]);
    const again = await claimOne(store, minutesLater(62), minutesLater(67));
    expect(await store.deliveries.replace({ ...again, state: 'sent', posted: ['1.1'], version: 5 })).toBe(true);
    expect(await claimIds(store, minutesLater(900), minutesLater(905))).toEqual([]);
  });

  it('keeps a claim that its holder writes under, and lets it be made longer', async () => {
    const [holder, other] = await createPair();
    await holder.deliveries.add(buildDelivery());
    const claimed = await claimOne(holder);
    const longer = { ...claimed, posted: ['1.1'], leaseUntil: minutesLater(80), version: 3 };
    expect(await holder.deliveries.replace(longer)).toBe(true);
    expect(await claimIds(other, minutesLater(79), minutesLater(90))).toEqual([]);
    expect(await claimOne(other, minutesLater(80), minutesLater(90))).toMatchObject({ posted: ['1.1'] });
  });

  it('refuses what a claimant writes whose lease another took over, and writes nothing of it', async () => {
    const [slow, quick] = await createPair();
    await slow.deliveries.add(buildDelivery());
    const stale = await claimOne(slow);
    const fresh = await claimOne(quick, leaseUntil, minutesLater(70));
    const lost: Delivery = { ...stale, state: 'due', dueAt: longAgo, posted: ['lost'], version: stale.version + 1 };
    expect(await slow.deliveries.replace(lost)).toBe(false);
    expect(await slow.deliveries.get('digest-1')).toStrictEqual(fresh);
    expect(await claimIds(slow, minutesLater(69), minutesLater(75))).toEqual([]);
    const sent: Delivery = { ...fresh, state: 'sent', posted: ['kept'], version: fresh.version + 1 };
    expect(await quick.deliveries.replace(sent)).toBe(true);
    for (const version of [1, 2, 3, 4, 6]) expect(await slow.deliveries.replace({ ...lost, version })).toBe(false);
    expect(await slow.deliveries.get('digest-1')).toStrictEqual(sent);
  });

  it('replaces each of several that are asked for at once, one delivery once', async () => {
    const store = await create();
    const ids = ['one', 'two', 'three'];
    for (const id of ids) await store.deliveries.add(buildDelivery({ id }));
    const change = (id: string, reason: string): Delivery => buildDelivery({ id, reason, version: 2 });
    const changes = [...ids.map((id) => change(id, 'first')), change('two', 'second'), change('four', 'unknown')];
    const replaced = await Promise.all(changes.map((one) => store.deliveries.replace(one)));
    const [one, first, three, second, unknown] = replaced;
    expect([one, three, unknown]).toEqual([true, true, false]);
    // Whichever comes there first.
    expect([first, second].sort()).toEqual([false, true]);
    for (const id of ids) {
      const reason = id === 'two' && second ? 'second' : 'first';
      expect(await store.deliveries.get(id)).toStrictEqual(change(id, reason));
    }
  });

  it('replaces nothing that was not added', async () => {
    const store = await create();
    expect(await store.deliveries.replace(buildDelivery({ version: 1 }))).toBe(false);
    expect(await store.deliveries.replace(buildDelivery({ version: 2 }))).toBe(false);
    expect(await store.deliveries.get('digest-1')).toBeUndefined();
  });

  it('lists those of a subscription that were created after a time, oldest first', async () => {
    const store = await create();
    const creating = (minute: number, overrides: Partial<Delivery> = {}) =>
      buildDelivery({ id: `created at ${minute}`, createdAt: minutesLater(minute), ...overrides });
    for (const minute of [40, 10, 30]) await store.deliveries.add(creating(minute));
    await store.deliveries.add(creating(20, { state: 'sent' }));
    await store.deliveries.add(creating(25, { id: 'other', subscriptionId: 'other' }));
    const { subscriptionId: _, ...notice } = creating(26, { id: 'notice' });
    await store.deliveries.add(notice);
    const listed = await store.deliveries.listSince('subscription-1', minutesLater(10));
    expect(listed).toStrictEqual([creating(20, { state: 'sent' }), creating(30), creating(40)]);
    expect(await store.deliveries.listSince('subscription-1', minutesLater(40))).toEqual([]);
    expect(await store.deliveries.listSince('unknown', longAgo)).toEqual([]);
  });
}
