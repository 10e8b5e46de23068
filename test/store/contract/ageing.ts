import { expect, it } from 'vitest';
import type { Store } from '../../../lib/jobs/ports.ts';
import {
  buildArticle,
  buildDigest,
  buildFeed,
  buildStory,
  minutesLater,
  reviseArticle,
} from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { buildLoner, farAhead, idsOf, longAgo, placementOf, placeNew } from './placing.ts';

export function ageingContract({ create, createPair }: Stores): void {
  it('forgets articles seen before a time with their revisions, words, sketches and stories, and says how many', async () => {
    const store = await create();
    const old = buildLoner('old', { title: 'Telltale headline' });
    await placeNew(store, old, buildLoner('older', { seenAt: minutesLater(-60) }));
    await store.articles.place(placementOf({ revised: [reviseArticle(old, minutesLater(5))] }));
    expect(await store.articles.deleteSeenBefore(minutesLater(10))).toBe(2);

    expect(await store.articles.get('old')).toBeUndefined();
    expect(await store.articles.getMany(['old', 'older'])).toEqual([]);
    expect(await store.articles.revisions('old')).toEqual([]);
    expect(await store.articles.find({})).toStrictEqual({ items: [] });
    expect(await store.articles.find({ words: ['telltale'] })).toStrictEqual({ items: [] });
    expect(await store.stories.list()).toStrictEqual({ items: [] });
    expect(await store.stories.get('story of old')).toBeUndefined();
    expect(await sketched(store)).toEqual([]);
    expect(await store.articles.deleteSeenBefore(minutesLater(10))).toBe(0);
  });

  it('leaves all else as it was', async () => {
    const store = await create();
    const young = buildLoner('young', { seenAt: minutesLater(20), title: 'Young words' });
    const revised = reviseArticle(young, minutesLater(25));
    const atTheTime = buildLoner('at the time', { seenAt: minutesLater(10), publishedAt: minutesLater(-9000) });
    await store.feeds.add(buildFeed());
    await store.digests.add(buildDigest());
    await placeNew(store, buildLoner('old'));
    await placeNew(store, young, atTheTime);
    await store.articles.place(placementOf({ revised: [revised] }));
    const kept = await store.stories.getMany(['story of young', 'story of at the time']);
    expect(await store.articles.deleteSeenBefore(minutesLater(10))).toBe(1);

    expect(await store.feeds.get('feed-1')).toStrictEqual(buildFeed());
    expect(await store.digests.get('digest-1')).toStrictEqual(buildDigest());
    expect(await store.articles.revisions('young')).toStrictEqual([young, revised]);
    expect(await store.articles.get('at the time')).toStrictEqual(atTheTime);
    expect(idsOf((await store.articles.find({ words: ['young words'] })).items)).toEqual(['young']);
    expect(await store.stories.getMany(['story of young', 'story of at the time', 'story of old'])).toStrictEqual(kept);
    expect((await sketched(store)).sort()).toEqual(['at the time', 'young']);
  });

  it('goes by first sight: a fresh revision keeps no old article', async () => {
    const store = await create();
    const old = buildLoner('old');
    await placeNew(store, old);
    await store.articles.place(placementOf({ revised: [reviseArticle(old, minutesLater(500))] }));
    expect(await store.articles.deleteSeenBefore(minutesLater(10))).toBe(1);
    expect(await store.articles.get('old')).toBeUndefined();
  });

  it('keeps a story that has a younger article', async () => {
    const store = await create();
    const story = buildStory({ articles: ['old', 'young'] });
    const old = buildArticle({ id: 'old' });
    const young = buildArticle({ id: 'young', seenAt: minutesLater(20) });
    await store.articles.place(placementOf({ added: [old, young], stories: [story] }));
    expect(await store.articles.deleteSeenBefore(minutesLater(10))).toBe(1);
    expect(await store.stories.get('story-1')).toStrictEqual(story);
    expect(await store.articles.getMany(story.articles)).toStrictEqual([young]);
    expect(await store.articles.deleteSeenBefore(minutesLater(30))).toBe(1);
    expect(await store.stories.get('story-1')).toBeUndefined();
  });

  it('lets what was forgotten come again', async () => {
    const store = await create();
    await placeNew(store, buildLoner('a'));
    await store.articles.deleteSeenBefore(minutesLater(10));
    await placeNew(store, buildLoner('a', { seenAt: minutesLater(20) }));
    expect((await store.articles.get('a'))?.seenAt).toEqual(minutesLater(20));
    expect(await sketched(store)).toEqual(['a']);
  });

  it('finds no sketch of what was forgotten in the place of a later one, though it was found before', async () => {
    const [store, other] = await createPair();
    await placeNew(store, buildLoner('old'));
    expect(await sketched(store)).toEqual(['old']);
    await other.articles.deleteSeenBefore(minutesLater(10));
    expect(await sketched(store)).toEqual([]);
    await placeNew(other, buildLoner('new', { seenAt: minutesLater(20) }));
    expect(await sketched(store)).toEqual(['new']);
    expect(await sketched(other)).toEqual(['new']);
  });

  it('refuses to add to a story or to revise an article that was forgotten meanwhile', async () => {
    const store = await create();
    const old = buildArticle({ id: 'old' });
    await placeNew(store, old);
    await store.articles.deleteSeenBefore(minutesLater(10));
    const grown = buildStory({ articles: ['old', 'b'], version: 2 });
    const added = [buildArticle({ id: 'b', seenAt: minutesLater(20) })];
    expect(await store.articles.place(placementOf({ added, stories: [grown] }))).toBe(false);
    expect(await store.articles.place(placementOf({ revised: [reviseArticle(old, minutesLater(20))] }))).toBe(false);
    expect(await store.articles.find({})).toStrictEqual({ items: [] });
  });
}

async function sketched(store: Store): Promise<string[]> {
  const sketches = await store.stories.similar([10, 20, 30], longAgo, farAhead, 100);
  return sketches.map(({ articleId }) => articleId);
}
