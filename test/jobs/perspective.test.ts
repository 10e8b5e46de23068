import { describe } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { modelLabels } from '../../lib/classify/model.ts';
import { compilePeriod, findStories, loadStories } from '../../lib/jobs/compile.ts';
import { correctArticle, type Wish } from '../../lib/jobs/correct.ts';
import { loadPerspective, plainPerspective } from '../../lib/jobs/perspective.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { isQuery, parseQuery } from '../../lib/query/parse.ts';
import { createReviewers } from '../../lib/runtime/local.ts';
import { buildArticle, minutesLater } from '../fixtures/builders.ts';
import { fileMerger, fileReports, it } from './fixture.ts';

/** A report of a story, first seen so many minutes after six. */
function report(id: string, storyId: string, minutes: number, overrides: Partial<Article> = {}): Article {
  const publisher = { name: `Voice of ${id}`, country: 'GB', ownership: 'private' } as const;
  const words = {
    title: `${storyId} fail, ${id}`,
    summary: `Trains wait, ${id} writes of ${storyId} in words of ${id}.`,
  };
  return buildArticle({ id, storyId, publisher, ...words, seenAt: minutesLater(minutes), ...overrides });
}

const reports = [report('a1', 'airports', 10), report('a2', 'airports', 20), report('b1', 'banks', 30)];

async function correct(
  store: Store,
  articleId: string,
  said: Partial<Wish>,
  team = 'ops',
): Promise<string | undefined> {
  return (await correctArticle(store, { articleId, team, by: 'ann', ...said }, minutesLater(100))).story;
}
const perspectiveOf = (store: Store, team = 'ops') => loadPerspective(store, team, createReviewers());

function readQuery(text: string) {
  const query = parseQuery(text);
  if (!isQuery(query)) throw new Error(`the query "${text}" is wrong`);
  return query;
}
async function find(store: Store, text: string, team = 'ops'): Promise<string[]> {
  const found = await findStories(store, readQuery(text), minutesLater(200), 20, await perspectiveOf(store, team));
  return found.map(({ story, matching }) => [story.id, ...matching.map(({ id }) => id).sort()].join(' ')).sort();
}
async function compile(store: Store, text: string, team = 'ops') {
  const period = {
    subscriptionId: `${team} ${text}`,
    query: readQuery(text),
    from: minutesLater(0),
    to: minutesLater(150),
  };
  return compilePeriod(store, period, await perspectiveOf(store, team));
}

describe('a workspace without corrections', () => {
  it('sees the archive as everyone does, and loads no model for it', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    await correct(store, 'a1', { sectors: ['rail'] }, 'press');
    const perspective = await loadPerspective(store, 'ops', async () => {
      throw new Error('the model was loaded');
    });
    expect(perspective).toBe(plainPerspective);
    for (const article of reports) expect(perspective.correct(article)).toBe(article);
    expect(perspective.movedInto('airports')).toEqual([]);
  });
});

