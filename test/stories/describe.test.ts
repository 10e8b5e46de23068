import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article, Publisher } from '../../lib/article.ts';
import { describeStory, listPublishers } from '../../lib/stories/describe.ts';
import { sectorIds, topics, viewpointIds } from '../../lib/taxonomy.ts';
import { buildArticle, minutesLater, morning, reviseArticle } from '../fixtures/builders.ts';

const publisher = (name: string, country = 'GB'): Publisher => ({ name, country, ownership: 'private' });

const texts = [
  'Passengers queued for hours while staff wrote boarding passes by hand at every counter of the hall.',
  'The vendor said that the last of its machines would be visited by hand before Thursday evening.',
  'Hospitals postponed operations and went back to paper after their terminals stopped overnight.',
];

const anyArticle: fc.Arbitrary<Partial<Article>> = fc.record({
  title: fc.constantFrom(
    'Airports halt',
    'Flughäfen stehen still',
    'Airline check-in fails',
    'Service restored',
    '机场停摆',
  ),
  summary: fc.constantFrom(...texts, ''),
  publisher: fc.constantFrom('The Harbour Post', 'Deccan Ledger', 'Open Lines').map((name) => publisher(name)),
  publishedAt: fc.integer({ min: 0, max: 5 }).map(minutesLater),
  language: fc.constantFrom('en', 'de', 'zh'),
  topic: fc.constantFrom(...topics),
  sectors: fc
    .uniqueArray(fc.constantFrom(...sectorIds), { maxLength: 3 })
    .map((ids) => ids.map((id, i) => ({ id, score: 0.5 + i / 10, evidence: ['x'] }))),
  viewpoints: fc
    .uniqueArray(fc.constantFrom(...viewpointIds), { maxLength: 2 })
    .map((ids) => ids.map((id) => ({ id, score: 0.8, evidence: ['x'] }))),
});
const anyStory = fc
  .array(anyArticle, { minLength: 1, maxLength: 12 })
  .map((articles) => articles.map((article, i) => buildArticle({ id: `a${i}`, ...article })));

describe('a story', () => {
  it('is the same whatever order its articles came in', () => {
    const shuffled = anyStory.chain((articles) =>
      fc.tuple(fc.constant(articles), fc.shuffledSubarray(articles, { minLength: articles.length })),
    );
    fc.assert(
      fc.property(shuffled, ([articles, others]) => {
        expect(describeStory('s', others, { version: 3 })).toEqual(describeStory('s', articles, { version: 3 }));
      }),
    );
  });

  it('names each article and each voice once, and only articles of its own for its labels', () => {
    fc.assert(
      fc.property(anyStory, (articles) => {
        const story = describeStory('s', articles);
        expect(story.articles.toSorted()).toEqual(articles.map(({ id }) => id).sort());
        const names = story.publishers.map(({ name }) => name);
        expect(names.toSorted()).toEqual([...new Set(articles.map((article) => article.publisher.name))].sort());
        expect(story.independentPublishers).toBeGreaterThanOrEqual(1);
        expect(story.independentPublishers).toBeLessThanOrEqual(names.length);
        expect(articles.map(({ title }) => title)).toContain(story.title);
        for (const label of [...story.sectors, ...story.viewpoints]) {
          const carriers = articles.filter(({ sectors, viewpoints }) =>
            [...sectors, ...viewpoints].some(({ id }) => id === label.id),
          );
          expect(label.articles.toSorted()).toEqual(carriers.map(({ id }) => id).sort());
        }
      }),
    );
  });

  it('changes no article that was handed in', () => {
    const articles = [buildArticle({ id: 'b', publishedAt: minutesLater(2) }), buildArticle({ id: 'a' })];
    const before = structuredClone(articles);
    describeStory('s', articles);
    expect(articles).toEqual(before);
  });

  it('stands for the version after the stored one', () => {
    expect(describeStory('s', [buildArticle()]).version).toBe(1);
    expect(describeStory('s', [buildArticle()], { version: 7 })).toMatchObject({ id: 's', version: 8 });
  });

  it('keeps what it absorbed, and has nothing of it where it absorbed none', () => {
    const absorbed = [{ id: 'other', absorbedAt: minutesLater(3), articles: ['b'] }];
    expect(describeStory('s', [buildArticle()], { version: 7, absorbed }).absorbed).toEqual(absorbed);
    expect(describeStory('s', [buildArticle()], { version: 7 })).not.toHaveProperty('absorbed');
    expect(describeStory('s', [buildArticle()])).not.toHaveProperty('absorbed');
  });

  it('lists its articles by time of publication, then by id', () => {
    const articles = [
      ['c', 0],
      ['b', 5],
      ['a', 5],
    ] as const;
    const built = articles.map(([id, minutes]) => buildArticle({ id, publishedAt: minutesLater(minutes) }));
    expect(describeStory('s', built).articles).toEqual(['c', 'a', 'b']);
  });

  it('was first seen with its earliest article and updated with its latest revision', () => {
    const early = buildArticle({ id: 'early', publishedAt: minutesLater(-600) });
    const late = buildArticle({ id: 'late', seenAt: minutesLater(30) });
    const revised = reviseArticle(early, minutesLater(90));
    expect(describeStory('s', [late, revised])).toMatchObject({ firstSeenAt: morning, updatedAt: minutesLater(90) });
  });

  it('has a state only where it tells of a running event', () => {
    expect(describeStory('s', [buildArticle()]).state).toBe('ongoing');
    expect(describeStory('s', [buildArticle({ topic: 'policy' })])).not.toHaveProperty('state');
  });

  it.each([
    [['outage', 'outage', 'policy'], 'outage'],
    [['policy', 'outage', 'policy'], 'policy'],
    [['policy', 'outage'], 'outage'],
    [['other', 'attack'], 'attack'],
  ] as const)('of the topics %j is of topic %s', (given, topic) => {
    const articles = given.map((own, i) => buildArticle({ id: `a${i}`, topic: own }));
    expect(describeStory('s', articles).topic).toBe(topic);
  });
});

