import type { Consignment, Delivery } from '../../lib/digest/delivery.ts';
import type { DeliverPorts } from '../../lib/jobs/deliver.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import type { Playground } from '../../lib/slack/playground/server.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { buildDelivery, buildDigest, buildDigestStory, buildSubscription } from '../fixtures/builders.ts';
import { markOf, messengerOf, it as plainIt, readChannel } from '../slack/fixture.ts';

interface Fixture {
  store: Store;
  /** A worker of a workspace. */
  portsOf(slack: Playground): DeliverPorts;
}

/** A workspace that plays Slack, a store, and what a worker needs to deliver from the one to the other. */
export const it = plainIt.extend<Fixture>({
  store: async ({ task: _task }, use) => {
    const store = createSqliteStore(':memory:');
    await use(store);
    store.close();
  },
  portsOf: async ({ store, clock, log }, use) =>
    use((slack) => ({ store, now: clock.now, log, messenger: messengerOf(slack) })),
});

/** Queues a digest of some stories for the channel of its subscription, which is added too. */
export async function queueDigest(
  store: Store,
  { id = 'digest-1', channel = 'C1', stories = 2, ...overrides }: Partial<Delivery> & { stories?: number } = {},
): Promise<void> {
  const subscription = buildSubscription({ id: `subscription-of-${id}`, channel, createdBy: 'U1' });
  await store.subscriptions.add(subscription);
  const titles = Array.from({ length: stories }, (_, i) => `Story ${i + 1} of ${id}`);
  await store.digests.add(
    buildDigest({
      id,
      subscriptionId: subscription.id,
      stories: titles.map((title, i) => buildDigestStory({ id: `story-${i}`, title })),
    }),
  );
  const consignment: Consignment = { kind: 'digest', digestId: id };
  await store.deliveries.add(
    buildDelivery({ id, channel, subscriptionId: subscription.id, consignment, ...overrides }),
  );
}

/** The marks of what stands in a channel, in order; replies after ">", those that say they may be repeats after "?". */
export function readMarks(slack: Playground, channel = 'C1'): string[] {
  return readChannel(slack, channel).map((message) => {
    const mark = `${message.threadTs ? '>' : ''}${markOf(message)}`;
    return message.text.startsWith('This may be a repeat') ? `?${mark}` : mark;
  });
}

export async function readDelivery(store: Store, id = 'digest-1'): Promise<Delivery> {
  const delivery = await store.deliveries.get(id);
  if (!delivery) throw new Error(`there is no delivery ${id}`);
  return delivery;
}
