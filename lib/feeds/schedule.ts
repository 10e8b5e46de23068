import type { Feed } from './feed.ts';

const minute = 60_000;
const usualInterval = 30 * minute;
const minInterval = 10 * minute;
const maxInterval = 24 * 60 * minute;
/** A server that asks for more has miscounted: a feed is slowed down, never given up. */
const maxRetryAfter = 7 * 24 * 60 * minute;

/**
 * When to poll a feed again after a success: half an hour on, later where the feed or its server asks for it (`ttl`, `max-age`),
 * never more than a day.
 */
export function scheduleAfterSuccess(
  now: Date,
  hints: { ttlMinutes?: number | undefined; maxAge?: number | undefined },
): Date {
  const asked = Math.max((hints.ttlMinutes ?? 0) * minute, (hints.maxAge ?? 0) * 1000);
  return new Date(now.getTime() + Math.min(maxInterval, Math.max(usualInterval, asked)));
}

/**
 * When to poll a feed again that has not changed: after the time that it asked for when it last had, which the answer need not repeat.
 * @param feed as its last poll left it
 */
export function scheduleAfterUnchanged(
  now: Date,
  { failures, lastSuccessAt, nextPollAt }: Pick<Feed, 'failures' | 'lastSuccessAt' | 'nextPollAt'>,
): Date {
  const asked = failures === 0 && lastSuccessAt ? nextPollAt.getTime() - lastSuccessAt.getTime() : 0;
  return scheduleAfterSuccess(now, { maxAge: asked / 1000 });
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
  const backOff = Math.min(maxInterval, minInterval * 2 ** Math.min(feed.failures - 1, 10));
  const spread = backOff * (0.875 + random / 4);
  return new Date(now.getTime() + Math.max(spread, Math.min(maxRetryAfter, (retryAfter ?? 0) * 1000)));
}
