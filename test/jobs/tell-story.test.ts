import { describe } from 'vitest';
import { findLatestStories } from '../../lib/jobs/compile.ts';
import { plainPerspective } from '../../lib/jobs/perspective.ts';
import { findContestedStory, tellStory } from '../../lib/jobs/tell-story.ts';
import { isQuery, parseQuery } from '../../lib/query/parse.ts';
import type { Query } from '../../lib/query/query.ts';
import { buildArticle, buildFeed, minutesLater } from '../fixtures/builders.ts';
import { fileReports, it } from './fixture.ts';

const now = minutesLater(600);

function readQuery(text: string): Query {
  const query = parseQuery(text);
  if (!isQuery(query)) throw new Error(`the query "${text}" is wrong`);
  return query;
}

/** A report of a voice of its own, with the views that it takes. */
function buildReport(id: string, storyId: string, minutes: number, views: ('resilience' | 'regulation')[] = []) {
  return buildArticle({
    id,
    storyId,
    title: `${storyId} fail, ${id}`,
    publisher: { name: `Voice of ${id}`, country: 'GB', ownership: 'private' },
    viewpoints: views.map((view) => ({ id: view, score: 0.9, evidence: ['fail'] })),
    seenAt: minutesLater(minutes),
  });
}

describe('the latest stories', () => {
  it('come last updated first, however big they are', async ({ store, expect }) => {
    await fileReports(
      store,
      buildReport('a1', 'airports', 10),
      buildReport('a2', 'airports', 20),
      buildReport('b1', 'banks', 40),
      buildReport('c1', 'clinics', 30),
    );
    const listed = await findLatestStories(store, readQuery(''), now, 2);
    expect(listed.map(({ id }) => id)).toEqual(['banks', 'clinics']);
    expect((await findLatestStories(store, readQuery('airports'), now, 2)).map(({ id }) => id)).toEqual(['airports']);
    expect(await findLatestStories(store, readQuery('ferries'), now, 2)).toEqual([]);
  });
});

it('of one poll, the story of the last published report comes first', async ({ store, expect }) => {
  const published = { a: 10, b: 30, c: 20 };
  const polled = Object.entries(published).map(([id, minutes]) => ({
    ...buildReport(id, id, 40),
    publishedAt: minutesLater(minutes),
  }));
  await fileReports(store, ...polled);
  expect((await findLatestStories(store, readQuery(''), now, 3)).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
});

describe('a story', () => {
  it('is told with its articles, its sides and who is missing', async ({ store, expect }) => {
    await store.feeds.add(buildFeed({ id: 'f1', country: 'FR', ownership: 'public' }));
    await store.feeds.add(buildFeed({ id: 'f2', country: 'DE', ownership: 'state', enabled: false }));
    const reports = ['a1', 'a2', 'a3', 'a4'].map((id, i) => buildReport(id, 'airports', i, ['resilience']));
    await fileReports(store, ...reports);
    const told = await tellStory(store, 'airports', now, plainPerspective);
    expect(told.articles.map(({ id }) => id)).toEqual(['a1', 'a2', 'a3', 'a4']);
    expect(told.sides.map(({ id, publishers }) => [id, publishers.length])).toEqual([['resilience', 4]]);
    expect(told.missing).toMatchObject({ ownerships: ['public'] });
  });

  it('that nobody knows is refused', async ({ store, expect }) => {
    await expect(tellStory(store, 'nothing', now, plainPerspective)).rejects.toMatchObject({ code: 'story-unknown' });
  });
});

describe('the story whose sides are asked for', () => {
  it('is the biggest with two sides, else the biggest', async ({ store, expect }) => {
    await fileReports(
      store,
      buildReport('a1', 'airports', 10, ['resilience']),
      buildReport('a2', 'airports', 20, ['resilience']),
      buildReport('a3', 'airports', 30),
      buildReport('b1', 'banks', 40, ['resilience']),
      buildReport('b2', 'banks', 50, ['regulation']),
    );
    expect(await findContestedStory(store, readQuery(''), now, plainPerspective)).toMatchObject({ id: 'banks' });
    expect(await findContestedStory(store, readQuery('airports'), now, plainPerspective)).toMatchObject({
      id: 'airports',
    });
  });

  it('is none where nothing matches', async ({ store, expect }) => {
    const finding = findContestedStory(store, readQuery('ferries'), now, plainPerspective);
    await expect(finding).rejects.toMatchObject({ code: 'nothing-found', facts: { query: 'ferries' } });
  });
});
