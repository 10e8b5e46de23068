import type { Trends } from '../digest/trends.ts';
import { sectors } from '../taxonomy.ts';
import { countOf, nameDay } from './words.ts';

/** One sector over a period. */
export interface Trend {
  title: string;
  counts: number[];
  /** Stories of all days. */
  total: number;
  /** Most stories in a day, and the first such day. */
  peak: number;
  peakDay: string;
}

/** The sectors that any story hit, most stories first. */
export function listTrends({ days, sectors: counted }: Trends): Trend[] {
  return counted
    .map(({ id, counts }) => {
      const peak = Math.max(0, ...counts);
      const total = counts.reduce((sum, count) => sum + count, 0);
      return { title: sectors[id].title, counts, total, peak, peakDay: days[counts.indexOf(peak)] ?? '' };
    })
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total || a.title.localeCompare(b.title));
}

/** "19 Jun to 18 Jul 2024". */
export function namePeriodOfDays({ days }: Trends): string {
  const [first = '', last = first] = [days[0], days.at(-1)];
  const year = last.slice(0, 4);
  const began = first.startsWith(year) ? nameDay(first) : `${nameDay(first)} ${first.slice(0, 4)}`;
  return first === last ? `${nameDay(last)} ${year}` : `${began} to ${nameDay(last)} ${year}`;
}

/** The main finding: how many stories, who was hit most, and when. */
export function tellTrends(trends: Trends): string {
  const [first, second, third] = listTrends(trends);
  if (trends.stories === 0) return 'No story was reported.';
  if (!first) return `${countOf(trends.stories, 'story', 'stories')}, none of which hit a sector.`;
  const most = `${first.title} (${first.total}, busiest on ${nameDay(first.peakDay)} with ${first.peak})`;
  const next = [second, third].flatMap((trend) => (trend ? [`${trend.title} (${trend.total})`] : [])).join(' and ');
  return `${countOf(trends.stories, 'story', 'stories')}. Hit most: ${most}${next ? `, then ${next}` : ''}.`;
}

/** How the second half of the period stands against the first: "12, then 20". */
export function tellTurn({ counts }: Trend): string {
  const half = Math.ceil(counts.length / 2);
  const add = (part: readonly number[]): number => part.reduce((sum, count) => sum + count, 0);
  return `${add(counts.slice(0, half))}, then ${add(counts.slice(half))}`;
}
