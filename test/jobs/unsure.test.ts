import { describe, expect } from 'vitest';
import type { Delivery } from '../../lib/digest/delivery.ts';
import { type DeliverPorts, deliverDue } from '../../lib/jobs/deliver.ts';
import type { Store, TeamSettings } from '../../lib/jobs/ports.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';
import { readChannel } from '../slack/fixture.ts';
import { it, queueDigest, readDelivery, readMarks } from './deliver-fixture.ts';

const limit = 100;
const nothing = { sent: 0, later: 0, asked: 0, failed: 0, lost: 0 };
const all = ['digest-1:0', '>digest-1:1', '>digest-1:2'];

/** A digest as a worker left it that died under a lease which has run out. */
async function leaveBehind(store: Store, overrides: Partial<Delivery>): Promise<void> {
  await queueDigest(store, { state: 'claimed', leaseUntil: morning, ...overrides });
}

const repeat: TeamSettings = { team: 'T1', feedTuners: [], whenUnsure: 'repeat' };

describe('a post that may have arrived, where the app may read the channel,', () => {
  for (const taken of [true, false]) {
    it(`is looked for a minute later: it was ${taken ? 'taken' : 'not taken'}`, async ({
      store,
      readable,
      portsOf,
      clock,
    }) => {
      await queueDigest(store);
      const ports = portsOf(readable);
      readable.faults.next('chat.postMessage', { kind: 'error', taken });
      expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, later: 1 });
      expect(await readDelivery(store)).toMatchObject({ state: 'unsure', triedAt: morning, reason: 'HTTP 500' });
      clock.pass(2);
      expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 1 });
      expect(readMarks(readable)).toEqual(all);
      expect(readChannel(readable, 'U1')).toEqual([]);
    });

    it(`is looked for in its thread: it was ${taken ? 'taken' : 'not taken'}`, async ({
      store,
      readable,
      portsOf,
      clock,
    }) => {
      await queueDigest(store, { stories: 0 });
      const ports = portsOf(readable);
      await deliverDue(ports, { limit });
      await queueDigest(store, { id: 'digest-2' });
      const post: typeof ports.messenger.post = (to, message, mark, mayRepeat) => {
        if (mark === 'digest-2:1') readable.faults.next('chat.postMessage', { kind: 'cut', taken });
        return ports.messenger.post(to, message, mark, mayRepeat);
      };
      await deliverDue({ ...ports, messenger: { ...ports.messenger, post } }, { limit });
      expect(await readDelivery(store, 'digest-2')).toMatchObject({ state: 'unsure', triedAt: morning });
      clock.pass(2);
      await deliverDue(ports, { limit });
      expect(readMarks(readable)).toEqual(['digest-1:0', 'digest-2:0', '>digest-2:1', '>digest-2:2']);
    });
  }

  it('stays unsure while the search fails', async ({ store, readable, portsOf, clock }) => {
    await leaveBehind(store, { triedAt: morning });
    const ports = portsOf(readable);
    for (const attempts of [1, 2]) {
      readable.faults.next('conversations.history', { kind: 'limited', seconds: 30 });
      expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, later: 1 });
      expect(await readDelivery(store)).toMatchObject({ state: 'unsure', triedAt: morning, attempts });
      clock.pass(5);
    }
    await deliverDue(ports, { limit });
    expect(readMarks(readable)).toEqual(all);
  });

  it('has failed where the channel is gone meanwhile', async ({ store, readable, portsOf }) => {
    await leaveBehind(store, { triedAt: morning });
    readable.workspace.channels.delete('C1');
    expect(await deliverDue(portsOf(readable), { limit })).toEqual({ ...nothing, failed: 1 });
    expect((await store.subscriptions.get('subscription-of-digest-1'))?.paused?.why).toBe('channel-gone');
  });

  it('waits like all others where Slack wants nothing for the channel', async ({ store, readable, portsOf }) => {
    await queueDigest(store, { id: 'limited', dueAt: minutesLater(-1) });
    await leaveBehind(store, { triedAt: morning });
    readable.faults.next('chat.postMessage', { kind: 'limited', seconds: 30 });
    expect(await deliverDue(portsOf(readable), { limit })).toEqual({ ...nothing, later: 2 });
    expect(await readDelivery(store)).toMatchObject({ state: 'unsure', triedAt: morning, dueAt: minutesLater(0.5) });
  });
});