describe('a workspace with corrections', () => {
  it('sees an article with the labels that it gave it, each with words of the article', async ({ store, expect }) => {
    const [a1, a2] = reports;
    await fileReports(store, ...reports);
    await correct(store, 'a1', { topic: 'attack', sectors: ['rail', 'aviation'], viewpoints: ['rights'] });
    const perspective = await perspectiveOf(store);
    const corrected = a1 && perspective.correct(a1);
    expect(corrected).toMatchObject({ id: 'a1', topic: 'attack', topicScore: 1, storyId: 'airports' });
    expect(corrected?.sectors.map(({ id }) => id)).toEqual(['rail', 'aviation']);
    expect(corrected?.sectors[0]?.evidence).toContain('Trains');
    expect(corrected?.sectors[1]?.evidence).toEqual(a1?.sectors[0]?.evidence);
    expect(corrected?.viewpoints).toMatchObject([{ id: 'rights', score: 1 }]);
    expect(a2 && perspective.correct(a2)).toBe(a2);
  });

  it('sees each part as it was said last', async ({ store, expect }) => {
    const [a1] = reports;
    await fileReports(store, ...reports);
    await correct(store, 'a1', { sectors: ['rail'], topic: 'attack' });
    await correct(store, 'a1', { sectors: [] });
    const perspective = await perspectiveOf(store);
    expect(a1 && perspective.correct(a1)).toMatchObject({ topic: 'attack', sectors: [] });
  });

  it('finds stories by its own labels, and no other workspace does', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    await correct(store, 'a1', { sectors: ['rail'] });
    expect(await find(store, 'sector:rail')).toEqual(['airports a1']);
    expect(await find(store, 'sector:aviation')).toEqual(['airports a2', 'banks b1']);
    expect(await find(store, 'sector:rail', 'press')).toEqual([]);
    expect(await find(store, 'sector:aviation', 'press')).toEqual(['airports a1 a2', 'banks b1']);
  });

  it('tells a story by its own labels', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    for (const id of ['a1', 'a2']) await correct(store, id, { topic: 'policy', sectors: ['rail'] });
    const { stories } = await loadStories(store, ['airports'], minutesLater(200), await perspectiveOf(store));
    expect(stories.get('airports')).toMatchObject({
      topic: 'policy',
      sectors: [{ id: 'rail', articles: ['a1', 'a2'] }],
    });
    const { stories: plain } = await loadStories(store, ['airports'], minutesLater(200));
    expect(plain.get('airports')).toStrictEqual(await store.stories.get('airports'));
  });

  it('gets its digest by its own labels, every article accounted for', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    await correct(store, 'a1', { sectors: ['rail'] });
    await correct(store, 'b1', { topic: 'other' });
    const [ours, theirs] = [await compile(store, 'sector:rail'), await compile(store, 'sector:rail', 'press')];
    expect(ours.stories).toMatchObject([{ id: 'airports', articles: [{ id: 'a1' }] }]);
    expect(ours.receipt).toMatchObject({ items: 3, fates: { sent: 1, outside: 2 } });
    expect(theirs).toMatchObject({ stories: [], receipt: { items: 3, fates: { outside: 3 } } });
  });

  it('sees every article by what its corrections taught, its own corrections before that', async ({
    store,
    expect,
  }) => {
    const [rail, water] = ['sector:rail', 'sector:water'].map((label) => modelLabels.indexOf(label));
    const drone = report('d', 'drones', 40, {
      title: 'Computer outage grounds drones',
      summary: 'Software of the qwxyz failed and systems went down.',
    });
    await fileReports(store, drone);
    await store.corrections.adjust('ops', { qwxyz: [[rail ?? 0, 90]], drone: [[water ?? 0, 90]] });
    const perspective = await perspectiveOf(store);
    const judged = perspective.correct(drone);
    expect(judged.sectors.map(({ id }) => id)).toEqual(expect.arrayContaining(['rail', 'water']));
    expect(judged.sectors.find(({ id }) => id === 'rail')?.evidence.join(' ')).toContain('qwxyz');
    expect(judged).toMatchObject({ id: 'd', storyId: 'drones', seenAt: drone.seenAt, revision: 1 });
    await correct(store, 'd', { sectors: [] });
    expect((await perspectiveOf(store)).correct(drone).sectors).toEqual([]);
    expect((await perspectiveOf(store, 'press')).correct(drone)).toBe(drone);
  });
});

describe('what corrections taught', () => {
  it('is asked once of each revision of an article', async ({ store, expect }) => {
    const [a1] = reports;
    if (!a1) throw new Error('there are no reports');
    await store.corrections.adjust('ops', {});
    const asked: number[] = [];
    const perspective = await loadPerspective(store, 'ops', async () => ({
      classify: () => {
        asked.push(asked.length);
        return { topic: 'attack' as const, topicScore: 0.9, sectors: [], viewpoints: [] };
      },
      findEvidence: () => [],
    }));
    for (const revision of [1, 2, 1, 2])
      expect(perspective.correct({ ...a1, revision })).toMatchObject({ id: 'a1', revision, topic: 'attack' });
    expect(asked).toHaveLength(2);
  });
});

