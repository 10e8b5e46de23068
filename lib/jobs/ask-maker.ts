import { identify } from '../article.ts';
import { createDelivery, type Delivery } from '../digest/delivery.ts';
import type { Message } from '../digest/message.ts';
import { settleAnswer } from '../digest/settle-delivery.ts';
import { FaultlineError } from '../errors.ts';
import { nameTime, nameTitle } from '../render/words.ts';
import { type Actor, authorizeChannel } from './authorize.ts';
import type { Directory, Now, Store } from './ports.ts';

/**
 * Queues a question to the maker of a subscription, once for each attempt: did this message arrive?
 * @returns false where there is nobody to be asked, for the subscription was removed
 */
export async function askMaker(
  { store, now }: { store: Pick<Store, 'deliveries' | 'subscriptions'>; now: Now },
  { id, team, channel, subscriptionId, posted }: Delivery,
  triedAt: Date,
  message: Message,
): Promise<boolean> {
  const subscription = subscriptionId ? await store.subscriptions.get(subscriptionId) : undefined;
  if (!subscription) return false;
  const { createdBy, query } = subscription;
  const notice = { kind: 'unsure', deliveryId: id, channel, what: nameMessage(message), query } as const;
  // Not of its words, which a new title of the story would change.
  const question = identify(`unsure\n${id}\n${posted.length}\n${triedAt.toISOString()}`);
  const consignment = { kind: 'notice', notice } as const;
  await store.deliveries.add(createDelivery({ id: question, team, channel: createdBy, consignment }, now()));
  return true;
}

function nameMessage(message: Message): string {
  switch (message.kind) {
    case 'digest':
      return `the digest of ${nameTime(message.digest.to)}`;
    case 'details':
      return `the details of "${nameTitle(message.story)}" in the digest of ${nameTime(message.digest.to)}`;
    case 'alert':
      return `the alert "${nameTitle(message.alert.story)}"`;
    case 'change':
      return `an update of the alert "${nameTitle(message.alert.story)}"`;
    case 'notice':
      return 'a notice';
  }
}

/**
 * Settles a message that may have arrived as a person says: `post-again` it is posted, saying that it may be a repeat; `leave` it
 * counts as arrived. For the maker of the subscription, the members of the channel and admins.
 * @returns the delivery as it goes on
 * @throws FaultlineError `delivery-unknown`, `not-a-member`, or `delivery-settled` where nothing was to be said any more
 */
export async function answerUnsure(
  { store, directory, now }: { store: Pick<Store, 'deliveries' | 'subscriptions'>; directory: Directory; now: Now },
  actor: Actor,
  deliveryId: string,
  choice: 'post-again' | 'leave',
): Promise<Delivery> {
  for (;;) {
    const before = await store.deliveries.get(deliveryId);
    if (before?.team !== actor.team) throw new FaultlineError('delivery-unknown');
    const maker = before.subscriptionId && (await store.subscriptions.get(before.subscriptionId))?.createdBy;
    if (maker !== actor.user) await authorizeChannel(directory, actor, before.channel);
    if (!isOpen(before, now())) throw new FaultlineError('delivery-settled');
    const after = { ...settleAnswer(before, choice, now()), version: before.version + 1 };
    if (await store.deliveries.replace(after)) return after;
  }
}

/** Where a worker died between the question and writing that it was asked, the answer may come first. */
function isOpen({ state, triedAt, leaseUntil }: Delivery, now: Date): boolean {
  if (state === 'asked') return true;
  return triedAt !== undefined && (state === 'unsure' || (state === 'claimed' && (leaseUntil ?? now) <= now));
}
