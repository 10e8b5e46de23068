import { describe } from 'vitest';
import type { Article } from '../../lib/article.ts';
import type { Digest } from '../../lib/digest/digest.ts';
import { compilePeriod } from '../../lib/jobs/compile.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { requireQuery } from '../../lib/query/parse.ts';
import { renderDigestHtml } from '../../lib/render/digest-html.ts';
import { renderDigestText } from '../../lib/render/digest-text.ts';
import { buildArticle, minutesLater, reviseArticle } from '../fixtures/builders.ts';
import { fileReports, it } from './fixture.ts';

const hour = 60;

/** The digest of a period in minutes after six. */
function compile(store: Store, from: number, to: number, text = '', subscriptionId = 'channel'): Promise<Digest> {
  const period = { from: minutesLater(from), to: minutesLater(to) };
  return compilePeriod(store, { subscriptionId, query: requireQuery(text), ...period });
}

/** A report of a story, first seen so many minutes after six, by a voice of its own. */
function buildReport(id: string, storyId: string, minutes: number, overrides: Partial<Article> = {}): Article {
  const name = `Voice of ${id}`;
  return buildArticle({
    id,
    storyId,
    feedId: `feed of ${id}`,
    publisher: { name, country: 'GB', ownership: 'private' },
    title: `${storyId}: check-in fails, ${id}`,
    summary: `Passengers of ${storyId} queued, ${id} writes.`,
    seenAt: minutesLater(minutes),
    ...overrides,
  });
}

function render(digest: Digest): string[] {
  return [JSON.stringify(digest), renderDigestText(digest, { width: 80, color: false }), renderDigestHtml(digest, [])];
}

function countFates({ receipt }: Digest): number {
  return Object.values(receipt.fates).reduce((sum, count) => sum + count, 0);
}

const storyIds = ({ stories }: Digest) => stories.map(({ id }) => id);
const heldIds = ({ held }: Digest) => held.map(({ id }) => id);

describe('the digest of a past time', () => {
  it('shows what was known then, to the byte, whatever came since', async ({ connect, store, expect }) => {
    const asThen = connect('as it was then');
    const first = buildReport('a', 'airports', 10);
    const known = [
      first,
      buildReport('b', 'airports', 20),
      buildReport('c', 'banks', 30, { sectors: [{ id: 'banking', score: 0.9, evidence: ['banks'] }] }),
    ];
    const since = [
      reviseArticle(first, minutesLater(90), {
        title: 'airports: check-in resolved',
        summary: 'All is well again.',
        sectors: [],
      }),
      buildReport('d', 'airports', 91, { viewpoints: [{ id: 'rights', score: 0.9, evidence: ['refund'] }] }),
      buildReport('e', 'banks', 92, { publishedAt: minutesLater(5) }),
      buildReport('f', 'hospitals', 93, { publishedAt: minutesLater(5) }),
    ];
    await fileReports(asThen, ...known);
    const then = await compile(asThen, 0, hour);
    await fileReports(store, ...known);
    await fileReports(store, ...since);
    const now = await compile(store, 0, hour);
    expect(storyIds(then)).toEqual(['airports', 'banks']);
    expect(render(now)).toEqual(render(then));
    const today = await compile(store, 0, 2 * hour);
    expect(storyIds(today).sort()).toEqual(['airports', 'banks', 'hospitals']);
  });

  it('counts an article in the period in which it came: its end belongs to it, its beginning to the one before', async ({
    store,
    expect,
  }) => {
    await fileReports(
      store,
      buildReport('a', 'airports', 0),
      buildReport('b', 'banks', 60),
      buildReport('c', 'cafés', 61),
    );
    expect((await compile(store, 0, 60)).fates.map(({ articleId }) => articleId)).toEqual(['b']);
    expect((await compile(store, 60, 120)).fates.map(({ articleId }) => articleId)).toEqual(['c']);
  });

  it('tells a new fact about an old article and says nothing of a new wording', async ({ store, expect }) => {
    const [a, b] = [buildReport('a', 'airports', 10), buildReport('b', 'banks', 10)];
    await fileReports(store, a, b);
    await fileReports(
      store,
      reviseArticle(a, minutesLater(70)),
      reviseArticle(b, minutesLater(70), { change: 'cosmetic' }),
    );
    const digest = await compile(store, 60, 120);
    expect(storyIds(digest)).toEqual(['airports']);
    expect(digest.receipt.fates).toMatchObject({ sent: 1, unchanged: 1 });
  });

  it('tells a new fact that a new wording followed within the period, and none from before it', async ({
    store,
    expect,
  }) => {
    const [a, b] = [buildReport('a', 'airports', 10), buildReport('b', 'banks', 10)];
    const fact = { a: reviseArticle(a, minutesLater(70)), b: reviseArticle(b, minutesLater(20)) };
    await fileReports(store, a, b);
    await fileReports(store, fact.a, fact.b);
    await fileReports(
      store,
      reviseArticle(fact.a, minutesLater(80), { change: 'cosmetic', title: 'airports: check-in fails again' }),
      reviseArticle(fact.b, minutesLater(80), { change: 'cosmetic' }),
    );
    const digest = await compile(store, 60, 120);
    expect(storyIds(digest)).toEqual(['airports']);
    expect(digest.stories[0]?.articles).toMatchObject([{ title: 'airports: check-in fails again' }]);
    expect(digest.receipt.fates).toMatchObject({ sent: 1, unchanged: 1 });
  });
});

