import { expect, it } from 'vitest';
import { buildAlert, buildDigestStory, minutesLater } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { idsOf, longAgo } from './placing.ts';

export function alertContract({ create, createPair }: Stores): void {
  it('gives an alert back as it was added, the times of its story and its history whole', async () => {
    const store = await create();
    const plain = buildAlert();
    const full = buildAlert({
      id: 'full',
      state: 'closed',
      story: buildDigestStory({
        title: '2024-07-19T06:00:00.000Z',
        summary: '𠮷野家 عطل 🚄',
        changed: 'Resolved',
        state: 'resolved',
        reportedAt: new Date('2024-07-19T06:00:00.001Z'),
      }),
      because: '2024-07-19T06:00:00.000Z',
      history: [
        { at: minutesLater(5), change: '2024-07-19T06:00:00.000Z' },
        { at: longAgo, change: '' },
      ],
      version: 7,
    });
    for (const alert of [plain, full]) expect(await store.alerts.add(alert)).toBe(true);
    expect(await store.alerts.get('alert-1')).toStrictEqual(plain);
    expect(await store.alerts.get('full')).toStrictEqual(full);
    expect(await store.alerts.get('unknown')).toBeUndefined();
  });

  it('adds an alert once and keeps the first', async () => {
    const [one, other] = await createPair();
    const outcomes = await Promise.all([
      one.alerts.add(buildAlert({ because: 'first' })),
      other.alerts.add(buildAlert({ because: 'second' })),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
    const kept = buildAlert({ because: outcomes[0] ? 'first' : 'second' });
    expect(await other.alerts.get('alert-1')).toStrictEqual(kept);
    expect(await one.alerts.add(buildAlert({ state: 'closed' }))).toBe(false);
    expect(await one.alerts.listOpen('subscription-1')).toStrictEqual([kept]);
  });

  it('refuses a write on an older version, and writes nothing of it', async () => {
    const [one, other] = await createPair();
    await one.alerts.add(buildAlert());
    const grown = buildAlert({ history: [{ at: minutesLater(5), change: 'now 4 publishers' }], version: 2 });
    expect(await one.alerts.replace(grown)).toBe(true);
    for (const version of [1, 2, 4]) {
      expect(await other.alerts.replace(buildAlert({ state: 'closed', because: 'stale', version }))).toBe(false);
    }
    expect(await other.alerts.get('alert-1')).toStrictEqual(grown);
    expect(await other.alerts.listOpen('subscription-1')).toStrictEqual([grown]);
    expect(await one.alerts.replace(buildAlert({ id: 'unknown', version: 2 }))).toBe(false);
    expect(await one.alerts.get('unknown')).toBeUndefined();
  });

  it('lets one of two writers at once through', async () => {
    const [one, other] = await createPair();
    await one.alerts.add(buildAlert());
    const outcomes = await Promise.all(
      [one, other].map((store) => store.alerts.replace(buildAlert({ state: 'closed', version: 2 }))),
    );
    expect(outcomes.toSorted()).toEqual([false, true]);
  });

  it('lists those of a subscription that are open or held, oldest first', async () => {
    const store = await create();
    const raising = (minute: number, overrides = {}) =>
      buildAlert({ id: `raised at ${minute}`, raisedAt: minutesLater(minute), ...overrides });
    await store.alerts.add(raising(30));
    await store.alerts.add(raising(10, { state: 'held' }));
    await store.alerts.add(raising(20));
    await store.alerts.add(raising(15, { state: 'closed' }));
    await store.alerts.add(raising(16, { subscriptionId: 'other' }));
    const open = [raising(10, { state: 'held' }), raising(20), raising(30)];
    expect(await store.alerts.listOpen('subscription-1')).toStrictEqual(open);
    expect(await store.alerts.listOpen('unknown')).toEqual([]);
  });

  it('leaves out what was closed, takes it in again, and follows the time when it was raised', async () => {
    const store = await create();
    for (const [i, id] of ['a', 'b'].entries()) await store.alerts.add(buildAlert({ id, raisedAt: minutesLater(i) }));
    await store.alerts.replace(buildAlert({ id: 'a', state: 'closed', version: 2 }));
    expect(idsOf(await store.alerts.listOpen('subscription-1'))).toEqual(['b']);
    await store.alerts.replace(buildAlert({ id: 'a', raisedAt: minutesLater(2), version: 3 }));
    expect(idsOf(await store.alerts.listOpen('subscription-1'))).toEqual(['b', 'a']);
  });
}
