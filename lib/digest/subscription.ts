import { Cron } from 'croner';
import type { Publisher } from '../article.ts';

export const cadences = ['alert', 'hourly', 'daily', 'weekdays', 'weekly'] as const;
export type Cadence = (typeof cadences)[number];

/** When a story is worth an alert: enough independent publishers within a time, or the provider's own word. */
export interface AlertThreshold {
  publishers: number;
  /** Minutes. */
  within: number;
  /** Whether a status feed that says major or critical is enough by itself. */
  official: boolean;
}

/** What a channel wants to be told, and when. */
export interface Subscription {
  id: string;
  team: string;
  channel: string;
  /** As a person wrote it: the query grammar. */
  query: string;
  cadence: Cadence;
  /** "08:30", local; of `hourly` the minutes count; `alert` has no use for it. */
  at: string;
  /** IANA name. */
  timezone: string;
  /** Messages a day at most. */
  budget: number;
  /** Only with `alert`. */
  threshold?: AlertThreshold;
  /** Names of publishers that the channel does not want to hear, as written. */
  muted: string[];
  createdBy: string;
  createdAt: Date;
  /** Why it rests; absent while it runs. */
  paused?: { at: Date; why: 'asked' | 'channel-gone' | 'not-in-channel' };
  /** Where the next period begins: the end of the last one that was told. */
  toldUntil: Date;
  /** When it is due; an alert is looked at each time. */
  nextAt: Date;
  /** One more at each edit by a person and each period told; a writer that read an older one is refused. */
  version: number;
}

export const defaultThreshold: AlertThreshold = { publishers: 3, within: 60, official: true };
export const defaultBudget = 6;

const minute = 60_000;
/** An alert is looked at so often. */
const alertInterval = minute;
const spans: Readonly<Record<Cadence, number>> = {
  alert: 24 * 60 * minute,
  hourly: 60 * minute,
  daily: 24 * 60 * minute,
  weekdays: 24 * 60 * minute,
  weekly: 7 * 24 * 60 * minute,
};

/** How far back the first digest of a cadence looks, in milliseconds. */
export function spanOf(cadence: Cadence): number {
  return spans[cadence];
}

/**
 * The next time after `after` at which a subscription is due. Local times that a change of the clocks leaves out or repeats come once.
 * @returns whole minutes; for `alert` one minute on
 */
export function scheduleNext(
  { cadence, at, timezone }: Pick<Subscription, 'cadence' | 'at' | 'timezone'>,
  after: Date,
): Date {
  if (cadence === 'alert') return new Date(after.getTime() + alertInterval);
  const [hour = 0, minutes = 0] = at.split(':').map(Number);
  const pattern = {
    hourly: `${minutes} * * * *`,
    daily: `${minutes} ${hour} * * *`,
    weekdays: `${minutes} ${hour} * * 1-5`,
    weekly: `${minutes} ${hour} * * 1`,
  }[cadence];
  const next = new Cron(pattern, { timezone }).nextRun(after);
  if (!next) throw new Error(`no time follows ${after.toISOString()} for ${pattern}`);
  return next;
}

/** Whether a name is a time zone that this machine knows. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether the channel asked not to hear a publisher. */
export function isMuted({ muted }: { muted: readonly string[] }, { name }: Pick<Publisher, 'name'>): boolean {
  const lower = name.toLowerCase();
  return muted.some((one) => one.toLowerCase() === lower);
}
