import { describe, expect } from 'vitest';
import type { Delivery } from '../../lib/digest/delivery.ts';
import { deliverDue } from '../../lib/jobs/deliver.ts';
import { createMessenger } from '../../lib/slack/messenger.ts';
import { buildDelivery, buildSubscription, minutesLater, morning } from '../fixtures/builders.ts';
import { connectTo, readChannel } from '../slack/fixture.ts';
import { it, queueDigest, readDelivery, readMarks } from './deliver-fixture.ts';

const limit = 100;
const nothing = { sent: 0, later: 0, asked: 0, failed: 0, lost: 0 };

describe('what is due', () => {
  it('is posted: a digest with a reply a story, in their order', async ({ store, slack, portsOf }) => {
    await queueDigest(store);
    expect(await deliverDue(portsOf(slack), { limit })).toEqual({ ...nothing, sent: 1 });
    const messages = readChannel(slack, 'C1');
    expect(readMarks(slack)).toEqual(['digest-1:0', '>digest-1:1', '>digest-1:2']);
    expect(new Set(messages.slice(1).map(({ threadTs }) => threadTs))).toEqual(new Set([messages[0]?.ts]));
    expect(messages[2]?.text).toContain('Story 2 of digest-1');
    const delivery = await readDelivery(store);
    expect(delivery).toMatchObject({ state: 'sent', posted: messages.map(({ ts }) => ts) });
    expect(delivery).not.toHaveProperty('triedAt');
    expect(delivery).not.toHaveProperty('leaseUntil');
  });

  it('is posted once, and not before its time', async ({ store, slack, portsOf, clock }) => {
    await queueDigest(store, { dueAt: minutesLater(5), stories: 0 });
    const ports = portsOf(slack);
    expect(await deliverDue(ports, { limit })).toEqual(nothing);
    clock.pass(5);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 1 });
    expect(await deliverDue(ports, { limit })).toEqual(nothing);
    expect(readMarks(slack)).toEqual(['digest-1:0']);
  });

  it('is a notice in the direct messages of a person', async ({ store, slack, portsOf }) => {
    const { subscriptionId: _, ...delivery } = buildDelivery({
      id: 'notice-1',
      channel: 'U2',
      consignment: { kind: 'notice', notice: { kind: 'welcome' } },
    });
    await store.deliveries.add(delivery);
    expect(await deliverDue(portsOf(slack), { limit })).toEqual({ ...nothing, sent: 1 });
    expect(readMarks(slack, 'U2')).toEqual(['notice-1:0']);
  });

  it('is taken up to the limit, longest due first', async ({ store, slack, portsOf }) => {
    for (const minute of [3, 1, 2]) {
      await queueDigest(store, { id: `digest-${minute}`, stories: 0, dueAt: minutesLater(minute - 9) });
    }
    expect(await deliverDue(portsOf(slack), { limit: 2 })).toEqual({ ...nothing, sent: 2 });
    expect(readMarks(slack)).toEqual(['digest-1:0', 'digest-2:0']);
  });

  it('of one channel goes out one after another, beside that of others', async ({ store, slack, portsOf }) => {
    for (const i of [0, 1, 2]) await queueDigest(store, { id: `one-${i}`, dueAt: minutesLater(i - 9), stories: 1 });
    for (const i of [0, 1, 2]) {
      await queueDigest(store, { id: `other-${i}`, channel: 'C2', dueAt: minutesLater(i - 3), stories: 1 });
    }
    // As long as C2 needs for all of its messages.
    slack.faults.next('chat.postMessage', { kind: 'hang', taken: true, milliseconds: 400 });
    expect(await deliverDue(portsOf(slack), { limit })).toEqual({ ...nothing, sent: 6 });
    const [first, second] = readChannel(slack, 'C1');
    expect(readMarks(slack)).toEqual(['one-0:0', '>one-0:1', 'one-1:0', '>one-1:1', 'one-2:0', '>one-2:1']);
    expect(readMarks(slack, 'C2')).toHaveLength(6);
    const between = readChannel(slack, 'C2').filter(({ ts }) => ts > (first?.ts ?? '') && ts < (second?.ts ?? ''));
    expect(between.length).toBeGreaterThan(0);
  });

  it('is shared by two workers without a message twice', async ({ store, slack, portsOf }) => {
    for (let i = 0; i < 12; i++) await queueDigest(store, { id: `digest-${i}`, channel: i % 2 ? 'C1' : 'C2' });
    const reports = await Promise.all([1, 2].map(() => deliverDue(portsOf(slack), { limit })));
    expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(12);
    const marks = [...readMarks(slack, 'C1'), ...readMarks(slack, 'C2')];
    expect(marks).toHaveLength(36);
    expect(new Set(marks).size).toBe(36);
  });
});