describe('a post that may have arrived, where the app may not read the channel,', () => {
  it('is asked about, once, and waits', async ({ store, slack, portsOf, clock }) => {
    await queueDigest(store);
    const ports = portsOf(slack);
    slack.faults.next('chat.postMessage', { kind: 'cut', taken: true });
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, later: 1 });
    clock.pass(2);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, asked: 1 });
    for (const _ of [1, 2]) {
      clock.pass(60);
      await deliverDue(ports, { limit });
    }
    expect(readMarks(slack)).toEqual(['digest-1:0']);
    const [question, ...more] = readChannel(slack, 'U1');
    expect(more).toEqual([]);
    expect(question?.text).toContain('the digest of 19 Jul 2024 07:00 UTC');
    expect(await readDelivery(store)).toMatchObject({ state: 'asked', triedAt: morning, posted: [] });
  });

  it('is asked about once where the worker dies before it writes that it asked', async ({
    store,
    slack,
    portsOf,
    clock,
  }) => {
    await leaveBehind(store, { triedAt: morning });
    const ports = portsOf(slack);
    const deliveries = { ...store.deliveries, replace: () => Promise.reject(new Error('killed')) };
    await expect(deliverDue({ ...ports, store: { ...store, deliveries } }, { limit })).rejects.toThrow('killed');
    clock.pass(2);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, asked: 1, sent: 1 });
    await deliverDue(ports, { limit });
    expect(readChannel(slack, 'U1')).toHaveLength(1);
  });

  it('is posted again with a word where the workspace chose so', async ({ store, slack, portsOf, clock }) => {
    await store.teams.saveSettings(repeat);
    await queueDigest(store);
    const ports = portsOf(slack);
    slack.faults.next('chat.postMessage', { kind: 'error', taken: true });
    await deliverDue(ports, { limit });
    clock.pass(2);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 1 });
    expect(readMarks(slack)).toEqual(['digest-1:0', '?digest-1:0', '>digest-1:1', '>digest-1:2']);
    expect(readChannel(slack, 'U1')).toEqual([]);
  });

  it('has failed where its subscription was removed, for there is nobody to ask', async ({ store, slack, portsOf }) => {
    await leaveBehind(store, { triedAt: morning });
    await store.subscriptions.remove('subscription-of-digest-1');
    expect(await deliverDue(portsOf(slack), { limit })).toEqual({ ...nothing, failed: 1 });
    expect(readMarks(slack)).toEqual([]);
  });

  it('is posted again without a word where it is a notice', async ({ store, slack, portsOf }) => {
    await leaveBehind(store, { triedAt: morning, consignment: { kind: 'notice', notice: { kind: 'welcome' } } });
    expect(await deliverDue(portsOf(slack), { limit })).toEqual({ ...nothing, sent: 1 });
    expect(readMarks(slack)).toEqual(['digest-1:0']);
  });
});

describe('a worker that died', () => {
  it('before it began to post leaves nothing to ask about', async ({ store, slack, portsOf }) => {
    await leaveBehind(store, {});
    expect(await deliverDue(portsOf(slack), { limit })).toEqual({ ...nothing, sent: 1 });
    expect(readMarks(slack)).toEqual(all);
  });

  it('is not made up for before its lease has run out', async ({ store, slack, portsOf, clock }) => {
    await leaveBehind(store, { leaseUntil: minutesLater(1) });
    expect(await deliverDue(portsOf(slack), { limit })).toEqual(nothing);
    clock.pass(1);
    expect(await deliverDue(portsOf(slack), { limit })).toEqual({ ...nothing, sent: 1 });
  });
});

describe('a worker that slept until another took over', () => {
  /** Posts, and while it does so the lease runs out and another worker does the rest. */
  function sleepyPorts(ports: DeliverPorts, pass: () => void): DeliverPorts {
    let sleeps = 1;
    const post: typeof ports.messenger.post = async (...asked) => {
      const outcome = await ports.messenger.post(...asked);
      if (sleeps-- > 0) {
        pass();
        await deliverDue(ports, { limit });
      }
      return outcome;
    };
    return { ...ports, messenger: { ...ports.messenger, post } };
  }

  it('leaves the rest to the other, and says so in the log', async ({ store, readable, portsOf, clock, logged }) => {
    await queueDigest(store);
    const sleepy = sleepyPorts(portsOf(readable), () => clock.pass(2));
    expect(await deliverDue(sleepy, { limit })).toEqual({ ...nothing, lost: 1 });
    expect(readMarks(readable)).toEqual(all);
    expect(await readDelivery(store)).toMatchObject({ state: 'sent' });
    expect(logged.filter((line) => !line.startsWith('info'))).toEqual([
      'warn: a claim ran out while its worker was at it',
    ]);
  });

  it('before its turn came posts nothing', async ({ store, readable, portsOf, clock }) => {
    await queueDigest(store, { id: 'first', dueAt: minutesLater(-1), stories: 0 });
    await queueDigest(store);
    const sleepy = sleepyPorts(portsOf(readable), () => clock.pass(2));
    expect(await deliverDue(sleepy, { limit })).toEqual({ ...nothing, lost: 2 });
    expect(readMarks(readable)).toEqual(['first:0', ...all]);
  });

  it('and whose lease nobody took goes on', async ({ store, slack, portsOf, clock }) => {
    await queueDigest(store);
    const ports = portsOf(slack);
    const post: typeof ports.messenger.post = async (...asked) => {
      clock.pass(5);
      return ports.messenger.post(...asked);
    };
    expect(await deliverDue({ ...ports, messenger: { ...ports.messenger, post } }, { limit })).toEqual({
      ...nothing,
      sent: 1,
    });
    expect(readMarks(slack)).toEqual(all);
  });
});