describe('a story that was told', () => {
  const voice = buildReport('a', 'airports', 10).publisher;

  it('is told again only when something changed, several digests on', async ({ store, expect }) => {
    await fileReports(
      store,
      buildReport('a', 'airports', 10),
      buildReport('again', 'airports', 130, { publisher: voice }),
      buildReport('b', 'airports', 190),
    );
    const digests = [];
    for (const from of [0, 60, 120, 180]) digests.push(await compile(store, from, from + 60));
    expect(digests.map(({ stories }) => stories.map(({ changed }) => changed))).toEqual([
      [undefined],
      [],
      [],
      ['1 more source'],
    ]);
    expect(digests[2]?.receipt).toMatchObject({ items: 1, fates: { unchanged: 1 } });
  });

  it('is told to who asks again for the time until now', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10));
    for (const to of [60, 70, 120]) expect(storyIds(await compile(store, 0, to))).toEqual(['airports']);
  });
});

describe('the readers of a digest', () => {
  const reports = [buildReport('a', 'airports', 10), buildReport('b', 'banks', 20)];
  const period = {
    subscriptionId: 'channel',
    query: requireQuery(''),
    from: minutesLater(0),
    to: minutesLater(hour),
  };

  it('do not hear the sources that they muted', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    const digest = await compilePeriod(store, { ...period, muted: ['VOICE of a'] });
    expect(storyIds(digest)).toEqual(['banks']);
    expect(digest.receipt).toMatchObject({ items: 2, fates: { sent: 1, muted: 1 } });
  });

  it('are told nothing where there is no room, and all of it in the next digest', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    expect(await compilePeriod(store, { ...period, room: 0 })).toMatchObject({
      stories: [],
      held: [{ from: period.from }, { from: period.from }],
      receipt: { items: 2, fates: { held: 2 } },
    });
    expect(storyIds(await compile(store, hour, 2 * hour)).sort()).toEqual(['airports', 'banks']);
  });
});

describe('the same period', () => {
  it('is the same digest byte for byte, though articles came that belong to it', async ({ connect, store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10), buildReport('b', 'banks', 20));
    const first = await compile(store, 0, hour);
    await fileReports(store, buildReport('c', 'airports', 30), buildReport('d', 'hospitals', 40));
    expect(render(await compile(store, 0, hour))).toEqual(render(first));
    expect(render(await compile(connect(), 0, hour, 'sector:water'))).toEqual(render(first));
    const kept = await store.digests.get(first.id);
    expect(kept && render(kept)).toEqual(render(first));
  });

  it('is made once by two at a time', async ({ connect, store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10));
    const [one, other] = await Promise.all([
      compile(store, 0, hour, 'check-in'),
      compile(connect(), 0, hour, 'passengers'),
    ]);
    expect(render(one)).toEqual(render(other));
  });

  it('of another subscription is another digest', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10));
    const one = await compile(store, 0, hour, '', 'channel');
    const other = await compile(store, 0, hour, 'sector:water', 'another');
    expect(other.id).not.toBe(one.id);
    expect([one, other].map((digest) => digest.stories.length)).toEqual([1, 0]);
  });
});