describe('where Slack wants it later', () => {
  it('the channel waits, with all that is due for it, and no other does', async ({ store, slack, portsOf, clock }) => {
    for (const id of ['one', 'two']) await queueDigest(store, { id, stories: 0, dueAt: minutesLater(-2) });
    await queueDigest(store, { id: 'other', channel: 'C2', stories: 0 });
    slack.faults.next('chat.postMessage', { kind: 'limited', seconds: 90 });
    const ports = portsOf(slack);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 1, later: 2 });
    expect([readMarks(slack), readMarks(slack, 'C2')]).toEqual([[], ['other:0']]);
    for (const id of ['one', 'two']) {
      expect(await readDelivery(store, id)).toMatchObject({ state: 'due', dueAt: minutesLater(1.5), attempts: 0 });
    }
    clock.pass(1);
    expect(await deliverDue(ports, { limit })).toEqual(nothing);
    clock.pass(0.5);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 2 });
    expect(readMarks(slack)).toEqual(['one:0', 'two:0']);
  });

  it('what was not sent for certain is tried later and later, with nobody asked', async ({
    store,
    portsOf,
    slack,
    clock,
  }) => {
    await queueDigest(store);
    const ports = { ...portsOf(slack), messenger: createMessenger({ client: connectTo('http://slack.invalid/api/') }) };
    for (const attempts of [1, 2, 3]) {
      expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, later: 1 });
      const { state, dueAt, ...delivery } = await readDelivery(store);
      expect({ state, attempts: delivery.attempts }).toEqual({ state: 'due', attempts });
      expect(delivery).not.toHaveProperty('triedAt');
      const pause = (dueAt.getTime() - clock.now().getTime()) / 1000;
      expect(pause / 10 / 2 ** (attempts - 1)).toBeCloseTo(1, 0);
      clock.pass(1);
    }
    expect(await deliverDue(portsOf(slack), { limit })).toEqual({ ...nothing, sent: 1 });
    expect(readMarks(slack)).toEqual(['digest-1:0', '>digest-1:1', '>digest-1:2']);
  });
});

describe('where it cannot be posted', () => {
  const failed = async (store: Parameters<typeof readDelivery>[0]): Promise<Partial<Delivery>> => {
    const { state, reason } = await readDelivery(store);
    return { state, ...(reason ? { reason } : {}) };
  };

  it('for the channel is gone, its subscriptions rest and their makers are told', async ({ store, slack, portsOf }) => {
    await queueDigest(store);
    await store.subscriptions.add(buildSubscription({ id: 'second', createdBy: 'U2' }));
    Object.assign(slack.workspace.channels.get('C1') ?? {}, { isArchived: true });
    const ports = portsOf(slack);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, failed: 1 });
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 2 });
    expect(await failed(store)).toEqual({ state: 'failed', reason: 'the channel is archived or deleted' });
    for (const id of ['subscription-of-digest-1', 'second']) {
      expect((await store.subscriptions.get(id))?.paused).toEqual({ at: morning, why: 'channel-gone' });
    }
    for (const user of ['U1', 'U2']) expect(readChannel(slack, user)[0]?.text).toContain('rests');
    expect(await deliverDue(ports, { limit })).toEqual(nothing);
  });

  it('for the app was taken out of the channel, it says so', async ({ store, slack, portsOf, logged }) => {
    await queueDigest(store);
    slack.workspace.channels.get('C1')?.members.delete(slack.workspace.app.userId);
    await deliverDue(portsOf(slack), { limit });
    expect(await failed(store)).toEqual({ state: 'failed', reason: 'the app is not in the channel' });
    expect(logged).toEqual(['warn: a channel cannot be posted to']);
    expect((await store.subscriptions.get('subscription-of-digest-1'))?.paused?.why).toBe('not-in-channel');
  });

  it('for the workspace has no app any more, nothing else happens', async ({ store, slack, portsOf, logged }) => {
    await queueDigest(store);
    slack.workspace.isInstalled = false;
    expect(await deliverDue(portsOf(slack), { limit })).toEqual({ ...nothing, failed: 1 });
    expect((await store.subscriptions.get('subscription-of-digest-1'))?.paused).toBeUndefined();
    expect(logged).toEqual(['warn: a workspace took our access away']);
  });

  it('for it was forgotten, it fails without a word', async ({ store, slack, portsOf, logged }) => {
    await store.deliveries.add(buildDelivery({ consignment: { kind: 'digest', digestId: 'gone' } }));
    await store.deliveries.add(buildDelivery({ id: 'alert-1', consignment: { kind: 'alert', alertId: 'gone' } }));
    expect(await deliverDue(portsOf(slack), { limit })).toEqual({ ...nothing, failed: 2 });
    expect(logged).toEqual([]);
  });

  it('for Slack refuses one reply, the others are posted and it is logged', async ({
    store,
    slack,
    portsOf,
    logged,
  }) => {
    await queueDigest(store, { stories: 3 });
    const ports = portsOf(slack);
    const post: typeof ports.messenger.post = async (to, message, mark, mayRepeat) =>
      mark.endsWith(':2')
        ? { kind: 'refused', reason: 'invalid_blocks' }
        : ports.messenger.post(to, message, mark, mayRepeat);
    await deliverDue({ ...ports, messenger: { ...ports.messenger, post } }, { limit });
    expect(readMarks(slack)).toEqual(['digest-1:0', '>digest-1:1', '>digest-1:3']);
    expect((await readDelivery(store)).posted[2]).toBe('');
    expect(logged.filter((line) => !line.startsWith('info'))).toEqual(['error: Slack refused a message']);
  });
});

