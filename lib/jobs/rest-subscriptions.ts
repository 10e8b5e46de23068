import type { Notice } from '../digest/delivery.ts';
import type { Subscription } from '../digest/subscription.ts';
import type { Now, Store } from './ports.ts';
import { queueNotice } from './queue-notice.ts';

export interface RestPorts {
  store: Pick<Store, 'subscriptions' | 'deliveries'>;
  now: Now;
}

type Gone = Extract<Notice, { kind: 'paused' }>['why'];

/**
 * Lets every running subscription of a channel rest, for there is no posting to it, and tells each maker why, once. What people
 * paused themselves stays as it is. Done again, or by several at once, it changes nothing more.
 */
export async function restSubscriptions(
  ports: RestPorts,
  { team, channel }: { team: string; channel: string },
  why: Gone,
): Promise<void> {
  const { items } = await ports.store.subscriptions.list(team, channel);
  for (const { id } of items) {
    const rested = await rest(ports, id, why);
    if (!rested?.paused || rested.paused.why === 'asked') continue;
    // The time of the pause tells it from a later one; whoever did not come to tell of it is made up for.
    await queueNotice(
      ports,
      { team, channel: rested.createdBy },
      { kind: 'paused', subscriptionId: id, query: rested.query, channel, why: rested.paused.why },
      rested.paused.at.toISOString(),
    );
  }
}

/** Reads, decides and writes until no other writer came between. */
async function rest({ store, now }: RestPorts, id: string, why: Gone): Promise<Subscription | undefined> {
  for (;;) {
    const before = await store.subscriptions.get(id);
    if (!before || before.paused) return before;
    const after = { ...before, paused: { at: now(), why }, version: before.version + 1 };
    if (await store.subscriptions.replace(after)) return after;
  }
}
