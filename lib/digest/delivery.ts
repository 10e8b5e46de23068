import type { FeedChange } from './feed-change.ts';

/** What is to be posted; several messages for a digest (the parent, then a reply a story) and for an alert (then a reply a change). */
export type Consignment =
  | { kind: 'digest'; digestId: string }
  | { kind: 'alert'; alertId: string }
  | { kind: 'notice'; notice: Notice };

/** A message of ours to one person or channel that tells no news. */
export type Notice =
  /** `resting` counts the subscriptions of the channel that were paused while there was no posting to it. */
  | { kind: 'welcome'; resting?: number }
  /** Says why a subscription rests. */
  | { kind: 'paused'; subscriptionId: string; query: string; channel: string; why: 'channel-gone' | 'not-in-channel' }
  /** Asks the maker of a subscription whether a message arrived. */
  | { kind: 'unsure'; deliveryId: string; channel: string; what: string; query: string }
  /** Tells followers how feeds fare; `more` counts those that it does not name. */
  | { kind: 'feeds'; changes: readonly FeedChange[]; more: number };

/**
 * A message, or a message and its thread, on its way to a channel. Messages go out in order; `posted` holds the `ts` of those that
 * Slack has for certain.
 */
export interface Delivery {
  /** Of the digest or alert; of a notice, a hash of what it says to whom. */
  id: string;
  team: string;
  /** Channel id, or a user id for a direct message. */
  channel: string;
  /** Absent for notices. */
  subscriptionId?: string;
  consignment: Consignment;
  /**
   * `due`: nothing is under way; `claimed`: a worker posts, until `leaseUntil`; `unsure`: whether the next message arrived is not
   * known; `asked`: likewise, and a person was asked; `sent`: all of it stands in Slack; `failed`: it cannot be posted.
   */
  state: 'due' | 'claimed' | 'unsure' | 'asked' | 'sent' | 'failed';
  /** Not before this time. */
  dueAt: Date;
  leaseUntil?: Date;
  /**
   * When a worker set about posting the next message, whose fate is not known since: where to look for it from. Written before the
   * post, so that its absence means that the message certainly was not posted, whatever became of the worker.
   */
  triedAt?: Date;
  /** Claims that ended without its next message. */
  attempts: number;
  /** The `ts` of each message, in order. */
  posted: string[];
  /** The version of an alert that its message shows. */
  shown?: number;
  /** Whether the next message must say that it may be a repeat. */
  mayRepeat?: boolean;
  /** Why it failed or waits, for people. */
  reason?: string;
  createdAt: Date;
  /** The run that it comes from, to find what came before it in the log. */
  correlation?: string;
  /** One more at each write; a writer that read an older one is refused. */
  version: number;
}

/** A delivery of which nothing was posted yet, due at once. */
export function createDelivery(
  what: Pick<Delivery, 'id' | 'team' | 'channel' | 'consignment'> & { subscriptionId?: string },
  now: Date,
): Delivery {
  return { ...what, state: 'due', dueAt: now, attempts: 0, posted: [], createdAt: now, version: 1 };
}
