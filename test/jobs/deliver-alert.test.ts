import { describe, expect } from 'vitest';
import type { Alert } from '../../lib/digest/alert.ts';
import { type DeliverPorts, deliverDue, reopenDelivery } from '../../lib/jobs/deliver.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import {
  buildAlert,
  buildDelivery,
  buildDigestStory,
  buildSubscription,
  minutesLater,
  morning,
} from '../fixtures/builders.ts';
import { readChannel } from '../slack/fixture.ts';
import { it, readDelivery, readMarks } from './deliver-fixture.ts';

const limit = 100;
const nothing = { sent: 0, later: 0, asked: 0, failed: 0, lost: 0 };

async function queueAlert(store: Store, alert: Partial<Alert> = {}): Promise<void> {
  await store.subscriptions.add(buildSubscription({ cadence: 'alert' }));
  await store.alerts.add(buildAlert(alert));
  await store.deliveries.add(buildDelivery({ id: 'alert-1', consignment: { kind: 'alert', alertId: 'alert-1' } }));
}

/** The alert grows by a line of history, and the delivery is told, as the alert job does. */
async function grow(store: Store, change: string): Promise<void> {
  const before = await store.alerts.get('alert-1');
  if (!before) throw new Error('there is no alert');
  const grown: Alert = {
    ...before,
    story: buildDigestStory({ title: `Check-in: ${change}` }),
    history: [...before.history, { at: minutesLater(before.version), change }],
    version: before.version + 1,
  };
  await store.alerts.replace(grown);
  await reopenDelivery(store, grown, morning);
}

describe('an alert', () => {
  it('is one message that is edited, with a reply a change, however often it grows', async ({
    store,
    slack,
    portsOf,
  }) => {
    await queueAlert(store);
    const ports = portsOf(slack);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 1 });
    for (let i = 1; i <= 12; i++) {
      await grow(store, `update ${i}`);
      expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 1 });
    }
    const [message, ...replies] = readChannel(slack, 'C1');
    expect(message?.text).toContain('Check-in: update 12');
    expect(readMarks(slack)).toEqual(['alert-1:0', ...replies.map((_, i) => `>alert-1:${i + 1}`)]);
    expect(replies).toHaveLength(12);
    expect(replies[11]?.text).toContain('update 12');
    expect(await readDelivery(store, 'alert-1')).toMatchObject({ state: 'sent', shown: 13 });
  });

  it('that grew before it was posted begins with what it is now', async ({ store, slack, portsOf }) => {
    await queueAlert(store);
    await grow(store, 'update 1');
    await deliverDue(portsOf(slack), { limit });
    const [message, reply] = readChannel(slack, 'C1');
    expect(message?.text).toContain('Check-in: update 1');
    expect(message?.editedAt).toBeUndefined();
    expect(reply?.text).toContain('update 1');
  });

  it('is edited again where the answer did not come, and asks nobody', async ({ store, slack, portsOf, clock }) => {
    await queueAlert(store);
    const ports = portsOf(slack);
    await deliverDue(ports, { limit });
    await grow(store, 'update 1');
    slack.faults.next('chat.update', { kind: 'cut', taken: true });
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, later: 1 });
    clock.pass(1);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 1 });
    expect(readMarks(slack)).toEqual(['alert-1:0', '>alert-1:1']);
    expect(readChannel(slack, 'U1')).toEqual([]);
  });

  it('found after its worker died is edited, for it may show less', async ({ store, readable, portsOf, clock }) => {
    await queueAlert(store);
    const ports = portsOf(readable);
    readable.faults.next('chat.postMessage', { kind: 'error', taken: true });
    await deliverDue(ports, { limit });
    await grow(store, 'update 1');
    clock.pass(2);
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, sent: 1 });
    expect(readMarks(readable)).toEqual(['alert-1:0', '>alert-1:1']);
    expect(readChannel(readable, 'C1')[0]?.text).toContain('Check-in: update 1');
  });

  it('waits where Slack wants edits later', async ({ store, slack, portsOf }) => {
    await queueAlert(store);
    const ports = portsOf(slack);
    await deliverDue(ports, { limit });
    await grow(store, 'update 1');
    slack.faults.next('chat.update', { kind: 'limited', seconds: 30 });
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, later: 1 });
    expect(await readDelivery(store, 'alert-1')).toMatchObject({ state: 'due', dueAt: minutesLater(0.5), shown: 1 });
  });

  it('whose message somebody deleted has ended', async ({ store, slack, portsOf }) => {
    await queueAlert(store);
    const ports = portsOf(slack);
    await deliverDue(ports, { limit });
    const channel = slack.workspace.channels.get('C1');
    channel?.messages.splice(0);
    await grow(store, 'update 1');
    expect(await deliverDue(ports, { limit })).toEqual({ ...nothing, failed: 1 });
    expect(channel?.messages).toEqual([]);
  });
});

