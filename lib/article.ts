import { createHash } from 'node:crypto';
import type { Ownership, Sector, Topic, Viewpoint } from './taxonomy.ts';
import { stripPublisherSuffix } from './text.ts';
import { canonicalizeUrl } from './url.ts';

/** What a publisher said: one entry of a feed document, its text already plain. */
export interface Item {
  guid?: string;
  /** Absolute where the feed gave enough to make it so; otherwise absent. */
  url?: string;
  title: string;
  summary: string;
  content?: string;
  published?: Date;
  updated?: Date;
}

export interface Publisher {
  name: string;
  /** ISO 3166 alpha-2, or `INT`. */
  country: string;
  ownership: Ownership;
}

export interface Label<Id extends string = string> {
  id: Id;
  /** Calibrated probability, 0 to 1. */
  score: number;
  /** Words of this very article that decided, heaviest first. Never empty. */
  evidence: string[];
}

/** What the classifier says of an article. */
export interface Judgement {
  topic: Topic;
  topicScore: number;
  sectors: Label<Sector>[];
  viewpoints: Label<Viewpoint>[];
}

/** An item before judging: ours by identity, place and time. */
export interface ArticleDraft {
  /** 16 hex digits: hash of the canonical URL, or of feed and guid where there is none. */
  id: string;
  feedId: string;
  publisher: Publisher;
  url: string;
  title: string;
  summary: string;
  content?: string;
  publishedAt: Date;
  seenAt: Date;
  /** BCP 47 primary language, `und` where undetermined. */
  language: string;
}

export interface Article extends ArticleDraft, Judgement {
  storyId: string;
  /** 1 at first sight; one more at each change of the item's words. */
  revision: number;
  /** When this revision was first seen; equals `seenAt` for revision 1. */
  revisedAt: Date;
  /** What the latest revision changed; absent for revision 1. */
  change?: 'cosmetic' | 'new-fact';
}

/** Dates before the first web feeds are a publisher's default value, not news. */
const earliestDate = Date.UTC(1995, 0, 1);

/**
 * Makes the article of an item, not yet judged or placed.
 * A date in the future, before 1995 or missing becomes `seenAt`, so that a wrong clock cannot pin an item to the top.
 * @param item with at least a title, a summary or a URL; `undefined` is returned for one that says nothing at all
 */
export function createArticleDraft(
  item: Item,
  feed: { id: string; title: string; publisher: Publisher; language?: string },
  seenAt: Date,
  detectLanguage: (text: string, hint: string | undefined) => string,
): ArticleDraft | undefined {
  const title = stripPublisherSuffix(item.title, [feed.publisher.name, feed.title]);
  const url = item.url ? canonicalizeUrl(item.url) : '';
  if (!title && !item.summary) return undefined;
  const stated = (item.published ?? item.updated)?.getTime() ?? Number.NaN;
  const isPlausible = stated >= earliestDate && stated <= seenAt.getTime();
  return {
    id: identify(url || `${feed.id}\n${item.guid ?? `${item.title}\n${item.summary}`}`),
    feedId: feed.id,
    publisher: feed.publisher,
    url,
    title: title || item.summary.slice(0, 120),
    summary: item.summary,
    ...(item.content ? { content: item.content } : {}),
    publishedAt: isPlausible ? new Date(stated) : seenAt,
    seenAt,
    language: detectLanguage(`${title}. ${item.summary}`, feed.language),
  };
}

/**
 * A content id: the first 16 hex digits of a SHA-256. At a million ids the chance of any collision is about 3 in 10^8.
 */
export function identify(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * What a new wording of a known article changes: `undefined` for nothing, `cosmetic` where words moved but no figure, negation or
 * stage of the event did, `new-fact` otherwise.
 */
export function compareWording(
  before: { title: string; summary: string },
  after: { title: string; summary: string },
): 'cosmetic' | 'new-fact' | undefined {
  const old = `${before.title}\n${before.summary}`;
  const now = `${after.title}\n${after.summary}`;
  if (old === now) return undefined;
  const oldFacts = extractFacts(old);
  return [...extractFacts(now)].some((fact) => !oldFacts.has(fact)) ? 'new-fact' : 'cosmetic';
}

const stageWord =
  /^(?:no|not|never|resolved|restored|recovered|confirmed|denied|correction|corrected|retracted|monitoring|identified|arrested|fined|killed|dead|update)$/;

/** Figures, stages of an event and capitalised names: what a reader would call news in a changed item. */
function extractFacts(text: string): Set<string> {
  const facts = new Set<string>();
  for (const [word] of text.matchAll(/\d[\d.,:%]*|[\p{L}]+/gu)) {
    const lower = word.toLowerCase();
    if (/^\d/.test(word)) facts.add(word.replace(/[.,:]+$/, ''));
    else if (stageWord.test(lower)) facts.add(lower);
    else if (word !== lower && word.length > 3) facts.add(lower);
  }
  return facts;
}
