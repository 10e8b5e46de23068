import type { Article } from '../article.ts';
import type { Correction } from '../classify/correction.ts';
import type { Adjustment } from '../classify/model.ts';
import type { Alert } from '../digest/alert.ts';
import type { Delivery } from '../digest/delivery.ts';
import type { Digest } from '../digest/digest.ts';
import type { Subscription } from '../digest/subscription.ts';
import type { Feed } from '../feeds/feed.ts';
import type { Sketch, Story } from '../stories/story.ts';
import type { AuditEntry, TeamSettings } from './ports.ts';

/**
 * One thing that a store keeps. All records of a store together are the store: what else it holds (indexes, postings, folded words) follows
 * from them.
 */
export type StoreRecord =
  /** An event of Slack that somebody has taken on. */
  | { kind: 'event'; id: string; at: Date }
  /** Whose a subscription is or was; without a team, that of a workspace which was forgotten. */
  | { kind: 'owner'; subscriptionId: string; team?: string }
  | { kind: 'installation'; team: string; sealed: string }
  | { kind: 'settings'; value: TeamSettings }
  /** Of one workspace in the order in which they were written. */
  | { kind: 'audit'; value: AuditEntry }
  /** Of one workspace in the order in which they were added. */
  | { kind: 'correction'; value: Correction }
  | { kind: 'adjustment'; team: string; value: Adjustment }
  /** One revision of an article, those of one together; it names its story by the id that the story had then. */
  | { kind: 'revision'; value: Article }
  | { kind: 'story'; value: Story }
  /** A story that goes on as part of another. */
  | { kind: 'absorbed'; id: string; into: string }
  | { kind: 'sketch'; value: Sketch }
  | { kind: 'digest'; value: Digest }
  | { kind: 'alert'; value: Alert }
  | { kind: 'delivery'; value: Delivery }
  /** `leaseUntil`: until when a claimant has it. */
  | { kind: 'subscription'; value: Subscription; leaseUntil?: Date }
  | { kind: 'feed'; value: Feed; leaseUntil?: Date };

export type RecordKind = StoreRecord['kind'];

/** The whole of a store, to be kept or moved to another; whoever does so has the store for himself. */
export interface RecordStore {
  /** Every record; those that come in an order come in it. */
  readAll(): AsyncIterable<StoreRecord>;
  /**
   * Writes all records of an export to an empty store. Of one that was cut off, the same may be written again from its beginning.
   * @throws FaultlineError `store-not-empty`, and nothing is written
   */
  writeAll(exportId: string, records: AsyncIterable<StoreRecord>): Promise<void>;
  close(): void;
}