describe('an alert that grows while it is delivered', () => {
  /** Delivers, and lets the alert grow at one moment: there is one before and one after each call of the store and of Slack. */
  async function deliverGrowing(ports: DeliverPorts, store: Store, moment: number): Promise<number> {
    let moments = 0;
    const pause = async (): Promise<void> => {
      if (moments++ === moment) await grow(store, 'while it was posted');
    };
    const watch = <Part extends object>(part: Part): Part =>
      new Proxy(part, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return async (...given: unknown[]) => {
            await pause();
            const result: unknown = await Reflect.apply(member, target, given);
            await pause();
            return result;
          };
        },
      });
    const watched = { ...store, deliveries: watch(store.deliveries), alerts: watch(store.alerts) };
    await deliverDue({ ...ports, messenger: watch(ports.messenger), store: watched }, { limit });
    return moments;
  }

  const tried = 16;
  for (let moment = 0; moment < tried; moment++) {
    it(`loses nothing where that is at moment ${moment}`, async ({ store, slack, portsOf }) => {
      await queueAlert(store);
      const ports = portsOf(slack);
      await deliverGrowing(ports, store, moment);
      await deliverDue(ports, { limit });
      expect(readMarks(slack)).toEqual(['alert-1:0', '>alert-1:1']);
      expect(readChannel(slack, 'C1')[0]?.text).toContain('Check-in: while it was posted');
      expect(await readDelivery(store, 'alert-1')).toMatchObject({ state: 'sent', shown: 2 });
    });
  }

  it('has no more moments than were tried', async ({ store, slack, portsOf }) => {
    await queueAlert(store);
    expect(await deliverGrowing(portsOf(slack), store, -1)).toBe(tried);
  });
});

describe('reopening', () => {
  const deliveryOf = async (store: Store) => readDelivery(store, 'alert-1');

  it('leaves alone what shows the alert already', async ({ store, slack, portsOf }) => {
    await queueAlert(store);
    await deliverDue(portsOf(slack), { limit });
    const before = await deliveryOf(store);
    await reopenDelivery(store, buildAlert(), minutesLater(5));
    expect(await deliveryOf(store)).toEqual(before);
  });

  for (const state of ['due', 'unsure', 'asked', 'failed'] as const) {
    it(`leaves alone what is ${state}`, async ({ store }) => {
      await store.deliveries.add(buildDelivery({ id: 'alert-1', state, posted: ['1.1'], shown: 1 }));
      const before = await deliveryOf(store);
      await reopenDelivery(store, buildAlert({ version: 2 }), minutesLater(5));
      expect(await deliveryOf(store)).toEqual(before);
    });
  }

  it('leaves alone a message whose place nobody knows, and what is not there', async ({ store }) => {
    await reopenDelivery(store, buildAlert(), morning);
    await store.deliveries.add(buildDelivery({ id: 'alert-1', state: 'sent', posted: [''] }));
    await reopenDelivery(store, buildAlert({ version: 2 }), minutesLater(5));
    expect(await deliveryOf(store)).toMatchObject({ state: 'sent', version: 1 });
  });

  it('by several at once makes it due once', async ({ store }) => {
    await store.deliveries.add(buildDelivery({ id: 'alert-1', state: 'sent', posted: ['1.1'], shown: 1 }));
    await Promise.all([1, 2, 3].map(() => reopenDelivery(store, buildAlert({ version: 2 }), minutesLater(5))));
    expect(await deliveryOf(store)).toMatchObject({ state: 'due', dueAt: minutesLater(5), version: 2 });
  });
});
