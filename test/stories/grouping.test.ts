import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyArticle } from '../../lib/classify/classify.ts';
import { describeVocabulary } from '../../lib/classify/model.ts';
import { loadModel } from '../../lib/runtime/local.ts';
import { createGrouping, type FindSimilar, type Grouping } from '../../lib/stories/grouping.ts';
import { candidateLimit, storyWindow } from '../../lib/stories/place.ts';
import { createSketch, listKeys } from '../../lib/stories/sketch.ts';
import { createSketchIndex } from '../../lib/stories/sketch-index.ts';
import type { Sketch } from '../../lib/stories/story.ts';
import { buildSketch, minutesLater } from '../fixtures/builders.ts';
import { otherReports } from '../fixtures/game-reports.ts';

/** Reports of two events that have nothing in common, and one that tells of both. */
const ports = { keys: [11, 12, 13, 14, 15, 16], sectors: ['logistics' as const] };
const banks = { keys: [21, 22, 23, 24, 25, 26], sectors: ['banking' as const] };
const laws = { keys: [31, 32, 33, 34, 35, 36], topic: 'policy' as const, sectors: [] };
const both = { keys: [...ports.keys, ...banks.keys], sectors: [...ports.sectors, ...banks.sectors] };
const build = (articleId: string, event: Parameters<typeof buildSketch>[0], minutes = 0): Sketch =>
  buildSketch({ articleId, storyId: '', at: minutesLater(minutes), ...event });

async function placeAll(grouping: Grouping, sketches: readonly Sketch[]): Promise<Record<string, string>> {
  for (const sketch of sketches) await grouping.place(sketch, `story-of-${sketch.articleId}`);
  return Object.fromEntries(grouping.placed().map(({ articleId, storyId }) => [articleId, storyId]));
}

/** What a store remembers, as far as a grouping asks. */
function store(...sketches: Sketch[]): FindSimilar {
  const index = createSketchIndex();
  for (const sketch of sketches) index.add(sketch);
  return async (...question) => index.similar(...question);
}

describe('grouping', () => {
  it('begins a story with the first report of an event, and adds the others to it', async () => {
    const grouping = createGrouping();
    const sketches = [build('a', ports), build('b', laws, 1), build('c', ports, 2), build('d', laws, 3)];
    expect(await placeAll(grouping, sketches)).toEqual({
      a: 'story-of-a',
      b: 'story-of-b',
      c: 'story-of-a',
      d: 'story-of-b',
    });
    expect(grouping.mergers()).toEqual([]);
    expect(grouping.placed().map(({ articleId }) => articleId)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('has nothing before the first report', () => {
    expect(createGrouping().placed()).toEqual([]);
    expect(createGrouping().mergers()).toEqual([]);
  });

  it('adds to stories that were stored before', async () => {
    const grouping = createGrouping(store({ ...build('old', ports), storyId: 'stored' }));
    expect(await placeAll(grouping, [build('a', ports, 60), build('b', laws, 61)])).toEqual({
      a: 'stored',
      b: 'story-of-b',
    });
  });

  it('asks the store for what shares a key within a week before and after, at most as many as it looks at', async () => {
    const questions: Parameters<FindSimilar>[] = [];
    const grouping = createGrouping(async (...question) => {
      questions.push(question);
      return [];
    });
    const sketch = build('a', ports);
    await grouping.place(sketch, 'own');
    expect(questions).toEqual([
      [
        listKeys(sketch),
        new Date(sketch.at.getTime() - storyWindow),
        new Date(sketch.at.getTime() + storyWindow),
        candidateLimit,
      ],
    ]);
  });

  it('takes two stories for one where a report tells of both, and goes by the likelier’s id', async () => {
    const grouping = createGrouping();
    const sketches = [build('a', ports), build('b', banks, 1), build('c', both, 2)];
    expect(await placeAll(grouping, sketches.slice(0, 2))).toEqual({ a: 'story-of-a', b: 'story-of-b' });
    const stories = await placeAll(grouping, sketches.slice(2));
    expect(new Set(Object.values(stories)).size).toBe(1);
    expect(grouping.mergers().map((ids) => ids.toSorted())).toEqual([['story-of-a', 'story-of-b']]);
    expect(grouping.mergers()[0]?.[0]).toBe(stories.c);
  });

  it('takes stored stories for one, and finds the one by either from then on', async () => {
    const grouping = createGrouping(
      store({ ...build('old', ports), storyId: 'stored-1' }, { ...build('older', banks), storyId: 'stored-2' }),
    );
    const { a, b, c } = await placeAll(grouping, [build('a', both, 1), build('b', ports, 2), build('c', banks, 3)]);
    expect(a).toBe('stored-1');
    expect([b, c]).toEqual([a, a]);
    expect(grouping.mergers()).toEqual([['stored-1', 'stored-2']]);
  });

  it('takes three for one where one report shows the first two and another the third', async () => {
    const grouping = createGrouping();
    const mixed = {
      ...laws,
      topic: 'outage' as const,
      keys: [...banks.keys, ...laws.keys],
      sectors: ['banking' as const],
    };
    const stories = await placeAll(grouping, [
      build('a', ports),
      build('b', banks, 1),
      build('c', laws, 2),
      build('d', both, 3),
      build('e', { ...mixed, topic: 'policy' }, 4),
      build('f', laws, 5),
    ]);
    expect(new Set(Object.values(stories)).size).toBe(1);
    expect(grouping.mergers().map((ids) => ids.toSorted())).toEqual([['story-of-a', 'story-of-b', 'story-of-c']]);
  });

  it('tells every story once, under an id that a report of it began', async () => {
    const event = fc.constantFrom(ports, banks, laws, both);
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
        const grouping = createGrouping();
        const stories = await placeAll(
          grouping,
          events.map((one, i) => build(`${i}`, one, i)),
        );
        expect(Object.keys(stories)).toHaveLength(events.length);
        const merged = grouping.mergers();
        const gone = merged.flatMap(([, ...others]) => others);
        expect(new Set(merged.flat()).size).toBe(merged.flat().length);
        for (const id of Object.values(stories)) {
          expect(Object.keys(stories).map((article) => `story-of-${article}`)).toContain(id);
          expect(gone).not.toContain(id);
        }
      }),
    );
  });
});

