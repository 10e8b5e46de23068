import type { Article } from '../article.ts';
import type { Correction } from '../classify/correction.ts';
import type { Adjustment } from '../classify/model.ts';
import type { Alert } from '../digest/alert.ts';
import type { Delivery } from '../digest/delivery.ts';
import type { Digest } from '../digest/digest.ts';
import type { Message } from '../digest/message.ts';
import type { Finding, PostOutcome } from '../digest/post-outcome.ts';
import type { Subscription } from '../digest/subscription.ts';
import type { Feed } from '../feeds/feed.ts';
import type { FetchOutcome, FetchRequest } from '../feeds/fetch-outcome.ts';
import type { Sketch, Story } from '../stories/story.ts';

/** The clock, the only thing that tests fake. */
export type Now = () => Date;

/** A guarded HTTP GET. Refusals and failures are outcomes, never exceptions. */
export type Fetch = (request: FetchRequest) => Promise<FetchOutcome>;

/** Hands work on to be done elsewhere. Resolves once it is in safe hands, not when it is done. */
export type HandOn<Job> = (job: Job) => Promise<void>;

/** Whether there is time to begin something more: asked before each piece of work that may be left to another run. */
export type MayBegin = () => boolean;

/** A part of a long answer; `next` is handed back to get the part after it, and absent on the last. */
export interface Page<T> {
  items: T[];
  next?: string;
}

export interface PageRequest {
  /** At most so many items; 100 if not given. */
  limit?: number;
  after?: string | undefined;
}

export interface FeedStore {
  /** By title. */
  list(page?: PageRequest): Promise<Page<Feed>>;
  get(id: string): Promise<Feed | undefined>;
  /** False, and nothing written, where the id exists. */
  add(feed: Feed): Promise<boolean>;
  /** Replaces what people tune (title, country, ownership, language, kind, enabled); false where there is no such feed. */
  tune(
    id: string,
    changes: Partial<Pick<Feed, 'title' | 'siteUrl' | 'country' | 'ownership' | 'language' | 'kind' | 'enabled'>>,
  ): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  /**
   * Takes feeds that are enabled and due, longest due first, under a lease: no second claimant gets them before `leaseUntil`, and
   * after it anyone does, so that a poll that died is made up for.
   */
  claimDue(now: Date, leaseUntil: Date, limit: number): Promise<Feed[]>;
  /** Takes the named feeds likewise, due or not, but for those on which another claimant's lease runs. */
  claim(ids: readonly string[], now: Date, leaseUntil: Date): Promise<Feed[]>;
  /** Ends a claim with the outcome of the poll. False, and nothing written, where the lease `leaseUntil` was lost to another claimant. */
  settle(feed: Feed, leaseUntil: Date): Promise<boolean>;
}

/** Everything that one ingest decided, written together or not at all. */
export interface Placement {
  /** New articles; each must not exist. */
  added: Article[];
  /** Changed articles; the stored revision must be one less. Earlier revisions are kept. */
  revised: Article[];
  /** Stories that gained or changed an article; the stored version must be one less (0 stands for none). */
  stories: Story[];
  /** Sketches of the added articles. */
  sketches: Sketch[];
  /** Stories that go on as part of another of `stories`; the stored version must be this one. */
  absorbed?: { id: string; version: number; into: string }[];
}

/** What a store can narrow by itself; the rest of a query is matched on the articles it returns. */
export interface ArticleFilter {
  /** First seen or revised after this time. */
  from?: Date | undefined;
  /** First seen or revised at this time or before; the article comes back as it was known then. */
  to?: Date | undefined;
  topics?: readonly string[] | undefined;
  /** Each must begin a word of title, summary or publisher, or occur as consecutive words there; without regard to case and accents. */
  words?: readonly string[] | undefined;
}

export interface ArticleStore {
  get(id: string): Promise<Article | undefined>;
  /** Those that exist, in no order; with `at`, in the revision that was known at that time, and only those seen by then. */
  getMany(ids: readonly string[], at?: Date): Promise<Article[]>;
  /** All revisions, oldest first. */
  revisions(id: string): Promise<Article[]>;
  /** Each article once, newest seen or revised first. */
  find(filter: ArticleFilter, page?: PageRequest): Promise<Page<Article>>;
  /** False, and nothing written, where another writer was first: load again and decide anew. */
  place(placement: Placement): Promise<boolean>;
  /** Forgets articles seen before a time, with their revisions and sketches and the stories left empty; returns how many articles. */
  deleteSeenBefore(time: Date): Promise<number>;
}

/**
 * A story that was absorbed is found by its old id as the one that it is part of now, and its articles and sketches name that one.
 */
export interface StoryStore {
  get(id: string): Promise<Story | undefined>;
  /** Those that exist, each once. */
  getMany(ids: readonly string[]): Promise<Story[]>;
  /** Last updated first. */
  list(page?: PageRequest): Promise<Page<Story>>;
  /**
   * The sketches published between the times that share most and rarest keys with the given ones, at most `limit`. The cost depends on the
   * keys and the limit, not on how much is stored.
   */
  similar(keys: readonly number[], from: Date, to: Date, limit: number): Promise<Sketch[]>;
}

export interface DigestStore {
  get(id: string): Promise<Digest | undefined>;
  /** The last digest of a subscription that ended before a time. */
  previous(subscriptionId: string, before: Date): Promise<Digest | undefined>;
  /** Stores once: false, and nothing written, where the id exists. */
  add(digest: Digest): Promise<boolean>;
}

export interface CorrectionStore {
  add(correction: Correction): Promise<void>;
  /** Those of a workspace in the order in which they were added. */
  list(team: string, page?: PageRequest): Promise<Page<Correction>>;
  /** Keeps what a workspace's corrections taught, in place of what it kept before. */
  adjust(team: string, adjustment: Adjustment): Promise<void>;
  adjustment(team: string): Promise<Adjustment | undefined>;
}

