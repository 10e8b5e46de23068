import { expect } from 'vitest';
import type { Article } from '../../../lib/article.ts';
import type { Page, PageRequest, Placement, Store } from '../../../lib/jobs/ports.ts';
import { buildArticle, buildSketch, buildStory } from '../../fixtures/builders.ts';

/** A placement of what is given and nothing else. */
export function placementOf(parts: Partial<Placement>): Placement {
  return { added: [], revised: [], stories: [], sketches: [], ...parts };
}

/** Places new articles, those of one `storyId` in one new story, each with a sketch. */
export async function placeNew(store: Store, ...articles: Article[]): Promise<void> {
  const storyIds = [...new Set(articles.map(({ storyId }) => storyId))];
  const placed = await store.articles.place({
    added: articles,
    revised: [],
    stories: storyIds.map((id) => {
      const members = articles.filter(({ storyId }) => storyId === id);
      return buildStory({ id, articles: members.map((article) => article.id) });
    }),
    sketches: articles.map(({ id, storyId, publishedAt }) => buildSketch({ articleId: id, storyId, at: publishedAt })),
  });
  expect(placed).toBe(true);
}

/** An article that is alone in its story. */
export function buildLoner(id: string, overrides: Partial<Article> = {}): Article {
  return buildArticle({ id, storyId: `story of ${id}`, ...overrides });
}

/** Everything that a list holds, page by page. `between` runs before each page but the first. */
export async function readPages<T>(
  read: (page: PageRequest) => Promise<Page<T>>,
  limit: number,
  between?: (page: number) => Promise<void>,
): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  for (let page = 1; ; page++) {
    const { items: some, next } = await read({ limit, after });
    expect(some.length).toBeLessThanOrEqual(limit);
    items.push(...some);
    if (next === undefined) return items;
    if (page === 1000) throw new Error('the pages have no end');
    after = next;
    await between?.(page);
  }
}

/** A value as plain JavaScript may hand it over, with members that are there and undefined. */
export function withUndefined<T extends object>(value: T, ...members: string[]): T {
  return Object.assign({ ...value }, Object.fromEntries(members.map((member) => [member, undefined])));
}

export function idsOf(values: readonly { id: string }[]): string[] {
  return values.map(({ id }) => id);
}

export const longAgo = new Date('1990-01-01T00:00:00.000Z');
export const farAhead = new Date('2090-01-01T00:00:00.000Z');
