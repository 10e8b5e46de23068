import { describe } from 'vitest';
import type { Article } from '../../lib/article.ts';
import type { Digest } from '../../lib/digest/digest.ts';
import { compilePeriod, findStories, loadStories } from '../../lib/jobs/compile.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { requireQuery } from '../../lib/query/parse.ts';
import { renderDigestText } from '../../lib/render/digest-text.ts';
import { buildArticle, buildStory, minutesLater } from '../fixtures/builders.ts';
import { fileMerger, fileReports, it } from './fixture.ts';

/** A report of a story, first seen so many minutes after six, by a voice of its own. */
function report(id: string, storyId: string, minutes: number, overrides: Partial<Article> = {}): Article {
  return buildArticle({
    id,
    storyId,
    feedId: `feed of ${id}`,
    publisher: { name: `Voice of ${id}`, country: 'GB', ownership: 'private' },
    title: `${storyId}: check-in fails, ${id}`,
    summary: `Passengers of ${storyId} queued, ${id} writes in words of ${id}.`,
    seenAt: minutesLater(minutes),
    ...overrides,
  });
}

/** The digest of a period in minutes after six. */
function compile(store: Store, from: number, to: number): Promise<Digest> {
  const period = { from: minutesLater(from), to: minutesLater(to) };
  return compilePeriod(store, { subscriptionId: 'channel', query: requireQuery(''), ...period });
}

/** Which articles each story had at a time. */
async function composeAt(store: Store, minutes: number, ...ids: string[]): Promise<Record<string, string[]>> {
  const { stories } = await loadStories(store, ids, minutesLater(minutes));
  return Object.fromEntries([...stories].map(([id, { articles }]) => [id, articles.toSorted()]));
}

/** Airports and banks, shown to be one by a report at 60, to which another belongs that came later. */
async function fileMerged(store: Store): Promise<void> {
  await fileReports(store, report('a1', 'airports', 10), report('b1', 'banks', 20), report('a2', 'airports', 30));
  await fileReports(store, report('b2', 'banks', 40));
  await fileMerger(store, 'banks', 'airports', report('both', 'airports', 60));
  await fileReports(store, report('late', 'airports', 70));
}

describe('a story that absorbed another', () => {
  it.for([
    ['before either', 5, {}],
    ['before it absorbed', 59, { airports: ['a1', 'a2'], banks: ['b1', 'b2'] }],
    ['before the last of the other', 39, { airports: ['a1', 'a2'], banks: ['b1'] }],
    ['from then on', 60, { airports: ['a1', 'a2', 'b1', 'b2', 'both'] }],
    ['now', 600, { airports: ['a1', 'a2', 'b1', 'b2', 'both', 'late'] }],
  ] as const)('is told as it stood then, and the other too, %s', async ([, minutes, composed], { store, expect }) => {
    await fileMerged(store);
    for (const ids of [['airports'], ['banks'], ['banks', 'airports', 'banks']])
      expect(await composeAt(store, minutes, ...ids)).toEqual(composed);
  });

  it('is told in full as it stood then: title, voices and times', async ({ connect, store, expect }) => {
    const asThen = connect('as it was then');
    await fileReports(asThen, report('a1', 'airports', 10), report('b1', 'banks', 20), report('a2', 'airports', 30));
    await fileReports(asThen, report('b2', 'banks', 40));
    await fileMerged(store);
    const [then, now] = await Promise.all(
      [asThen, store].map((one) => loadStories(one, ['airports', 'banks'], minutesLater(50))),
    );
    expect(now?.known).toEqual(then?.known);
    for (const id of ['airports', 'banks']) {
      const { version: _, ...told } = now?.stories.get(id) ?? buildStory();
      expect(then?.stories.get(id)).toMatchObject(told);
    }
  });

  it('may have been absorbed itself: at each time those are told that stood apart then', async ({ store, expect }) => {
    await fileReports(store, report('a', 'airports', 10), report('b', 'banks', 11), report('c', 'clinics', 12));
    await fileMerger(store, 'banks', 'airports', report('ab', 'airports', 60));
    await fileMerger(store, 'airports', 'clinics', report('abc', 'clinics', 120));
    for (const id of ['airports', 'banks', 'clinics']) {
      expect(await composeAt(store, 59, id)).toEqual({ airports: ['a'], banks: ['b'], clinics: ['c'] });
      expect(await composeAt(store, 60, id)).toEqual({ airports: ['a', 'ab', 'b'], clinics: ['c'] });
      expect(await composeAt(store, 120, id)).toEqual({ clinics: ['a', 'ab', 'abc', 'b', 'c'] });
    }
  });

  it('is found by a query once, with what matches of both', async ({ store, expect }) => {
    await fileMerged(store);
    const find = async (text: string, minutes: number) => {
      const found = await findStories(store, requireQuery(text), minutesLater(minutes), 10);
      return found.map(({ story, matching }) => [story.id, ...matching.map(({ id }) => id).sort()].join(' '));
    };
    expect(await find('', 600)).toEqual(['airports a1 a2 b1 b2 both late']);
    expect(await find('banks', 600)).toEqual(['airports b1 b2']);
    expect(await find('sources:>3', 600)).toEqual(['airports a1 a2 b1 b2 both late']);
    expect((await find('', 50)).sort()).toEqual(['airports a1 a2', 'banks b1 b2']);
    expect(await find('sources:>3', 50)).toEqual([]);
  });
});

