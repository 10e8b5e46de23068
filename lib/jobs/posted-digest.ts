import type { Delivery } from '../digest/delivery.ts';
import type { Digest } from '../digest/digest.ts';
import type { Store } from './ports.ts';

/** A digest older than this is not the one that people have before their eyes: one period of the slowest cadence, and a day. */
const lookBack = 8 * 86_400_000;

/** The last digest that was posted in a channel, of whichever of its subscriptions; `undefined` where none was in the last eight days. */
export async function findPostedDigest(
  store: Pick<Store, 'subscriptions' | 'deliveries' | 'digests'>,
  { team, channel }: { team: string; channel: string },
  now: Date,
): Promise<Digest | undefined> {
  const since = new Date(now.getTime() - lookBack);
  let last: Delivery | undefined;
  let after: string | undefined;
  do {
    const page = await store.subscriptions.list(team, channel, { after });
    for (const { id } of page.items) {
      const posted = (await store.deliveries.listSince(id, since)).filter(isPostedDigest).at(-1);
      if (posted && (!last || posted.createdAt > last.createdAt)) last = posted;
    }
    after = page.next;
  } while (after);
  return last?.consignment.kind === 'digest' ? store.digests.get(last.consignment.digestId) : undefined;
}

function isPostedDigest({ consignment, posted }: Delivery): boolean {
  return consignment.kind === 'digest' && posted.length > 0;
}