export interface SubscriptionStore {
  get(id: string): Promise<Subscription | undefined>;
  /** By channel, oldest first within one; of all channels where none is named. */
  list(team: string, channel?: string, page?: PageRequest): Promise<Page<Subscription>>;
  /** False, and nothing written, where the id exists. */
  add(subscription: Subscription): Promise<boolean>;
  /** Writes an edit by a person; the stored version must be one less. False, and nothing written, otherwise. Ends no claim. */
  replace(subscription: Subscription): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  /** Takes subscriptions that are not paused and due, longest due first, under a lease, as `FeedStore.claimDue` does. */
  claimDue(now: Date, leaseUntil: Date, limit: number): Promise<Subscription[]>;
  /**
   * Ends a claim: writes `toldUntil`, and `nextAt` unless a person put it off to after `toldUntil` meanwhile; an edit that left it as it
   * was does not make the same period due again. The version becomes one more than the stored one: an edit begun before would undo what
   * is written here. False, and nothing written, where the lease `leaseUntil` was lost to another claimant.
   */
  settle(told: Pick<Subscription, 'id' | 'toldUntil' | 'nextAt' | 'version'>, leaseUntil: Date): Promise<boolean>;
}

export interface DeliveryStore {
  get(id: string): Promise<Delivery | undefined>;
  /** False, and nothing written, where the id exists. */
  add(delivery: Delivery): Promise<boolean>;
  /**
   * Takes deliveries that are `due` or `unsure` at a time, and `claimed` ones whose lease has run out, longest due first: each becomes
   * `claimed` until `leaseUntil`, its version one more; nothing else changes. `before` is the state that it was in.
   */
  claimDue(
    now: Date,
    leaseUntil: Date,
    limit: number,
  ): Promise<{ delivery: Delivery; before: Exclude<Delivery['state'], 'asked' | 'sent' | 'failed'> }[]>;
  /** The stored version must be one less. False, and nothing written, otherwise. */
  replace(delivery: Delivery): Promise<boolean>;
  /** Deliveries of a subscription that were created after a time, oldest first. */
  listSince(subscriptionId: string, time: Date): Promise<Delivery[]>;
}

export interface AlertStore {
  get(id: string): Promise<Alert | undefined>;
  /** False, and nothing written, where the id exists. */
  add(alert: Alert): Promise<boolean>;
  /** The stored version must be one less. False, and nothing written, otherwise. */
  replace(alert: Alert): Promise<boolean>;
  /** Those of a subscription that are not closed, oldest first. */
  listOpen(subscriptionId: string): Promise<Alert[]>;
}

/** Who may change the feed list, and what becomes of a message that may or may not have arrived. */
export interface TeamSettings {
  team: string;
  /** User ids beside the admins and the installer, or everyone. */
  feedTuners: 'everyone' | string[];
  whenUnsure: 'ask' | 'repeat';
  /** Who installed the app. */
  installer?: string;
}

/** Who changed what. */
export interface AuditEntry {
  team: string;
  at: Date;
  /** User id. */
  by: string;
  /** One line for people. */
  deed: string;
}

/** What belongs to a workspace itself. */
export interface TeamStore {
  settings(team: string): Promise<TeamSettings | undefined>;
  saveSettings(settings: TeamSettings): Promise<void>;
  audit(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  listAudit(team: string, page?: PageRequest): Promise<Page<AuditEntry>>;
  /** An installation as its owner sealed it; the store cannot read it. */
  installation(team: string): Promise<string | undefined>;
  saveInstallation(team: string, sealed: string): Promise<void>;
  /**
   * Forgets all that belongs to a workspace: its subscriptions, those removed before as well, with their digests, deliveries and alerts;
   * the digests that the command line made for it; corrections and what they taught; settings, audit entries and installation. What a
   * worker adds afterwards for one of these subscriptions is refused. Does nothing where there is nothing.
   */
  forget(team: string): Promise<void>;
  /** True for the first who asks for an event; what was asked for before `now - 1 day` may be forgotten. */
  claimEvent(id: string, now: Date): Promise<boolean>;
  /** Lets an event be claimed again, for whoever claimed it could not do what it asks for. */
  releaseEvent(id: string): Promise<void>;
}

export interface Store {
  feeds: FeedStore;
  articles: ArticleStore;
  stories: StoryStore;
  digests: DigestStore;
  corrections: CorrectionStore;
  subscriptions: SubscriptionStore;
  deliveries: DeliveryStore;
  alerts: AlertStore;
  teams: TeamStore;
  close(): void;
}

export interface Address {
  team: string;
  /** Channel id, or a user id for a direct message. */
  channel: string;
  /** The `ts` of the message to reply to. */
  thread?: string;
}

/** Posts to Slack. Refusals and failures are outcomes, never exceptions; nothing is tried twice. */
export interface Messenger {
  /**
   * @param mark stands in the message's metadata, to find it by
   * @param mayRepeat says so in its first line
   */
  post(to: Address, message: Message, mark: string, mayRepeat?: boolean): Promise<PostOutcome>;
  /** Replaces a message; the same edit twice leaves the same message. */
  edit(to: Address & { ts: string }, message: Message): Promise<PostOutcome>;
  /** The message that carries a mark, where the app may read the channel's history. */
  find(to: Address, mark: string, since: Date): Promise<Finding>;
}

/** What Slack knows of people and channels. */
export interface Directory {
  isAdmin(team: string, user: string): Promise<boolean>;
  isMember(team: string, channel: string, user: string): Promise<boolean>;
}