describe('the title of a story', () => {
  const titleOf = (articles: Partial<Article>[]): string =>
    describeStory(
      's',
      articles.map((article, i) => buildArticle({ id: `a${i}`, summary: '', ...article })),
    ).title;

  it('is the headline that shares most words with the others', () => {
    const titles = [
      'What we know so far',
      'Airline check-in fails at Elbe airport',
      'Elbe airport: airline counters closed',
    ];
    expect(titleOf(titles.map((title) => ({ title })))).toBe('Airline check-in fails at Elbe airport');
  });

  it('is so in Chinese too', () => {
    const titles = ['最新消息', '易北机场值机系统故障', '易北机场航班停飞，值机柜台关闭'];
    expect(titleOf(titles.map((title) => ({ title, language: 'zh' })))).not.toBe('最新消息');
  });

  it('is English where there is one, among many that are not', () => {
    const german = Array.from({ length: 12 }, () => ({
      title: 'Störung legt Abfertigung am Flughafen an der Elbe lahm',
      language: 'de',
    }));
    expect(titleOf([...german, { title: 'Counters closed' }])).toBe('Counters closed');
  });

  it('is of the story’s topic rather than English', () => {
    const reports = ['Flughafen steht still', 'Störung am Flughafen'].map((title) => ({ title, language: 'de' }));
    const opinion = { title: 'Airports need a law', topic: 'policy' as const };
    expect(titleOf([opinion, ...reports])).not.toBe('Airports need a law');
  });

  it('is a report’s rather than that of a position', () => {
    const viewpoints = [{ id: 'resilience' as const, score: 0.9, evidence: ['must'] }];
    const opinions = [1, 2, 3].map(() => ({ title: 'Airports must rehearse failure of check-in', viewpoints }));
    expect(titleOf([...opinions, { title: 'Counters closed' }])).toBe('Counters closed');
  });

  it('is that of a position where there is nothing else', () => {
    const viewpoints = [{ id: 'resilience' as const, score: 0.9, evidence: ['must'] }];
    expect(titleOf([{ title: 'Airports must rehearse failure', viewpoints }])).toBe('Airports must rehearse failure');
  });
});

describe('the voices of a story', () => {
  it('are each named once, in order of appearance', () => {
    const names = ['B', 'A', 'B', 'C', 'A'].map((name) => ({ publisher: publisher(name) }));
    expect(listPublishers(names).map(({ name }) => name)).toEqual(['B', 'A', 'C']);
  });

  it('are not independent where they carry a copy', () => {
    const voices = ['A', 'B', 'C'].map((name, i) =>
      buildArticle({
        id: name,
        title: `${name} says`,
        summary: texts[0] ?? '',
        publisher: publisher(name),
        publishedAt: minutesLater(i),
      }),
    );
    const story = describeStory('s', voices);
    expect(story.publishers).toHaveLength(3);
    expect(story.independentPublishers).toBe(1);
  });

  it('are independent where each has its own words, and count once however often they report', () => {
    const voices = texts.map((summary, i) =>
      buildArticle({
        id: `a${i}`,
        summary,
        publisher: publisher(i === 2 ? 'A' : `${'AB'[i]}`),
        publishedAt: minutesLater(i),
      }),
    );
    expect(describeStory('s', voices).independentPublishers).toBe(2);
  });
});

describe('the labels of a story', () => {
  it('stand with their articles, oldest first, and the strongest score', () => {
    const rail = (score: number) => [{ id: 'rail' as const, score, evidence: ['trains'] }];
    const late = buildArticle({ id: 'late', publishedAt: minutesLater(9), sectors: rail(0.95) });
    const early = buildArticle({ id: 'early', sectors: rail(0.6) });
    expect(describeStory('s', [late, early]).sectors).toEqual([
      { id: 'rail', score: 0.95, articles: ['early', 'late'] },
    ]);
  });

  it('stand by how many articles carry them', () => {
    const label = (id: 'rights' | 'regulation') => ({ id, score: id === 'rights' ? 0.99 : 0.7, evidence: ['x'] });
    const articles = [
      buildArticle({ id: 'a', viewpoints: [label('rights'), label('regulation')] }),
      buildArticle({ id: 'b', viewpoints: [label('regulation')] }),
    ];
    expect(describeStory('s', articles).viewpoints.map(({ id }) => id)).toEqual(['regulation', 'rights']);
  });
});