describe('the digest of a past time', () => {
  const render = (digest: Digest) => [JSON.stringify(digest), renderDigestText(digest, { width: 80, color: false })];

  it('shows stories apart that turned out to be one since, to the byte', async ({ connect, store, expect }) => {
    const asThen = connect('as it was then');
    await fileReports(asThen, report('a1', 'airports', 10), report('b1', 'banks', 20), report('a2', 'airports', 30));
    await fileReports(asThen, report('b2', 'banks', 40));
    const then = await compile(asThen, 0, 50);
    expect(then.stories).toHaveLength(2);
    await fileMerged(store);
    expect(render(await compile(store, 0, 50))).toEqual(render(then));
  });

  it('follows what was told before it through the mergers known by then, also after later ones', async ({
    connect,
    store,
    expect,
  }) => {
    const asThen = connect('as it was then');
    const digests = [];
    for (const one of [asThen, store]) {
      await fileReports(one, report('b', 'banks', 11), report('c', 'clinics', 12));
      await compile(one, 0, 50);
      await fileReports(one, report('a', 'airports', 55));
      await fileMerger(one, 'banks', 'airports', report('ab', 'airports', 60));
      if (one === store) await fileMerger(one, 'clinics', 'airports', report('abc', 'airports', 120));
      digests.push(render(await compile(one, 50, 100)));
    }
    expect(digests[1]).toEqual(digests[0]);
  });
});

