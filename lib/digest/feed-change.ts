import type { Feed } from '../feeds/feed.ts';
import type { FeedState } from '../feeds/health.ts';

/** A feed that fares otherwise than before, as its followers are told. */
export interface FeedChange {
  feedId: string;
  title: string;
  url: string;
  siteUrl?: string;
  state: FeedState;
  /** When that was noticed. */
  changedAt: Date;
  /** How it fared before. */
  was: FeedState;
  /** When it brought something new last. */
  lastAt?: Date;
  /** The vendor of the bot wall. */
  wall?: string;
  /** What its last poll failed with. */
  reason?: string;
}

/**
 * What is to be told of a feed for a period: how it fares since, where that changed in it. That it is back is told to those alone who
 * were told before that it was not.
 */
export function findFeedChange(feed: Feed, from: Date, to: Date): FeedChange | undefined {
  const { health, rhythm } = feed;
  if (!health?.before || health.changedAt <= from || health.changedAt > to) return undefined;
  const { state, changedAt, before, wall } = health;
  if (state === 'ok' && (before.state === 'ok' || before.changedAt > from)) return undefined;
  return {
    feedId: feed.id,
    title: feed.title,
    url: feed.url,
    ...(feed.siteUrl ? { siteUrl: feed.siteUrl } : {}),
    state,
    changedAt,
    was: before.state,
    ...(rhythm ? { lastAt: rhythm.lastAt } : {}),
    ...(state === 'blocked' && wall ? { wall } : {}),
    ...(state === 'failing' && feed.lastError ? { reason: feed.lastError } : {}),
  };
}
