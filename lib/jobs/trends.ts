import type { Trends } from '../digest/trends.ts';
import { asksOfStories, findMismatch, findStoryMismatch } from '../query/match.ts';
import type { Query } from '../query/query.ts';
import type { Story } from '../stories/story.ts';
import { type Sector, sectorIds } from '../taxonomy.ts';
import { type Archive, loadStories, narrowFilter, readPages } from './compile.ts';
import type { Perspective } from './perspective.ts';

const day = 24 * 3_600_000;
const maxDays = 90;

/**
 * How many stories hit each sector, by day of UTC: those of which a matching article was published that day, each once a day and
 * sector; a feed that was added today brings its history to the days where it belongs. Whole days, but for the last; of a longer period
 * the last 90. The sectors that were hit most come first.
 */
export async function countTrends(
  store: Archive,
  query: Query,
  { from, to }: { from: Date; to: Date },
  perspective: Perspective,
): Promise<Trends> {
  const last = startOfDay(to);
  const first = Math.max(startOfDay(from), last - (maxDays - 1) * day);
  const count = (last - first) / day + 1;
  const needsStories = asksOfStories(query);
  const filter = narrowFilter(query, to);
  // What was published in the period was seen in it: nothing is seen before. Midnight belongs to the day that begins with it.
  const since = new Date(Math.max(first - 1, filter.from?.getTime() ?? 0));
  const told = new Set<string>();
  const hits = new Map<Sector, Set<string>[]>(
    sectorIds.map((id) => [id, Array.from({ length: count }, () => new Set<string>())]),
  );
  const stories = new Map<string, Story>();
  for await (const page of readPages(store, { ...filter, from: since })) {
    const matching = page
      .map(perspective.correct)
      .filter((article) => article.publishedAt.getTime() >= first && findMismatch(query, article, to) === undefined);
    if (needsStories) {
      const ids = new Set(matching.map(({ storyId }) => storyId));
      const loaded = await loadStories(
        store,
        [...ids].filter((id) => !stories.has(id)),
        to,
        perspective,
      );
      for (const [id, story] of loaded.stories) stories.set(id, story);
    }
    for (const { storyId, publishedAt, sectors } of matching) {
      const at = startOfDay(publishedAt);
      const story = stories.get(storyId);
      const isNew = story !== undefined && story.firstSeenAt.getTime() >= at;
      if (needsStories && (!story || findStoryMismatch(query, story, isNew) !== undefined)) continue;
      told.add(storyId);
      for (const { id } of sectors) hits.get(id)?.[(at - first) / day]?.add(storyId);
    }
  }
  const rows = [...hits].map(([id, sets]) => ({ id, counts: sets.map(({ size }) => size) }));
  return {
    from: new Date(first),
    to,
    days: Array.from({ length: count }, (_, i) => new Date(first + i * day).toISOString().slice(0, 10)),
    sectors: rows.filter((row) => sum(row) > 0).sort((a, b) => sum(b) - sum(a)),
    stories: told.size,
  };
}

function startOfDay(time: Date): number {
  return Math.floor(time.getTime() / day) * day;
}

function sum({ counts }: { counts: readonly number[] }): number {
  return counts.reduce((total, one) => total + one, 0);
}