describe('an article that a workspace moved', () => {
  const at = minutesLater(200);

  it('is of the other story for it, and of the first for everyone else', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    await correct(store, 'a2', { story: 'banks' });
    const perspective = await perspectiveOf(store);
    expect(perspective.movedInto('banks')).toEqual(['a2']);
    expect(perspective.movedInto('airports')).toEqual([]);
    expect(await find(store, '')).toEqual(['airports a1', 'banks a2 b1']);
    expect(await find(store, '', 'press')).toEqual(['airports a1 a2', 'banks b1']);
    const { stories, known } = await loadStories(store, ['banks'], at, perspective);
    expect(stories.get('banks')?.publishers.map(({ name }) => name)).toEqual(['Voice of a2', 'Voice of b1']);
    expect(known.get('a2')?.storyId).toBe('banks');
  });

  it('stands in a story of its own where it was told apart', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    const own = await correct(store, 'a2', { story: 'new' });
    expect(await find(store, '')).toEqual(['airports a1', 'banks b1', `${own} a2`].sort());
    const { stories } = await loadStories(store, [own ?? ''], at, await perspectiveOf(store));
    expect(stories.get(own ?? '')).toMatchObject({ title: 'airports fail, a2', articles: ['a2'] });
    expect((await loadStories(store, [own ?? ''], at)).stories.size).toBe(0);
    expect(await store.stories.get(own ?? '')).toBeUndefined();
  });

  it('may be joined there by others, and go back', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    const own = await correct(store, 'a2', { story: 'new' });
    await correct(store, 'b1', { story: 'airports' });
    expect(await find(store, '')).toEqual(['airports a1 b1', `${own} a2`].sort());
    await correct(store, 'a2', { story: 'airports' });
    await correct(store, 'b1', { story: 'banks' });
    expect(await find(store, '')).toEqual(['airports a1 a2', 'banks b1']);
  });

  it('leaves no story behind where it was the last', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    await correct(store, 'b1', { story: 'airports' });
    const { stories } = await loadStories(store, ['banks'], at, await perspectiveOf(store));
    expect(stories.size).toBe(0);
    expect(await find(store, '')).toEqual(['airports a1 a2 b1']);
  });

  it('is told once in a digest, and accounted for', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    const own = await correct(store, 'a2', { story: 'new' });
    const { stories, receipt } = await compile(store, '');
    expect(stories.map(({ id, articles }) => [id, articles.map((article) => article.id)]).sort()).toEqual(
      [
        ['airports', ['a1']],
        ['banks', ['b1']],
        [own, ['a2']],
      ].sort(),
    );
    expect(receipt).toMatchObject({ items: 3, fates: { sent: 3 } });
  });

  it('was not known before it was seen, wherever it stands', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    const own = await correct(store, 'a2', { story: 'new' });
    const perspective = await perspectiveOf(store);
    expect((await loadStories(store, [own ?? ''], minutesLater(19), perspective)).stories.size).toBe(0);
    expect((await loadStories(store, [own ?? ''], minutesLater(20), perspective)).stories.size).toBe(1);
  });

  it('stays out of its first story when that becomes part of another', async ({ store, expect }) => {
    await fileReports(store, ...reports);
    const own = await correct(store, 'a2', { story: 'new' });
    await fileMerger(store, 'airports', 'banks', report('both', 'banks', 110));
    expect(await find(store, '')).toEqual(['banks a1 b1 both', `${own} a2`].sort());
    expect(await find(store, '', 'press')).toEqual(['banks a1 a2 b1 both']);
  });

  it('goes with the story that it was moved into when that becomes part of another', async ({ store, expect }) => {
    await fileReports(store, ...reports, report('c1', 'clinics', 40));
    await correct(store, 'c1', { story: 'airports' });
    await fileMerger(store, 'airports', 'banks', report('both', 'banks', 110));
    expect(await find(store, '')).toEqual(['banks a1 a2 b1 both c1']);
    const { stories, receipt } = await compile(store, '');
    expect(stories.flatMap(({ articles }) => articles.map(({ id }) => id)).sort()).toEqual([
      'a1',
      'a2',
      'b1',
      'both',
      'c1',
    ]);
    expect(receipt).toMatchObject({ items: 5, fates: { sent: 5 } });
  });
});