describe('the digest after a merger', () => {
  /** Nine stories of which one finds no room, the name of which comes last. */
  const many = Array.from({ length: 9 }, (_, i) => report(`s${i}`, `story ${i}`, 10));

  it('tells a story that was told before as one that went on', async ({ store, expect }) => {
    await fileReports(store, report('a', 'airports', 10), report('b', 'banks', 11));
    expect((await compile(store, 0, 50)).stories).toHaveLength(2);
    await fileMerger(store, 'banks', 'airports', report('both', 'airports', 60));
    const { stories, receipt } = await compile(store, 50, 100);
    expect(stories).toMatchObject([{ id: 'airports', changed: expect.stringContaining('2 more sources') }]);
    expect(stories[0]?.articles.map(({ id }) => id)).toEqual(['both']);
    expect(receipt).toMatchObject({ items: 1, fates: { sent: 1 } });
  });

  it('knows a story as told before that was told only under the other’s id', async ({ store, expect }) => {
    await fileReports(store, report('b', 'banks', 11));
    await compile(store, 0, 50);
    await fileReports(store, report('a', 'airports', 60));
    await fileMerger(store, 'banks', 'airports', report('both', 'airports', 70));
    const { stories } = await compile(store, 50, 100);
    expect(stories).toMatchObject([{ id: 'airports', changed: '2 more sources' }]);
  });

  it('knows a story as told under the other’s id digests ago, and tells it no more than that', async ({
    store,
    expect,
  }) => {
    await fileReports(store, report('b', 'banks', 11));
    await compile(store, 0, 50);
    expect((await compile(store, 50, 100)).stories).toEqual([]);
    await fileReports(store, report('a', 'airports', 105, { sectors: [] }));
    await fileMerger(store, 'banks', 'airports', report('both', 'airports', 110));
    const [merged, next] = [await compile(store, 100, 150), await compile(store, 150, 200)];
    expect(merged.stories).toMatchObject([{ id: 'airports', changed: '2 more sources' }]);
    for (const { told } of [merged, next]) expect(told?.map(({ id }) => id)).toEqual(['airports']);
  });

  it('tells what was held first, under the id that it goes by now, with what was held of it', async ({
    store,
    expect,
  }) => {
    await fileReports(store, ...many);
    const { held } = await compile(store, 0, 50);
    expect(held).toMatchObject([{ id: 'story 8', articles: 1 }]);
    const bigger = [1, 2, 3].map((i) => report(`big ${i}`, 'bigger', 60));
    await fileReports(store, ...bigger, report('a', 'airports', 61));
    await fileMerger(store, 'story 8', 'airports', report('both', 'airports', 70));
    const digest = await compile(store, 50, 100);
    expect(digest.stories.map(({ id }) => id)).toEqual(['airports', 'bigger']);
    expect(digest.stories[0]?.articles.map(({ id }) => id).sort()).toEqual(['a', 'both', 's8']);
    expect(digest.held).toEqual([]);
    expect((await compile(store, 100, 150)).stories).toEqual([]);
  });

  it('tells it once where one was held and the other told', async ({ store, expect }) => {
    await fileReports(store, ...many);
    await compile(store, 0, 50);
    await fileMerger(store, 'story 8', 'story 0', report('both', 'story 0', 70));
    const { stories, held, receipt } = await compile(store, 50, 100);
    expect(stories.map(({ id }) => id)).toEqual(['story 0']);
    expect(stories[0]?.articles.map(({ id }) => id)).toContain('s8');
    expect(held).toEqual([]);
    expect(receipt.items).toBe(1);
    expect((await compile(store, 100, 150)).stories).toEqual([]);
  });

  it('tells what both held once', async ({ store, expect }) => {
    await fileReports(store, ...many, report('s9', 'story 9', 10));
    expect((await compile(store, 0, 50)).held).toHaveLength(2);
    await fileMerger(store, 'story 9', 'story 8', report('both', 'story 8', 70));
    const { stories } = await compile(store, 50, 100);
    expect(stories.map(({ id }) => id)).toEqual(['story 8']);
    expect(stories[0]?.articles.map(({ id }) => id).sort()).toEqual(['both', 's8', 's9']);
  });

  it('tells what both held, one longer than the other, with all that was held of either', async ({ store, expect }) => {
    const hold = (from: number) =>
      compilePeriod(store, {
        subscriptionId: 'channel',
        query: requireQuery(''),
        from: minutesLater(from),
        to: minutesLater(from + 50),
        room: 0,
      });
    await fileReports(store, report('b', 'banks', 11));
    expect((await hold(0)).held).toMatchObject([{ id: 'banks', from: minutesLater(0) }]);
    await fileReports(store, report('a', 'airports', 60));
    expect((await hold(50)).held).toMatchObject([{ from: minutesLater(0) }, { from: minutesLater(50) }]);
    await fileMerger(store, 'banks', 'airports', report('both', 'airports', 110));
    expect((await hold(100)).held).toMatchObject([{ id: 'airports', articles: 3, from: minutesLater(0) }]);
    const { stories } = await compile(store, 150, 200);
    expect(stories[0]?.articles.map(({ id }) => id).sort()).toEqual(['a', 'b', 'both']);
  });

  it('accounts for every article, whichever story it was of', async ({ store, expect }) => {
    await fileMerged(store);
    const { receipt, fates, stories } = await compile(store, 0, 100);
    expect(receipt.items).toBe(6);
    expect(Object.values(receipt.fates).reduce((sum, count) => sum + count)).toBe(6);
    expect(fates.map(({ articleId }) => articleId).sort()).toEqual(['a1', 'a2', 'b1', 'b2', 'both', 'late']);
    expect(stories.flatMap(({ articles }) => articles)).toHaveLength(6);
  });
});