describe('a store that fails', () => {
  it('ends the round with its error, once what was under way is done', async ({ store, slack, portsOf }) => {
    await queueDigest(store);
    const ports = portsOf(slack);
    let claims = 0;
    const deliveries = {
      ...store.deliveries,
      claimDue: (...asked: Parameters<typeof store.deliveries.claimDue>) => {
        if (++claims > 1) throw new Error('the disk is full');
        return store.deliveries.claimDue(...asked);
      },
    };
    await expect(deliverDue({ ...ports, store: { ...store, deliveries } }, { limit })).rejects.toThrow(
      'the disk is full',
    );
    expect(await readDelivery(store)).toMatchObject({ state: 'sent' });
  });

  it('leaves the delivery to whoever comes when the lease has run out', async ({
    store,
    slack,
    portsOf,
    clock,
    logged,
  }) => {
    await queueDigest(store);
    const ports = portsOf(slack);
    const digests = { ...store.digests, get: () => Promise.reject(new Error('the disk is full')) };
    await expect(deliverDue({ ...ports, store: { ...store, digests } }, { limit })).rejects.toThrow('the disk is full');
    expect(logged).toEqual(['error: a delivery stopped']);
    expect(await deliverDue(ports, { limit })).toEqual(nothing);
    clock.pass(1);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 1 });
  });
});

describe('where time runs low', () => {
  it('no delivery is taken, and all are there for the next round', async ({ store, slack, portsOf, expect }) => {
    await queueDigest(store);
    const ports = portsOf(slack);
    expect(await deliverDue({ ...ports, mayBegin: () => false }, { limit })).toEqual(nothing);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 1 });
  });

  it('a delivery half-way is put off with what it posted, and goes on from there', async ({
    store,
    slack,
    portsOf,
    expect,
  }) => {
    await queueDigest(store);
    const ports = portsOf(slack);
    // Asked before each of two claims, the second of which finds nothing, and before each step of the first.
    let asked = 0;
    const ended: string[] = [];
    const mayBegin = () => ++asked <= 4;
    const onEnd = ({ state, posted }: Delivery) => ended.push(`${state} after ${posted.length}`);
    expect(await deliverDue({ ...ports, mayBegin }, { limit, onEnd })).toEqual({ ...nothing, later: 1 });
    expect(ended).toEqual(['due after 2']);
    expect(await deliverDue(ports, { limit, onEnd })).toEqual({ ...nothing, sent: 1 });
    expect(ended).toEqual(['due after 2', 'sent after 3']);
    expect(readMarks(slack)).toEqual(['digest-1:0', '>digest-1:1', '>digest-1:2']);
  });
});