describe('the reports of a day, each of an event of its own', async () => {
  const model = await loadModel();
  const vocabulary = describeVocabulary(model);
  const sketches = otherReports.map(([title, summary], i) => {
    const article = { id: `${i}`, title, summary, language: 'en', publishedAt: minutesLater(24 * i) };
    return createSketch({ ...article, ...classifyArticle(model, article) }, '', vocabulary);
  });

  it.each([
    ['as they came', sketches],
    ['the other way round', sketches.toReversed()],
  ])(
    'make more than half as many stories in an archive that begins with them, none of which swallows the others: %s',
    async (_, ordered) => {
      const stories = Object.values(await placeAll(createGrouping(), ordered));
      expect(new Set(stories).size).toBeGreaterThan(ordered.length / 2);
      const sizes = [...Map.groupBy(stories, (id) => id).values()].map(({ length }) => length);
      expect(Math.max(...sizes)).toBeLessThan(ordered.length / 4);
    },
  );

  it('do not join the story of an event that has many reports', async () => {
    const places = ['London', 'Berlin', 'Delhi', 'Sydney', 'Tokyo', 'Paris', 'Rome', 'Cairo', 'Lima', 'Seoul'];
    const crowd = places.flatMap((place, i) =>
      ['Airlines', 'Hospitals', 'Banks', 'Broadcasters'].map((who, j) => {
        const title = `${who} stopped as CrowdStrike update crashes Windows computers in ${place}`;
        const summary = `A faulty CrowdStrike Falcon update crashed Windows machines; ${who.toLowerCase()} of ${place} reported outages.`;
        const article = {
          id: `crowd ${who} ${place}`,
          title,
          summary,
          language: 'en',
          publishedAt: minutesLater(4 * i + j),
        };
        return createSketch({ ...article, ...classifyArticle(model, article) }, '', vocabulary);
      }),
    );
    let joined = 0;
    for (const sketch of sketches) {
      const grouping = createGrouping(store(...crowd.map((one) => ({ ...one, storyId: 'crowd' }))));
      await grouping.place({ ...sketch, at: minutesLater(24 * 60) }, 'own');
      if (grouping.placed()[0]?.storyId === 'crowd') joined++;
    }
    expect(joined).toBeLessThan(sketches.length / 4);
  });
});
