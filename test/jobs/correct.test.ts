import { describe } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { correctArticle, gatherCorrected, type Wish } from '../../lib/jobs/correct.ts';
import { buildArticle, minutesLater, reviseArticle } from '../fixtures/builders.ts';
import { fileMerger, fileReports, it } from './fixture.ts';

const report = (id: string, storyId: string, overrides: Partial<Article> = {}) =>
  buildArticle({
    id,
    storyId,
    publisher: { name: `Voice of ${id}`, country: 'GB', ownership: 'private' },
    ...overrides,
  });
const wish = (overrides: Partial<Wish> = {}): Wish => ({ articleId: 'a', team: 'ops', by: 'ann', ...overrides });

describe('correcting an article', () => {
  it.for<[string, Partial<Wish>]>([
    ['its topic', { topic: 'attack' }],
    ['whom it affects', { sectors: ['rail', 'aviation'] }],
    ['that it affects nobody', { sectors: [] }],
    ['which view it carries', { viewpoints: ['rights'] }],
    ['that it carries none', { viewpoints: [] }],
    ['its story', { story: 'banks' }],
    ['all at once', { topic: 'policy', sectors: [], viewpoints: ['rights'], story: 'banks' }],
  ])('keeps what was said of it and when: %s', async ([, said], { store, expect }) => {
    await fileReports(store, report('a', 'airports'), report('b', 'banks'));
    const kept = { ...wish(said), at: minutesLater(5) };
    expect(await correctArticle(store, wish(said), minutesLater(5))).toStrictEqual(kept);
    expect((await store.corrections.list('ops')).items).toStrictEqual([kept]);
    expect(await store.articles.get('a')).toStrictEqual(report('a', 'airports'));
  });

  it('gives an article a story of its own, the same each time and another for each', async ({ store, expect }) => {
    await fileReports(store, report('a', 'airports'), report('b', 'airports'));
    const stories = [];
    for (const articleId of ['a', 'b', 'a'])
      stories.push((await correctArticle(store, wish({ articleId, story: 'new' }), minutesLater(5))).story);
    expect(stories[2]).toBe(stories[0]);
    expect(new Set([...stories, 'airports', 'new']).size).toBe(4);
  });

  it('knows a story by an id that it had before it became part of another', async ({ store, expect }) => {
    await fileReports(store, report('a', 'airports'), report('b', 'banks'), report('c', 'clinics'));
    await fileMerger(store, 'banks', 'clinics', report('both', 'clinics'));
    expect((await correctArticle(store, wish({ story: 'banks' }), minutesLater(5))).story).toBe('clinics');
  });

  it.for<[string, Partial<Wish>, string]>([
    ['an unknown article', { articleId: 'x', topic: 'attack' }, 'article-unknown'],
    ['an unknown article of which nothing is said', { articleId: 'x' }, 'article-unknown'],
    ['an unknown story', { story: 'x' }, 'story-unknown'],
    ['nothing', {}, 'correction-empty'],
  ])('is refused for %s, and nothing is kept', async ([, said, code], { store, expect }) => {
    await fileReports(store, report('a', 'airports'));
    await expect(correctArticle(store, wish(said), minutesLater(5))).rejects.toMatchObject({ code });
    expect((await store.corrections.list('ops')).items).toEqual([]);
  });
});

describe('what corrections teach from', () => {
  it('is each article whose labels a workspace corrected, with what it said last', async ({ store, expect }) => {
    await fileReports(store, report('a', 'airports'), report('b', 'banks'), report('c', 'clinics'));
    const say = (said: Partial<Wish>, minutes: number) => correctArticle(store, wish(said), minutesLater(minutes));
    await say({ topic: 'attack', sectors: ['rail'] }, 1);
    await say({ by: 'bob', sectors: [] }, 2);
    await say({ articleId: 'b', viewpoints: [] }, 3);
    await say({ articleId: 'c', story: 'banks' }, 4);
    await say({ articleId: 'c', team: 'press', topic: 'policy' }, 5);
    const gathered = new Map((await gatherCorrected(store, 'ops')).map((one) => [one.article.id, one]));
    expect([...gathered.keys()].sort()).toEqual(['a', 'b']);
    expect(gathered.get('a')).toEqual({
      article: report('a', 'airports'),
      correction: { ...wish(), by: 'bob', at: minutesLater(2), topic: 'attack', sectors: [] },
    });
    expect(gathered.get('b')?.correction.viewpoints).toEqual([]);
    expect((await gatherCorrected(store, 'press')).map(({ article }) => article.id)).toEqual(['c']);
    expect(await gatherCorrected(store, 'nobody')).toEqual([]);
  });

  it('is the newest wording of an article, and nothing of one that was forgotten', async ({ store, expect }) => {
    const [a, b] = [report('a', 'airports'), report('b', 'banks', { seenAt: minutesLater(60) })];
    await fileReports(store, a, b);
    for (const articleId of ['a', 'b']) await correctArticle(store, wish({ articleId, sectors: [] }), minutesLater(61));
    await fileReports(store, reviseArticle(b, minutesLater(70), { title: 'Another headline' }));
    await store.articles.deleteSeenBefore(minutesLater(30));
    const gathered = await gatherCorrected(store, 'ops');
    expect(gathered.map(({ article }) => `${article.id} ${article.title}`)).toEqual(['b Another headline']);
  });

  it('is any number of corrections, page by page', async ({ store, expect }) => {
    const articles = Array.from({ length: 30 }, (_, i) => report(`${i}`, 'airports'));
    await fileReports(store, ...articles);
    for (let round = 0; round < 40; round++)
      for (const { id } of articles)
        await store.corrections.add({
          ...wish({ articleId: id, sectors: round < 39 ? [] : ['rail'] }),
          at: minutesLater(round),
        });
    const gathered = await gatherCorrected(store, 'ops');
    expect(gathered).toHaveLength(30);
    expect(gathered.every(({ correction }) => correction.sectors?.join() === 'rail')).toBe(true);
  });
});
