import fc from 'fast-check';
import { describe } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { loadStories } from '../../lib/jobs/compile.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { rememberArchive } from '../../lib/jobs/remember-archive.ts';
import { minutesLater, reviseArticle } from '../fixtures/builders.ts';
import { buildReport } from './due-fixture.ts';
import { fileMerger, fileReports, it } from './fixture.ts';

const ids = ['a', 'b', 'c', 'd', 'both', 'nonesuch'];
const storyIds = ['airports', 'banks', 'clinics', 'nonesuch'];

/** Three stories, of which one becomes part of another at 60, and an article that was revised twice. */
async function fill(store: Store): Promise<void> {
  const a = buildReport('a', 'airports', 10);
  const revised = reviseArticle(a, minutesLater(30), { title: 'airports: resolved' });
  await fileReports(store, a, buildReport('b', 'banks', 20), buildReport('c', 'clinics', 40));
  await fileReports(store, revised);
  await fileReports(store, reviseArticle(revised, minutesLater(50), { change: 'cosmetic' }));
  await fileMerger(store, 'banks', 'airports', buildReport('both', 'airports', 60));
  await fileReports(store, buildReport('d', 'clinics', 70));
}

const anyTime = fc.option(fc.integer({ min: 0, max: 80 }), { nil: undefined });
const at = (minutes: number | undefined): Date | undefined =>
  minutes === undefined ? undefined : minutesLater(minutes);
const byId = (articles: Article[]): Article[] => articles.toSorted((x, y) => (x.id < y.id ? -1 : 1));

describe('a remembered archive', () => {
  it('answers as the store does, however often and in whatever order it is asked', async ({ store, expect }) => {
    await fill(store);
    const anyQuestion = fc.record({
      articles: fc.subarray(ids),
      stories: fc.subarray(storyIds),
      from: anyTime,
      to: anyTime,
      limit: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyQuestion, { maxLength: 12 }), async (questions) => {
        const archive = rememberArchive(store);
        for (const { articles, stories, from, to, limit } of questions) {
          expect(byId(await archive.articles.getMany(articles, at(to)))).toEqual(
            byId(await store.articles.getMany(articles, at(to))),
          );
          const known = await archive.stories.getMany([...stories, ...stories]);
          expect(new Set(known)).toEqual(new Set(await store.stories.getMany(stories)));
          expect(known).toHaveLength(new Set(known).size);
          const filter = { from: at(from), to: at(to) };
          expect(await archive.articles.find(filter, { limit })).toEqual(await store.articles.find(filter, { limit }));
          for (const id of articles)
            expect(await archive.articles.revisions(id)).toEqual(await store.articles.revisions(id));
          const time = at(to) ?? minutesLater(80);
          expect(await loadStories(archive, stories, time)).toEqual(await loadStories(store, stories, time));
        }
      }),
    );
  });

  it('reads each article, story and period once', async ({ store, expect }) => {
    await fill(store);
    const reads: string[] = [];
    const counting = {
      articles: {
        find: (...question: Parameters<Store['articles']['find']>) => {
          reads.push('find');
          return store.articles.find(...question);
        },
        getMany: (wanted: readonly string[], time?: Date) => {
          reads.push(...wanted);
          return store.articles.getMany(wanted, time);
        },
        revisions: store.articles.revisions,
      },
      stories: {
        getMany: (wanted: readonly string[]) => {
          reads.push(...wanted);
          return store.stories.getMany(wanted);
        },
      },
    };
    const archive = rememberArchive(counting);
    for (const minutes of [80, 30, 80]) {
      await archive.articles.getMany(['a', 'b'], minutesLater(minutes));
      await archive.stories.getMany(['airports', 'banks']);
      await archive.articles.find({ to: minutesLater(80) }, { limit: 9 });
    }
    expect(reads).toEqual(['a', 'b', 'airports', 'banks', 'find']);
  });

  it('forgets rather than grow without bounds, and then reads again', async ({ store, expect }) => {
    await fill(store);
    const archive = rememberArchive(store);
    const before = await archive.articles.getMany(ids);
    await archive.articles.getMany(Array.from({ length: 20_001 }, (_, i) => `nonesuch ${i}`));
    await store.articles.deleteSeenBefore(minutesLater(80));
    expect(before).toHaveLength(5);
    expect(await archive.articles.getMany(ids)).toEqual([]);
  });
});
