import { expect, it } from 'vitest';
import type { Store } from '../../../lib/jobs/ports.ts';
import { listKeys } from '../../../lib/stories/sketch.ts';
import type { Sketch } from '../../../lib/stories/story.ts';
import { buildArticle, buildSketch, buildStory, minutesLater } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { farAhead, idsOf, longAgo, placementOf, readPages, withUndefined } from './placing.ts';

export function storyContract({ create }: Stores): void {
  it('gives a story back as it was placed', async () => {
    const store = await create();
    const full = buildStory({
      id: 'full',
      title: '𠮷野家のレジ障害 🚄 عطل',
      state: 'resolved',
      firstSeenAt: new Date('2024-07-19T06:00:00.001Z'),
      articles: ['a', 'b'],
      publishers: [
        { name: 'صحيفة الميناء', country: 'AE', ownership: 'state' },
        { name: '2024-07-19T06:00:00.000Z', country: 'INT', ownership: 'intergovernmental' },
      ],
      viewpoints: [{ id: 'sovereignty', score: 1 / 3, articles: ['b'] }],
    });
    const { state: _, ...stateless } = buildStory({ id: 'stateless', topic: 'policy', sectors: [] });
    await placeStories(store, full, stateless);
    expect(await store.stories.get('full')).toStrictEqual(full);
    expect(await store.stories.get('stateless')).toStrictEqual(stateless);
    expect(await store.stories.get('unknown')).toBeUndefined();
    expect((await store.stories.list()).items).toContainEqual(full);
  });

  it('takes a member that is undefined as absent', async () => {
    const store = await create();
    const { state: _, ...stateless } = buildStory();
    await placeStories(store, withUndefined(stateless, 'state'));
    expect(await store.stories.get('story-1')).toStrictEqual(stateless);
  });

  it('gives many at once, each once, without those it does not know', async () => {
    const store = await create();
    const stories = Array.from({ length: 130 }, (_, i) => buildStory({ id: `story-${i}` }));
    await placeStories(store, ...stories);
    const found = await store.stories.getMany(['unknown', ...idsOf(stories), 'story-7']);
    expect(idsOf(found).sort()).toEqual(idsOf(stories).sort());
    expect(await store.stories.getMany([])).toEqual([]);
  });

  it('lists the last updated first, and a story that is updated moves up', async () => {
    const store = await create();
    const stories = [20, 10, 30].map((m) => buildStory({ id: `updated at ${m}`, updatedAt: minutesLater(m) }));
    await placeStories(store, ...stories);
    expect(idsOf((await store.stories.list()).items)).toEqual(['updated at 30', 'updated at 20', 'updated at 10']);
    await placeStories(store, buildStory({ id: 'updated at 10', updatedAt: minutesLater(40), version: 2 }));
    expect(idsOf((await store.stories.list()).items)).toEqual(['updated at 10', 'updated at 30', 'updated at 20']);
  });

  it('lists page by page, none lost or repeated, though all were updated at one moment', async () => {
    const store = await create();
    const stories = Array.from({ length: 23 }, (_, i) => buildStory({ id: `story-${i}` }));
    await placeStories(store, ...stories);
    for (const limit of [1, 4, 22, 23, 24]) {
      expect(idsOf(await readPages((page) => store.stories.list(page), limit)).sort()).toEqual(idsOf(stories).sort());
    }
  });

  it('repeats none of a list though stories come meanwhile', async () => {
    const store = await create();
    const stories = Array.from({ length: 9 }, (_, i) => buildStory({ id: `story-${i}`, updatedAt: minutesLater(i) }));
    await placeStories(store, ...stories);
    const listed = await readPages(
      (page) => store.stories.list(page),
      2,
      (page) => placeStories(store, buildStory({ id: `new-${page}`, updatedAt: minutesLater(100 + page) })),
    );
    expect(idsOf(listed)).toEqual(idsOf(stories).reverse());
  });

  it('finds sketches by their keys, whole', async () => {
    const store = await create();
    const sketch = buildSketch({
      articleId: 'a',
      at: new Date('2024-07-19T06:00:00.001Z'),
      terms: Uint32Array.of(0, 7, 2 ** 31, 2 ** 32 - 1),
      weights: Float32Array.of(0.1, 1 / 3, 0.5, 1),
      keyWeight: Math.fround(1 / 3),
    });
    const empty = buildSketch({ articleId: 'empty', keys: [] });
    await placeSketches(store, sketch, empty);
    for (const key of [2 ** 32 - 1, 7, 2 ** 31]) {
      expect(await store.stories.similar([key], longAgo, farAhead, 10)).toStrictEqual([sketch]);
    }
    expect(await store.stories.similar([0, 8], longAgo, farAhead, 10)).toEqual([]);
    expect(await store.stories.similar([], longAgo, farAhead, 10)).toEqual([]);
  });

  it('finds those first that share the most keys, and the rarest, at most as many as asked for', async () => {
    const store = await create();
    await placeSketches(
      store,
      buildSketch({ articleId: 'shares two', keys: [11, 12, 90] }),
      buildSketch({ articleId: 'shares one', keys: [11, 80, 81] }),
      buildSketch({ articleId: 'shares three', keys: [11, 12, 13] }),
      buildSketch({ articleId: 'shares none', keys: [70, 71, 72] }),
    );
    const find = async (keys: number[], limit: number): Promise<string[]> =>
      articlesOf(await store.stories.similar(keys, longAgo, farAhead, limit));
    expect(await find([11, 12, 13, 14], 10)).toEqual(['shares three', 'shares two', 'shares one']);
    expect(await find([11, 12, 13, 14], 2)).toEqual(['shares three', 'shares two']);
    expect(await find([80, 80, 80, 12, 13], 1)).toEqual(['shares three']);
  });

  it('finds reports in scope by what all of them have in common, and none that is out of scope by it', async () => {
    const store = await create();
    const asked = buildSketch({ keys: [11, 12] });
    await placeSketches(
      store,
      buildSketch({ articleId: 'outside', keys: [40], topic: 'other' }),
      buildSketch({ articleId: 'in other words', keys: [50], topic: 'policy' }),
      buildSketch({ articleId: 'in the same words', keys: [11] }),
    );
    const found = await store.stories.similar(listKeys(asked), longAgo, farAhead, 10);
    expect(articlesOf(found)).toEqual(['in the same words', 'in other words']);
  });

  it('finds only what was published in the period', async () => {
    const store = await create();
    await placeSketches(
      store,
      ...[0, 10, 20, 30].map((m) => buildSketch({ articleId: `at ${m}`, at: minutesLater(m) })),
    );
    const found = await store.stories.similar([10], minutesLater(5), minutesLater(25), 10);
    expect(articlesOf(found).sort()).toEqual(['at 10', 'at 20']);
  });

  it('finds the old one that shares a rare key too among hundreds that share a common one', async () => {
    const store = await create();
    const [common, rare] = [11, 12];
    const crowd = Array.from({ length: 300 }, (_, i) =>
      buildSketch({ articleId: `crowd-${i}`, keys: [common, 1000 + i], at: minutesLater(i) }),
    );
    await placeSketches(store, buildSketch({ articleId: 'wanted', keys: [common, rare], at: minutesLater(-10) }));
    await placeSketches(store, ...crowd);
    const found = articlesOf(await store.stories.similar([common, rare], longAgo, farAhead, 20));
    expect(found[0]).toBe('wanted');
    expect(found).toHaveLength(20);
    expect(new Set(found).size).toBe(20);
  });
}

async function placeStories(store: Store, ...stories: ReturnType<typeof buildStory>[]): Promise<void> {
  expect(await store.articles.place(placementOf({ stories }))).toBe(true);
}

async function placeSketches(store: Store, ...sketches: Sketch[]): Promise<void> {
  const added = sketches.map(({ articleId, storyId }) => buildArticle({ id: articleId, storyId }));
  expect(await store.articles.place(placementOf({ added, sketches }))).toBe(true);
}

function articlesOf(sketches: readonly Sketch[]): string[] {
  return sketches.map(({ articleId }) => articleId);
}
