import { describe } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { findStories, loadStories } from '../../lib/jobs/compile.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { isQuery, parseQuery } from '../../lib/query/parse.ts';
import { buildArticle, minutesLater, reviseArticle } from '../fixtures/builders.ts';
import { fileReports, it } from './fixture.ts';

async function find(store: Store, text: string, { minutes = 600, limit = 20 } = {}) {
  const query = parseQuery(text);
  if (!isQuery(query)) throw new Error(`the query "${text}" is wrong`);
  const found = await findStories(store, query, minutesLater(minutes), limit);
  return found.map(({ story, matching }) => [story.id, ...matching.map(({ id }) => id)].join(' '));
}

function buildReport(id: string, storyId: string, minutes: number, overrides: Partial<Article> = {}): Article {
  const publisher = { name: `Voice of ${id}`, country: 'GB', ownership: 'private' } as const;
  const words = { title: `${storyId} fail, ${id}`, summary: `Queues at ${storyId}, ${id} writes.` };
  return buildArticle({ id, storyId, publisher, ...words, seenAt: minutesLater(minutes), ...overrides });
}

const banking = [{ id: 'banking' as const, score: 0.9, evidence: ['bank'] }];

/** Airports with three voices, banks with two later ones, a match out of scope. */
const reports = [
  buildReport('a1', 'airports', 10),
  buildReport('a2', 'airports', 20),
  buildReport('a3', 'airports', 30, {
    sectors: banking,
    publisher: { name: 'Office', country: 'FR', ownership: 'government' },
  }),
  buildReport('b1', 'banks', 40, { sectors: banking }),
  buildReport('b2', 'banks', 500, { sectors: banking }),
  buildReport('m', 'match', 50, { topic: 'other', sectors: [] }),
];

describe('the stories that a query finds', () => {
  it.for([
    ['nothing', '', ['airports a1 a2 a3', 'banks b1 b2']],
    ['a word of one', 'airports', ['airports a1 a2 a3']],
    ['a word of one report', 'b1', ['banks b1']],
    ['a sector', 'sector:banking', ['airports a3', 'banks b1 b2']],
    ['a country', 'country:FR', ['airports a3']],
    ['less of a word', '-airports', ['banks b1 b2']],
    ['a number of sources', 'sources:>2', ['airports a1 a2 a3']],
    ['a number of sources that none has', 'sources:>3', []],
    ['a span', 'since:3h', ['banks b2']],
    ['the shorter of two spans', 'since:1w since:3h', ['banks b2']],
    ['what is out of scope, by its name', 'topic:other', ['match m']],
    ['what nobody wrote', 'volcano', []],
  ] as const)(
    'for %s are those with a match, biggest first, with what matched: %s',
    async ([, text, found], { store, expect }) => {
      await fileReports(store, ...reports);
      expect(await find(store, text)).toEqual(found);
    },
  );

  it('are told as they were known at the time that is asked for', async ({ store, expect }) => {
    const [first, ...others] = reports;
    if (!first) throw new Error('there are reports');
    await fileReports(store, first, ...others);
    await fileReports(store, reviseArticle(first, minutesLater(300), { title: 'A volcano it was' }));
    expect(await find(store, '', { minutes: 45 })).toEqual(['airports a1 a2 a3', 'banks b1']);
    expect(await find(store, 'volcano', { minutes: 299 })).toEqual([]);
    expect(await find(store, 'volcano', { minutes: 300 })).toEqual(['airports a1']);
    expect(await find(store, '', { minutes: 5 })).toEqual([]);
  });

  it('are new for a day', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    const day = 24 * 60;
    expect(await find(store, 'is:new', { minutes: day })).toEqual(['airports a1 a2 a3', 'banks b1 b2']);
    expect(await find(store, 'is:new', { minutes: day + 20 })).toEqual(['banks b1 b2']);
    expect(await find(store, '-is:new', { minutes: day + 20 })).toEqual(['airports a1 a2 a3']);
  });

  it('are at most as many as asked for', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    expect(await find(store, '', { limit: 1 })).toEqual(['airports a1 a2 a3']);
  });

  it('are found behind any number of later ones that a term about stories keeps out', async ({ store, expect }) => {
    const single = Array.from({ length: 1100 }, (_, i) => buildReport(`s${i}`, `single ${i}`, 100 + (i % 400)));
    await fileReports(store, ...reports, ...single);
    expect(await find(store, 'sources:>2', { limit: 2 })).toEqual(['airports a1 a2 a3']);
  });

  it('come with every match, also those far behind its newest report', async ({ store, expect }) => {
    const single = Array.from({ length: 1100 }, (_, i) => buildReport(`s${i}`, `single ${i}`, 100 + (i % 300)));
    await fileReports(store, ...reports, ...single);
    expect(await find(store, '', { limit: 1 })).toEqual(['banks b1 b2']);
  });
});

describe('stories as they were known at a time', () => {
  it('have the articles of that time, and are told from them', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    const { stories, known } = await loadStories(store, ['airports', 'banks', 'match', 'nobody'], minutesLater(40));
    expect([...stories.keys()].sort()).toEqual(['airports', 'banks']);
    expect([...known.keys()].sort()).toEqual(['a1', 'a2', 'a3', 'b1']);
    expect(stories.get('banks')).toMatchObject({ articles: ['b1'], updatedAt: minutesLater(40) });
    expect(stories.get('airports')).toStrictEqual(await store.stories.get('airports'));
  });
});
