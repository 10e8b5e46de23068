/** How many articles in scope a feed brought of late; those of its first poll, which are from all its past, do not count. */
export interface Harvest {
  /** When counting began. */
  startedAt: Date;
  /** The week of the first of the counts, in weeks since 1970. */
  week: number;
  /** Articles in scope a week, newest week first. */
  counts: readonly number[];
}

/** What of a feed tells its yield. */
interface Harvested {
  harvest?: Harvest;
  lastSuccessAt?: Date;
}

const week = 7 * 86_400_000;
/** A quarter. */
const keptWeeks = 13;
const minWeeks = 6;

/** The counts with the new articles of one poll added. */
export function countHarvest(before: Harvest | undefined, inScope: number, now: Date): Harvest {
  const current = Math.floor(now.getTime() / week);
  if (!before) return { startedAt: now, week: current, counts: [0] };
  const passed = Math.max(0, current - before.week);
  const [newest = 0, ...older] = [...new Array<number>(Math.min(passed, keptWeeks)).fill(0), ...before.counts];
  return {
    startedAt: before.startedAt,
    week: before.week + passed,
    counts: [newest + inScope, ...older].slice(0, keptWeeks),
  };
}

/**
 * The yield of a feed when it answered last: articles in scope a week, over a quarter at most; `undefined` in its first week.
 */
export function findYield({ harvest, lastSuccessAt }: Harvested): number | undefined {
  const weeks = harvest && lastSuccessAt ? countWeeks(harvest, lastSuccessAt) : 0;
  if (!harvest || !lastSuccessAt || weeks < 1) return undefined;
  const { counts } = countHarvest(harvest, 0, lastSuccessAt);
  return counts.reduce((sum, count) => sum + count, 0) / weeks;
}

/**
 * For how many weeks a feed has brought nothing in scope, which speaks for dropping it from the list; `undefined` where nothing does.
 * A status page is meant to be quiet, and who brought nothing for a month may have had a quiet one.
 */
export function findIdleWeeks(feed: Harvested & { kind: string; enabled: boolean }): number | undefined {
  const { harvest, lastSuccessAt, kind, enabled } = feed;
  if (!harvest || !lastSuccessAt || kind === 'status' || !enabled || findYield(feed) !== 0) return undefined;
  const weeks = Math.floor(countWeeks(harvest, lastSuccessAt));
  return weeks < minWeeks ? undefined : weeks;
}

function countWeeks({ startedAt }: Harvest, until: Date): number {
  return Math.min(keptWeeks, (until.getTime() - startedAt.getTime()) / week);
}
