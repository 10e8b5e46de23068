import type { Feed } from './feed.ts';
import { findWelcome } from './poll-wishes.ts';
import { countArrivals } from './rhythm.ts';

const minute = 60_000;
const week = 7 * 24 * 60 * minute;
const usualInterval = 30 * minute;
const shortestInterval = 15 * minute;
const longestInterval = 24 * 60 * minute;
const firstBackOff = 10 * minute;
/** A server that asks for more has miscounted: a feed is slowed down, never given up. */
const maxRetryAfter = week;
/** Polls for each time at which something new comes: so much of the gap passes at most before it is read. */
const pollsAnArrival = 4;

/**
 * When to poll a feed again that answered. Four times in the gap between two of its news, from every quarter of an hour to once a day;
 * half an hour on while its rhythm is not known. What has been quiet for long is asked ever less often. A status page is asked every half
 * hour at least, for its silence says nothing of tomorrow. Later where the feed or its server asks for it, of which a day is believed,
 * and never at an hour or on a day that it rules out.
 */
export function scheduleAfterSuccess(
  now: Date,
  { rhythm, kind, wishes = {} }: Pick<Feed, 'rhythm' | 'kind' | 'wishes'>,
): Date {
  const arrivals = rhythm && countArrivals(rhythm);
  const paced = arrivals ? week / arrivals / pollsAnArrival : usualInterval;
  const quiet = rhythm ? (now.getTime() - rhythm.lastAt.getTime()) / 32 : 0;
  const own = kind === 'status' ? Math.min(usualInterval, paced) : Math.max(paced, quiet);
  const wait = Math.max(shortestInterval, own, (wishes.wait ?? 0) * 1000);
  return findWelcome(new Date(now.getTime() + Math.min(longestInterval, wait)), wishes);
}

/**
 * When to poll a feed again after a failure: ten minutes on, doubled with each failure in a row up to a day, spread by a quarter so
 * that feeds of one fallen host do not come back together; never before the server's `Retry-After`, of which a week is believed.
 * @param feed with the failure counted
 * @param retryAfter seconds
 * @param random 0 to 1
 */
export function scheduleAfterFailure(
  now: Date,
  feed: Pick<Feed, 'failures'>,
  retryAfter: number | undefined,
  random: number,
): Date {
  const backOff = Math.min(longestInterval, firstBackOff * 2 ** Math.min(feed.failures - 1, 10));
  const spread = backOff * (0.875 + random / 4);
  return new Date(now.getTime() + Math.max(spread, Math.min(maxRetryAfter, (retryAfter ?? 0) * 1000)));
}
