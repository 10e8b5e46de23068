import { describe } from 'vitest';
import type { Store } from '../../lib/jobs/ports.ts';
import { findPostedDigest } from '../../lib/jobs/posted-digest.ts';
import { buildDelivery, buildDigest, buildSubscription, minutesLater, morning } from '../fixtures/builders.ts';
import { it } from './fixture.ts';

const day = 24 * 60;

/** A digest of a subscription that was queued so many minutes after six, and posted or not. */
async function file(store: Store, id: string, subscriptionId: string, minutes: number, posted: string[] = ['1.1']) {
  await store.digests.add(buildDigest({ id, subscriptionId, to: minutesLater(minutes) }));
  await store.deliveries.add(
    buildDelivery({
      id,
      subscriptionId,
      consignment: { kind: 'digest', digestId: id },
      createdAt: minutesLater(minutes),
      posted,
    }),
  );
}

async function find(store: Store, channel = 'C1', team = 'T1', minutes = day): Promise<string | undefined> {
  return (await findPostedDigest(store, { team, channel }, minutesLater(minutes)))?.id;
}

describe('the last digest of a channel', () => {
  it('is the newest of all its subscriptions', async ({ store, expect }) => {
    await store.subscriptions.add(buildSubscription({ id: 'daily' }));
    await store.subscriptions.add(buildSubscription({ id: 'hourly', cadence: 'hourly' }));
    await store.subscriptions.add(buildSubscription({ id: 'elsewhere', channel: 'C2' }));
    await file(store, 'one', 'daily', 10);
    await file(store, 'two', 'hourly', 70);
    await file(store, 'three', 'daily', 60);
    await file(store, 'four', 'elsewhere', 90);
    expect(await find(store)).toBe('two');
    expect(await find(store, 'C2')).toBe('four');
  });

  it('is one that stands in Slack: not one on its way, nor an alert', async ({ store, expect }) => {
    await store.subscriptions.add(buildSubscription({ id: 'daily' }));
    await file(store, 'one', 'daily', 10);
    await file(store, 'two', 'daily', 20, []);
    await store.deliveries.add(
      buildDelivery({
        id: 'alert-1',
        subscriptionId: 'daily',
        consignment: { kind: 'alert', alertId: 'alert-1' },
        createdAt: minutesLater(30),
        posted: ['2.2'],
      }),
    );
    expect(await find(store)).toBe('one');
  });

  it('is none where none was posted in eight days, or the channel is of another workspace', async ({
    store,
    expect,
  }) => {
    await store.subscriptions.add(buildSubscription({ id: 'daily', createdAt: morning }));
    expect(await find(store)).toBeUndefined();
    await file(store, 'one', 'daily', 10);
    expect(await find(store, 'C1', 'T1', 8 * day)).toBe('one');
    expect(await find(store, 'C1', 'T1', 8 * day + 20)).toBeUndefined();
    expect(await find(store, 'C1', 'T2')).toBeUndefined();
  });
});
