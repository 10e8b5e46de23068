import type { Subscription } from './subscription.ts';

/** Longer than any local day. */
const longestDay = 26 * 3_600_000;
/** Making one takes far longer than asking it. */
const calendars = new Map<string, Intl.DateTimeFormat>();

/** Since when messages may count for the local day of a time, whatever the time zone. */
export function startOfLongestDay(now: Date): Date {
  return new Date(now.getTime() - longestDay);
}

/**
 * Messages that a subscription may still send on the local day of a time.
 * @param sent when its messages were made; those of other days do not count
 */
export function countLeft(
  { budget, timezone }: Pick<Subscription, 'budget' | 'timezone'>,
  sent: readonly Date[],
  now: Date,
): number {
  const calendar =
    calendars.get(timezone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' });
  calendars.set(timezone, calendar);
  const today = calendar.format(now);
  const since = startOfLongestDay(now);
  return Math.max(0, budget - sent.filter((time) => time > since && calendar.format(time) === today).length);
}
