import { identify } from '../article.ts';
import { createDelivery, type Notice } from '../digest/delivery.ts';
import type { Address, Now, Store } from './ports.ts';

/**
 * Queues a notice, once: its delivery's id is a hash of what it says, to whom, and on which occasion.
 * @param occasion tells it from the same words said another time
 */
export async function queueNotice(
  { store, now }: { store: Pick<Store, 'deliveries'>; now: Now },
  { team, channel }: Pick<Address, 'team' | 'channel'>,
  notice: Notice,
  occasion: string,
): Promise<void> {
  const id = identify(JSON.stringify([team, channel, notice, occasion]));
  const consignment = { kind: 'notice', notice } as const;
  await store.deliveries.add(createDelivery({ id, team, channel, consignment }, now()));
}