describe('stories that found no room', () => {
  const many = Array.from({ length: 11 }, (_, i) => buildReport(`a${i}`, `story ${i}`, 10 + i));
  /** Three voices on each of two stories: bigger than all that was held. */
  const bigger = ['x', 'y'].flatMap((story) =>
    [1, 2, 3].map((i) => buildReport(`${story}${i}`, `big ${story}`, 70 + i)),
  );

  it('are held, and stand first in the next digest, before bigger ones', async ({ store, expect }) => {
    await fileReports(store, ...many);
    const first = await compile(store, 0, hour);
    expect(first.stories).toHaveLength(8);
    expect(first.held).toHaveLength(3);
    expect(first.receipt.fates).toMatchObject({ sent: 8, held: 3 });
    expect([...storyIds(first), ...heldIds(first)].sort()).toEqual(many.map(({ storyId }) => storyId).sort());
    await fileReports(store, ...bigger);
    const second = await compile(store, hour, 2 * hour);
    expect(storyIds(second).slice(0, 3).sort()).toEqual(heldIds(first).sort());
    expect(storyIds(second).slice(3).sort()).toEqual(['big x', 'big y']);
    expect(second.held).toEqual([]);
    expect(second.receipt).toMatchObject({ items: 6 });
    for (const { articles } of second.stories) expect(articles.length).toBeGreaterThan(0);
    const third = await compile(store, 2 * hour, 3 * hour);
    expect(third).toMatchObject({ stories: [], held: [], receipt: { items: 0, feeds: 0 } });
  });

  it('are held again rather than forgotten, where there is no room for all of them', async ({ store, expect }) => {
    const flood = Array.from({ length: 20 }, (_, i) => buildReport(`f${i}`, `flood ${i}`, 10 + i));
    await fileReports(store, ...flood);
    const told: string[] = [];
    for (const from of [0, 60, 120]) told.push(...storyIds(await compile(store, from, from + 60)));
    expect(told.sort()).toEqual(flood.map(({ storyId }) => storyId).sort());
  });

  it('of another subscription are none of ours', async ({ store, expect }) => {
    await fileReports(store, ...many);
    await compile(store, 0, hour, '', 'another');
    expect(await compile(store, hour, 2 * hour)).toMatchObject({ stories: [], held: [] });
  });
});

describe('the receipt', () => {
  it('gives every article of the period one fate, over any number of pages', async ({ store, expect }) => {
    const articles = Array.from({ length: 1203 }, (_, i) =>
      buildReport(`a${i}`, `story ${i % 30}`, 1 + (i % 59), i % 3 === 0 ? { topic: 'other', sectors: [] } : {}),
    );
    await fileReports(store, ...articles);
    const digest = await compile(store, 0, hour, 'sector:aviation');
    expect(digest.receipt.items).toBe(1203);
    expect(countFates(digest)).toBe(1203);
    expect(digest.receipt.fates.outside).toBe(401);
    expect(digest.fates.map(({ articleId }) => articleId).sort()).toEqual(articles.map(({ id }) => id).sort());
    const cited = digest.stories.flatMap(({ articles: some }) => some);
    const { sent, held } = digest.receipt.fates;
    expect(cited).toHaveLength(sent + digest.receipt.fates['same-story']);
    expect(digest.held.reduce((sum, story) => sum + story.articles, 0)).toBe(held);
  });

  it('names the term that kept an article out', async ({ store, expect }) => {
    await fileReports(store, buildReport('a', 'airports', 10), buildReport('b', 'b', 11, { topic: 'other' }));
    const { fates } = await compile(store, 0, hour, 'topic:outage -passengers');
    expect(new Map(fates.map(({ articleId, term }) => [articleId, term]))).toEqual(
      new Map([
        ['a', '-passengers'],
        ['b', 'topic:outage'],
      ]),
    );
  });
});
