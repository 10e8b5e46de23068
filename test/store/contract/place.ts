import { describe, expect, it } from 'vitest';
import type { Placement, Store } from '../../../lib/jobs/ports.ts';
import { buildArticle, buildSketch, buildStory, minutesLater, reviseArticle } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { buildLoner, farAhead, idsOf, longAgo, placementOf, placeNew, readPages } from './placing.ts';

const stored = buildArticle({ id: 'stored' });
const story = buildStory({ articles: ['stored'] });

/** What is good in each refused placement, and must not be written either. */
const good: Placement = {
  added: [buildLoner('good', { title: 'Good trains' })],
  revised: [reviseArticle(stored, minutesLater(5), { title: 'Good rewording' })],
  stories: [buildStory({ id: 'story of good', articles: ['good'] })],
  sketches: [buildSketch({ articleId: 'good', storyId: 'story of good' })],
};

const refused: [why: string, placement: Partial<Placement>][] = [
  ['an added article exists already', { added: [...good.added, buildArticle({ id: 'stored', title: 'Other' })] }],
  ['an added article is no first revision', { added: [...good.added, buildLoner('second', { revision: 2 })] }],
  ['a revised article is unknown', { revised: [...good.revised, reviseArticle(buildLoner('x'), minutesLater(5))] }],
  ['a first revision of an unknown article is called revised', { revised: [...good.revised, buildLoner('x')] }],
  ['a revision exists already', { revised: [reviseArticle(stored, minutesLater(5), { revision: 1 })] }],
  ['a revision leaves one out', { revised: [reviseArticle(stored, minutesLater(5), { revision: 3 })] }],
  ['a new story exists already', { stories: [...good.stories, buildStory({ title: 'Other' })] }],
  ['a story moved on', { stories: [...good.stories, buildStory({ id: 'moved', version: 2 })] }],
  ['a story leaves a version out', { stories: [...good.stories, buildStory({ version: 3 })] }],
  ['a story of a later version is unknown', { stories: [...good.stories, buildStory({ id: 'none', version: 2 })] }],
];

export function placeContract({ create, createPair }: Stores): void {
  it('writes articles, stories and sketches together', async () => {
    const store = await create();
    await placeNew(store, stored);
    expect(await store.articles.place(good)).toBe(true);
    expect(await store.articles.get('good')).toStrictEqual(good.added[0]);
    expect(await store.articles.get('stored')).toStrictEqual(good.revised[0]);
    expect(await store.stories.get('story of good')).toStrictEqual(good.stories[0]);
    const sketches = await store.stories.similar([30, 20, 10], longAgo, farAhead, 10);
    expect(sketches.map(({ articleId }) => articleId).sort()).toEqual(['good', 'stored']);
  });

  it('writes a story over its older version', async () => {
    const store = await create();
    await placeNew(store, stored);
    const second = buildStory({ title: 'Second', version: 2, updatedAt: minutesLater(5), articles: ['stored', 'b'] });
    const third = buildStory({
      title: 'Third',
      version: 3,
      updatedAt: minutesLater(6),
      articles: ['stored', 'b', 'c'],
    });
    expect(await store.articles.place(placementOf({ stories: [second] }))).toBe(true);
    expect(await store.articles.place(placementOf({ stories: [third] }))).toBe(true);
    expect(await store.stories.get('story-1')).toStrictEqual(third);
    expect((await store.stories.list()).items).toStrictEqual([third]);
  });

  it('takes a placement of nothing', async () => {
    const store = await create();
    expect(await store.articles.place(placementOf({}))).toBe(true);
  });

  describe('refuses the whole placement and writes nothing where', () => {
    it.each(refused)('%s', async (_, bad) => {
      const store = await create();
      await placeNew(store, stored);
      await store.articles.place(placementOf({ stories: [buildStory({ id: 'moved' })] }));
      await store.articles.place(placementOf({ stories: [buildStory({ id: 'moved', version: 2 })] }));
      const before = await readAll(store);
      expect(await store.articles.place({ ...good, ...bad })).toBe(false);
      expect(await readAll(store)).toStrictEqual(before);
      expect(await store.articles.place(good)).toBe(true);
    });
  });

  it('lets one of two win who place the same article at once, and the other join its story anew', async () => {
    const [one, other] = await createPair();
    const placement = (title: string): Placement =>
      placementOf({ added: [buildArticle({ id: 'same', title })], stories: [buildStory({ articles: ['same'] })] });
    const outcomes = await Promise.all([
      one.articles.place(placement('One')),
      other.articles.place(placement('Other')),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
    expect(await one.articles.revisions('same')).toHaveLength(1);
    expect((await other.articles.get('same'))?.title).toBe(outcomes[0] ? 'One' : 'Other');
  });

  it('loses no article of a story that many writers add to at once', async () => {
    const pair = await createPair();
    const [store] = pair;
    await placeNew(store, buildArticle({ id: 'article-0' }));
    const join = async (writer: Store, id: string): Promise<void> => {
      for (;;) {
        const before = (await writer.stories.get('story-1')) ?? story;
        const after = { ...before, articles: [...before.articles, id], version: before.version + 1 };
        if (await writer.articles.place(placementOf({ added: [buildArticle({ id })], stories: [after] }))) return;
      }
    };
    const ids = Array.from({ length: 12 }, (_, i) => `article-${i + 1}`);
    await Promise.all(ids.map((id, i) => join(pair[i % 2] ?? store, id)));
    const joined = await store.stories.get('story-1');
    expect(joined?.version).toBe(13);
    expect(joined?.articles.toSorted()).toEqual(['article-0', ...ids].sort());
    expect(await store.articles.getMany(ids)).toHaveLength(12);
  });
}

/** All that a placement can change, texts to find by included. */
async function readAll(store: Store): Promise<unknown> {
  const articles = await readPages((page) => store.articles.find({}, page), 100);
  return {
    articles,
    revisions: await Promise.all(['stored', 'good', 'x', 'second'].map((id) => store.articles.revisions(id))),
    byWords: idsOf((await store.articles.find({ words: ['good'] })).items),
    stories: await readPages((page) => store.stories.list(page), 100),
    sketches: await store.stories.similar([30, 20, 10], longAgo, farAhead, 100),
  };
}
