import { describe, expect, it } from 'vitest';
import type { Placement, Store } from '../../../lib/jobs/ports.ts';
import { buildArticle, buildSketch, buildStory, minutesLater, reviseArticle } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { farAhead, idsOf, longAgo, placementOf, placeNew } from './placing.ts';

const of = (storyId: string) => buildArticle({ id: `article of ${storyId}`, storyId });

/** A store with three stories of an article each. */
async function fill(store: Store): Promise<void> {
  await placeNew(store, of('a'), of('b'), of('c'));
}

/** The placement by which one story goes on as part of another. */
function merge(from: string, into: string, version: number, absorbedBefore: string[] = []): Placement {
  const gone = [...absorbedBefore, from];
  const absorbed = gone.map((id) => ({ id, absorbedAt: minutesLater(5), articles: [`article of ${id}`] }));
  const articles = [`article of ${into}`, ...gone.map((id) => `article of ${id}`)];
  return placementOf({
    stories: [buildStory({ id: into, version: version + 1, articles, absorbed })],
    absorbed: [{ id: from, version: 1, into }],
  });
}

export function mergerContract({ create, createPair }: Stores): void {
  it('finds a story by its own id and by that of each story that it absorbed', async () => {
    const store = await create();
    await fill(store);
    const { stories, ...rest } = merge('b', 'a', 1);
    expect(await store.articles.place({ stories, ...rest })).toBe(true);
    expect(await store.stories.get('a')).toStrictEqual(stories[0]);
    expect(await store.stories.get('b')).toStrictEqual(stories[0]);
  });

  it('gives a story once, by however many of its ids it is asked for', async () => {
    const store = await create();
    await fill(store);
    await store.articles.place(merge('b', 'a', 1));
    expect(idsOf(await store.stories.getMany(['b', 'c', 'a', 'b']))).toEqual(['a', 'c']);
    expect(idsOf(await store.stories.getMany(['b']))).toEqual(['a']);
  });

  it('lists it once', async () => {
    const store = await create();
    await fill(store);
    await store.articles.place(merge('b', 'a', 1));
    expect(idsOf((await store.stories.list()).items).sort()).toEqual(['a', 'c']);
  });

  it('has its articles name the story that they are part of now, in every revision', async () => {
    const store = await create();
    await fill(store);
    const revised = reviseArticle(of('b'), minutesLater(2), { title: 'Telltale' });
    await store.articles.place(placementOf({ revised: [revised] }));
    await store.articles.place(merge('b', 'a', 1));
    const now = { ...revised, storyId: 'a' };
    expect(await store.articles.get('article of b')).toStrictEqual(now);
    expect(await store.articles.getMany(['article of b'])).toStrictEqual([now]);
    expect(await store.articles.getMany(['article of b'], minutesLater(1))).toStrictEqual([
      { ...of('b'), storyId: 'a' },
    ]);
    expect(await store.articles.revisions('article of b')).toStrictEqual([{ ...of('b'), storyId: 'a' }, now]);
    expect((await store.articles.find({ words: ['telltale'] })).items).toStrictEqual([now]);
    expect(await store.articles.get('article of c')).toStrictEqual(of('c'));
  });

  it('has its sketches name it too, those that were read before as well', async () => {
    const store = await create();
    await fill(store);
    const read = async () =>
      (await store.stories.similar([10], longAgo, farAhead, 10)).map(({ articleId, storyId }) => [articleId, storyId]);
    expect(new Map((await read()) as [string, string][]).get('article of b')).toBe('b');
    await store.articles.place(merge('b', 'a', 1));
    expect(new Map((await read()) as [string, string][])).toEqual(
      new Map([
        ['article of a', 'a'],
        ['article of b', 'a'],
        ['article of c', 'c'],
      ]),
    );
  });

  it('follows a story that absorbed another and was absorbed itself', async () => {
    const store = await create();
    await fill(store);
    await store.articles.place(merge('a', 'b', 1));
    const second = merge('b', 'c', 1, ['a']);
    expect(await store.articles.place({ ...second, absorbed: [{ id: 'b', version: 2, into: 'c' }] })).toBe(true);
    for (const id of ['a', 'b', 'c']) expect(await store.stories.get(id)).toStrictEqual(second.stories[0]);
    expect(idsOf(await store.stories.getMany(['a', 'b', 'c']))).toEqual(['c']);
    expect((await store.articles.get('article of a'))?.storyId).toBe('c');
  });

  it('lets several stories be absorbed by one at once', async () => {
    const store = await create();
    await fill(store);
    const placement = merge('c', 'a', 1, ['b']);
    const absorbed = ['b', 'c'].map((id) => ({ id, version: 1, into: 'a' }));
    expect(await store.articles.place({ ...placement, absorbed })).toBe(true);
    expect(idsOf(await store.stories.getMany(['a', 'b', 'c']))).toEqual(['a']);
  });

  it('adds an article that names a story under the id that it had', async () => {
    const store = await create();
    await fill(store);
    await store.articles.place(merge('b', 'a', 1));
    const late = buildArticle({ id: 'late', storyId: 'b' });
    const sketch = buildSketch({ articleId: 'late', storyId: 'b', keys: [77] });
    expect(await store.articles.place(placementOf({ added: [late], sketches: [sketch] }))).toBe(true);
    expect((await store.articles.get('late'))?.storyId).toBe('a');
    expect((await store.stories.similar([77], longAgo, farAhead, 1))[0]?.storyId).toBe('a');
  });

  it('shows one connection at once what another merged', async () => {
    const [one, other] = await createPair();
    await fill(one);
    expect((await other.stories.get('b'))?.id).toBe('b');
    expect((await other.articles.get('article of b'))?.storyId).toBe('b');
    await one.articles.place(merge('b', 'a', 1));
    expect((await other.stories.get('b'))?.id).toBe('a');
    expect((await other.articles.get('article of b'))?.storyId).toBe('a');
    expect((await other.stories.similar([10], longAgo, farAhead, 10)).map(({ storyId }) => storyId)).not.toContain('b');
  });

  describe('writes nothing where', () => {
    it.each<[string, Partial<Placement>]>([
      ['the absorbed story has another version by now', { absorbed: [{ id: 'b', version: 1, into: 'a' }] }],
      ['the absorbed story leaves a version out', { absorbed: [{ id: 'b', version: 3, into: 'a' }] }],
      ['the absorbed story is unknown', { absorbed: [{ id: 'none', version: 1, into: 'a' }] }],
      ['one of two absorbed stories moved on', { absorbed: ['c', 'b'].map((id) => ({ id, version: 1, into: 'a' })) }],
      ['the story that absorbs moved on', { stories: [buildStory({ id: 'a', version: 3 })] }],
    ])('%s', async (_, wrong) => {
      const store = await create();
      await fill(store);
      await store.articles.place(placementOf({ stories: [buildStory({ id: 'b', version: 2, title: 'Moved on' })] }));
      const added = buildArticle({ id: 'new', storyId: 'a' });
      const good = { ...merge('b', 'a', 1), added: [added], absorbed: [{ id: 'b', version: 2, into: 'a' }] };
      expect(await store.articles.place({ ...good, ...wrong })).toBe(false);
      expect(await store.articles.get('new')).toBeUndefined();
      expect(await store.stories.get('a')).toMatchObject({ id: 'a', version: 1 });
      expect(await store.stories.get('b')).toMatchObject({ id: 'b', title: 'Moved on' });
      expect((await store.stories.get('c'))?.id).toBe('c');
      expect((await store.articles.get('article of b'))?.storyId).toBe('b');
      expect(await store.articles.place(good)).toBe(true);
    });
  });

  it('lets one of two win who merge one story into two others at once', async () => {
    const [one, other] = await createPair();
    await fill(one);
    const outcomes = await Promise.all([
      one.articles.place(merge('b', 'a', 1)),
      other.articles.place(merge('b', 'c', 1)),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
    expect((await one.stories.get('b'))?.id).toBe(outcomes[0] ? 'a' : 'c');
    expect(await other.stories.get('b')).toStrictEqual(await one.stories.get('b'));
  });

  it('refuses to add to a story that was absorbed meanwhile', async () => {
    const store = await create();
    await fill(store);
    await store.articles.place(merge('b', 'a', 1));
    const added = [buildArticle({ id: 'late', storyId: 'b' })];
    const grown = buildStory({ id: 'b', version: 2, articles: ['article of b', 'late'] });
    expect(await store.articles.place(placementOf({ added, stories: [grown] }))).toBe(false);
    expect(await store.articles.get('late')).toBeUndefined();
  });

  it('forgets it with its last article, under each of its ids', async () => {
    const store = await create();
    await fill(store);
    await store.articles.place(merge('b', 'a', 1));
    expect(await store.articles.deleteSeenBefore(minutesLater(10))).toBe(3);
    for (const id of ['a', 'b']) expect(await store.stories.get(id)).toBeUndefined();
    expect(await store.stories.getMany(['a', 'b', 'c'])).toEqual([]);
  });

  it.each([
    ['absorbed', ['b']],
    ['absorbed by one that was absorbed', ['a', 'b']],
  ])('lets a forgotten story come again that was %s', async (_, gone) => {
    const [store, other] = await createPair();
    await fill(store);
    if (gone.length === 1) await store.articles.place(merge('b', 'c', 1));
    else {
      await store.articles.place(merge('a', 'b', 1));
      const second = merge('b', 'c', 1, ['a']);
      await store.articles.place({ ...second, absorbed: [{ id: 'b', version: 2, into: 'c' }] });
    }
    for (const reader of [store, other]) expect((await reader.stories.get('b'))?.id).toBe('c');
    await store.articles.deleteSeenBefore(minutesLater(10));
    const again = gone.map((id) => ({ ...of(id), seenAt: minutesLater(20) }));
    await placeNew(store, ...again);
    for (const reader of [other, store]) {
      for (const id of gone) {
        expect((await reader.stories.get(id))?.id).toBe(id);
        expect((await reader.articles.get(`article of ${id}`))?.storyId).toBe(id);
      }
    }
  });
}
