import { type ArticleDraft, identify } from '../article.ts';
import type { Feed } from './feed.ts';
import type { FetchedDocument, FetchOutcome } from './fetch-outcome.ts';
import { countHarvest } from './harvest.ts';
import { judgeHealth, learnRhythm } from './health.ts';
import type { PollWishes } from './poll-wishes.ts';
import { scheduleAfterFailure, scheduleAfterSuccess } from './schedule.ts';

/** How one poll ended, as far as the feed is concerned. */
export type PollEnd =
  | {
      kind: 'fetched';
      /** The address to ask from now on. */
      url: string;
      etag?: string | undefined;
      lastModified?: string | undefined;
      wishes: PollWishes;
      /** A hash of the document. */
      print: string;
      /** Its items, the most recent first. */
      items: readonly MarkedItem[];
      /** Articles whose words changed. */
      revised: number;
      /** New articles in scope. */
      inScope: number;
    }
  | Exclude<FetchOutcome, FetchedDocument>;

/** What of an item a feed remembers it by. */
type MarkedItem = Pick<ArticleDraft, 'id' | 'title' | 'summary' | 'publishedAt'>;

/** Of so many items of a document is remembered that they were there. */
const keptItems = 64;
/** Characters of an id that tell it from 64 others: one of 250,000 new items is taken for known. */
const idLength = 6;
/** Of a hash of its words: one change of words in a million is not noticed. */
const wordsLength = 5;

/**
 * The feed as its poll leaves it: when it is due, how it fares, what it has learned of its rhythm and its yield.
 * @param random 0 to 1, spreads polls that failed together
 */
export function settleFeed(feed: Feed, end: PollEnd, now: Date, random: number): Feed {
  switch (end.kind) {
    case 'fetched':
      return settleFetched(feed, end, now);
    case 'unchanged': {
      const { lastError: _lastError, ...rest } = feed;
      return settleAnswered(rest, { kind: 'unchanged' }, now);
    }
    case 'gone':
      return {
        ...feed,
        enabled: false,
        lastError: explainEnd(end) ?? '',
        health: judgeHealth(feed, end, now),
        nextPollAt: now,
      };
    default: {
      const failed = { ...feed, failures: feed.failures + 1, lastError: explainEnd(end) ?? '' };
      const retryAfter = end.kind === 'failed' ? end.retryAfter : undefined;
      return {
        ...failed,
        health: judgeHealth(failed, end, now),
        nextPollAt: scheduleAfterFailure(now, failed, retryAfter, random),
      };
    }
  }
}

function settleFetched(feed: Feed, end: Extract<PollEnd, { kind: 'fetched' }>, now: Date): Feed {
  const { etag: _etag, lastModified: _lastModified, lastError: _lastError, ...rest } = feed;
  const marks = end.items.slice(0, keptItems).map(writeMark);
  const known = new Set(feed.marks?.map((mark) => mark.slice(0, idLength)));
  const isNew = end.revised > 0 || marks.some((mark) => !known.has(mark.slice(0, idLength)));
  const learned: Feed = {
    ...rest,
    url: end.url,
    ...(end.etag ? { etag: end.etag } : {}),
    ...(end.lastModified ? { lastModified: end.lastModified } : {}),
    ...(isNew
      ? {
          rhythm: learnRhythm(
            feed,
            end.items.map(({ publishedAt }) => publishedAt),
            now,
          ),
        }
      : {}),
    // What an empty document had before may come again, and is not new then.
    ...(marks.length > 0 ? { marks } : {}),
    harvest: countHarvest(feed.harvest, end.inScope, now),
    wishes: end.wishes,
  };
  return settleAnswered(learned, { kind: 'fetched', items: end.items.length, isNew, print: end.print }, now);
}

function writeMark({ id, title, summary }: MarkedItem): string {
  return id.slice(0, idLength) + identify(`${title}\n${summary}`).slice(0, wordsLength);
}

/** Those of a document's items that its last one did not have, or not in these words. */
export function dropSeen<Item extends MarkedItem>({ marks }: Pick<Feed, 'marks'>, items: readonly Item[]): Item[] {
  const seen = new Set(marks);
  return items.filter((item) => !seen.has(writeMark(item)));
}

function settleAnswered(feed: Feed, sighting: Parameters<typeof judgeHealth>[1], now: Date): Feed {
  const answered = { ...feed, failures: 0, lastSuccessAt: now };
  return {
    ...answered,
    health: judgeHealth(answered, sighting, now),
    nextPollAt: scheduleAfterSuccess(now, answered),
  };
}

/** Why a poll brought no document, in one line for people; `undefined` where it did, or need not. */
export function explainEnd(end: PollEnd): string | undefined {
  switch (end.kind) {
    case 'gone':
      return '410 Gone: the publisher took the feed away for good; it is disabled';
    case 'blocked':
      return `a bot wall (${end.by}) answered instead of the feed; ask the publisher to let it through`;
    case 'failed':
      return end.reason;
    default:
      return undefined;
  }
}
