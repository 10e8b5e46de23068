import { identify, type Publisher } from '../article.ts';
import type { Ownership, Topic } from '../taxonomy.ts';
import { truncate } from '../text.ts';
import type { Harvest } from './harvest.ts';
import type { FeedHealth } from './health.ts';
import type { PollWishes } from './poll-wishes.ts';
import type { Rhythm } from './rhythm.ts';

export type FeedKind = 'news' | 'status';

/** One subscribed source: whose voice it is, and where its polling stands. */
export interface Feed {
  id: string;
  url: string;
  title: string;
  siteUrl?: string;
  /** ISO 3166 alpha-2, or `INT`; `ZZ` where nobody said. */
  country: string;
  ownership: Ownership;
  language?: string;
  kind: FeedKind;
  /** What it is mostly about, where somebody said. */
  topics?: readonly Topic[];
  /** Where its list files it: names of folders, from the outermost inwards. */
  folder?: readonly string[];
  enabled: boolean;
  addedBy: string;
  etag?: string;
  lastModified?: string;
  /** When it is due. */
  nextPollAt: Date;
  /** Failed polls in a row. */
  failures: number;
  lastError?: string;
  lastSuccessAt?: Date;
  /** When it brings something new; absent till it has. */
  rhythm?: Rhythm;
  /** Absent till its first poll, as are the following. */
  health?: FeedHealth;
  harvest?: Harvest;
  wishes?: PollWishes;
  /** Marks of the items that its last document began with, and of their words: what is not among them is new, or changed. */
  marks?: readonly string[];
}

/** What a feed list can say of a feed; all but the address may be missing. */
export interface FeedEntry {
  url: string;
  title?: string | undefined;
  siteUrl?: string | undefined;
  country?: string | undefined;
  ownership?: Ownership | undefined;
  language?: string | undefined;
  kind?: FeedKind | undefined;
  topics?: readonly Topic[] | undefined;
  folder?: readonly string[] | undefined;
  /** `false` for a feed that rests. */
  enabled?: boolean | undefined;
}

/** Longer ones name nothing, and lists are sorted and turned by them. */
const maxTitle = 200;

/**
 * A feed ready for its first poll, due at once. Its id is a hash of its address, so the same address is the same feed in every list.
 */
export function createFeed(entry: FeedEntry, addedBy: string, now: Date): Feed {
  return {
    id: identifyFeed(entry.url),
    url: entry.url,
    title: truncate(entry.title ?? '', maxTitle) || URL.parse(entry.url)?.hostname.replace(/^www\./, '') || entry.url,
    ...(entry.siteUrl ? { siteUrl: entry.siteUrl } : {}),
    country: entry.country?.toUpperCase() || 'ZZ',
    ownership: entry.ownership ?? 'private',
    ...(entry.language ? { language: entry.language } : {}),
    kind: entry.kind ?? 'news',
    ...(entry.topics?.length ? { topics: entry.topics } : {}),
    ...(entry.folder?.length ? { folder: entry.folder } : {}),
    enabled: entry.enabled ?? true,
    addedBy,
    nextPollAt: now,
    failures: 0,
  };
}

/**
 * The id of the feed at an address, as the address stands: what looks like a tracking parameter may choose the feed.
 * Eight hex digits are enough to type, and to tell ten thousand feeds apart (about 1 in 100 that any two collide).
 */
export function identifyFeed(url: string): string {
  return identify(URL.parse(url)?.href ?? url).slice(0, 8);
}

/** The voice that a feed's articles carry. */
export function describePublisher(feed: Feed): Publisher {
  return { name: feed.title, country: feed.country, ownership: feed.ownership };
}
