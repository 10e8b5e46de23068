import { describe, expect, it } from 'vitest';
import type { Article, Label } from '../../lib/article.ts';
import { compileDigest, listSides } from '../../lib/digest/compile.ts';
import { rankStory } from '../../lib/digest/rank.ts';
import type { Viewpoint } from '../../lib/taxonomy.ts';
import { buildArticle, buildDigestStory, buildStory, minutesLater } from '../fixtures/builders.ts';
import { buildDigestOf } from '../fixtures/digests.ts';
import { buildInput, buildReport, readQuery } from './fixture.ts';

const view = (id: Viewpoint, ...evidence: string[]): Label<Viewpoint> => ({ id, score: 0.8, evidence });
const outlet = (name: string) => ({ name, country: 'GB', ownership: 'private' as const });
const storyIds = (articles: Article[]): string[] => compileDigest(buildInput(articles)).stories.map(({ id }) => id);

describe('a digest', () => {
  it('says whose it is, of which query and period, and how many feeds were heard', () => {
    const articles = [buildReport('a', 10), buildReport('b', 20, { feedId: 'feed-2' })];
    const digest = compileDigest(buildInput(articles, { query: readQuery(' topic:outage ') }));
    expect(digest).toMatchObject({
      subscriptionId: 'subscription-1',
      query: 'topic:outage',
      from: minutesLater(0),
      to: minutesLater(60),
      receipt: { feeds: 2, items: 2 },
    });
  });

  it('has an id that follows its subscription and period alone', () => {
    const idOf = (overrides: object) => compileDigest(buildInput([buildReport('a', 10)], overrides)).id;
    const id = idOf({});
    expect(id).toMatch(/^[\da-f]{16}$/);
    expect(idOf({ query: readQuery('rail') })).toBe(id);
    expect(idOf({ subscriptionId: 'subscription-2' })).not.toBe(id);
    expect(idOf({ to: minutesLater(59) })).not.toBe(id);
    expect(idOf({ from: minutesLater(1) })).not.toBe(id);
  });

  it('of a period without news is empty and adds up to nothing', () => {
    expect(compileDigest(buildInput([]))).toMatchObject({
      stories: [],
      held: [],
      fates: [],
      receipt: { feeds: 0, items: 0 },
    });
  });

  it('tells at most eight stories and names the rest', () => {
    const digest = compileDigest(buildInput(Array.from({ length: 11 }, (_, i) => buildReport(`r${i}`, 10))));
    expect(digest.stories).toHaveLength(8);
    expect(digest.held).toHaveLength(3);
    for (const { title, articles } of digest.held)
      expect([title.startsWith('Headline r'), articles]).toEqual([true, 1]);
  });

  it('cites of a running story only what is new, though it tells the whole', () => {
    const old = buildReport('old', -90, { storyId: 's', publisher: outlet('A') });
    const fresh = buildReport('fresh', 10, { storyId: 's', publisher: outlet('B') });
    const [story] = compileDigest(buildInput([old, fresh])).stories;
    expect(story?.articles.map(({ id }) => id)).toEqual(['fresh']);
    expect(story?.publishers.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it('says what changed in a story that was told before, and nothing of one that was not', () => {
    const articles = [buildReport('a', 10), buildReport('b', 10)];
    const before = buildDigestStory({ id: 'story-a', state: 'monitoring', independentPublishers: 1 });
    const { stories } = compileDigest(buildInput(articles, { previous: buildDigestOf([before]) }));
    expect(stories.find(({ id }) => id === 'story-a')?.changed).toBe('monitoring → ongoing');
    expect(stories.find(({ id }) => id === 'story-b')).not.toHaveProperty('changed');
  });
});

describe('the order of stories', () => {
  const crowd = (story: string, voices: number): Article[] =>
    Array.from({ length: voices }, (_, i) =>
      buildReport(`${story}${i}`, 10, { storyId: story, publisher: outlet(`Outlet ${i}`) }),
    );

  it('puts more independent sources first', () => {
    expect(storyIds([...crowd('one', 1), ...crowd('three', 3), ...crowd('two', 2)])).toEqual(['three', 'two', 'one']);
  });

  it('does not count copies as sources', () => {
    const copies = crowd('copied', 4).map((article) => ({ ...article, summary: buildReport('x', 0).summary }));
    expect(storyIds([...copies, ...crowd('own', 3)])).toEqual(['own', 'copied']);
  });

  it('is by id where nothing else tells', () => {
    const equal = ['c', 'a', 'b'].map((id) => buildReport(id, 10));
    expect(storyIds(equal)).toEqual(['story-a', 'story-b', 'story-c']);
    expect(storyIds(equal.toReversed())).toEqual(['story-a', 'story-b', 'story-c']);
  });

  it('puts what was held first, however small', () => {
    const previous = buildDigestOf([], { held: [{ id: 'story-old', title: 'Old', articles: 1 }] });
    const { stories } = compileDigest(buildInput([buildReport('old', -30), ...crowd('big', 5)], { previous }));
    expect(stories.map(({ id }) => id)).toEqual(['story-old', 'big']);
  });
});

describe('the rank of a story', () => {
  const to = minutesLater(60);
  const base = buildStory();
  const rank = (overrides: Partial<typeof base> = {}, toldBefore = false): number =>
    rankStory({ ...base, ...overrides }, to, toldBefore);

  it('grows with each independent source, and less with each', () => {
    const ranks = [1, 2, 3, 4].map((independentPublishers) => rank({ independentPublishers }));
    const steps = ranks.slice(1).map((own, i) => own - (ranks[i] ?? 0));
    expect(steps.every((step) => step > 0)).toBe(true);
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));
  });

  it.each([
    ['more sectors', rank({ sectors: [...base.sectors, { id: 'rail', score: 0.9, articles: ['a'] }] }), rank()],
    ['two reports of a sector', rank({ sectors: [{ id: 'rail', score: 0.9, articles: ['a', 'b'] }] }), rank()],
    ['an event that runs', rank({ state: 'ongoing' }), rank({ state: 'monitoring' })],
    ['an event not yet over', rank({ state: 'monitoring' }), rank({ state: 'resolved' })],
    ['the newer', rank(), rank({ reportedAt: minutesLater(-600) })],
    ['what was not told before', rank(), rank({}, true)],
    ['what is in scope', rank(), rank({ topic: 'other', independentPublishers: 3 })],
  ])('puts %s before the other', (_, higher, lower) => {
    expect(higher).toBeGreaterThan(lower);
  });

  it('is the same for what was updated at the end of the period and after it', () => {
    expect(rank({ reportedAt: minutesLater(90) })).toBe(rank({ reportedAt: to }));
  });
});

describe('the sectors of a story', () => {
  const sectorsOf = (reports: number, score: number, carriers: number): unknown => {
    const rail = [{ id: 'rail' as const, score, evidence: ['trains'] }];
    const articles = Array.from({ length: reports }, (_, i) =>
      buildReport(`r${i}`, 10, { storyId: 's', sectors: i < carriers ? rail : [] }),
    );
    return compileDigest(buildInput(articles)).stories[0]?.sectors.map(({ id, articles: own }) => [id, own.length]);
  };

  it.each([
    ['one report of eight', 8, 0.6, 1, [['rail', 1]]],
    ['one report of nine', 9, 0.6, 1, []],
    ['two reports of nine', 9, 0.6, 2, [['rail', 2]]],
    ['one report of nine that is sure', 9, 0.95, 1, [['rail', 1]]],
  ])('stand by %s accordingly', (_, reports, score, carriers, sectors) => {
    expect(sectorsOf(reports, score, carriers)).toEqual(sectors);
  });
});

describe('the sides of a story', () => {
  it('name who took the position, each voice once, and in which words, heaviest first', () => {
    const members = [
      buildArticle({ id: 'a', publisher: outlet('A'), viewpoints: [view('rights', 'shutdown', 'free expression')] }),
      buildArticle({
        id: 'b',
        publisher: outlet('A'),
        viewpoints: [view('rights', 'shutdown', 'privacy', 'access', 'appeal')],
      }),
      buildArticle({ id: 'c', publisher: outlet('C') }),
    ];
    const story = buildStory({ viewpoints: [{ id: 'rights', score: 0.9, articles: ['a', 'b'] }] });
    expect(listSides(story, members)).toEqual([
      {
        id: 'rights',
        articles: ['a', 'b'],
        publishers: [outlet('A')],
        evidence: ['shutdown', 'free expression', 'privacy', 'access'],
      },
    ]);
  });

  const contestedOf = (...views: Viewpoint[][]): unknown =>
    compileDigest(
      buildInput(
        views.map((ids, i) => buildReport(`r${i}`, 10, { storyId: 's', viewpoints: ids.map((id) => view(id, 'x')) })),
      ),
    ).stories[0]?.contested;

  it('are contested where two exclude each other', () => {
    expect(contestedOf(['regulation'], ['industry-led'])).toEqual([['industry-led', 'regulation']]);
  });

  it.each([
    ['one alone', [['regulation']]],
    ['two that go together', [['regulation'], ['resilience']]],
    ['none', [[]]],
  ] as [string, Viewpoint[][]][])('are not contested: %s', (_, views) => {
    expect(contestedOf(...views)).toEqual([]);
  });

  it('are contested in three pairs at most, those with most articles on their weaker side first', () => {
    const all: Viewpoint[] = [
      'sovereignty',
      'multistakeholder',
      'cooperation',
      'industry-led',
      'regulation',
      'rivalry',
      'rights',
    ];
    const contested = contestedOf(all, ['rivalry', 'cooperation'], ['rivalry', 'cooperation']) as unknown[];
    expect(contested).toHaveLength(3);
    expect(contested[0]).toEqual(['rivalry', 'cooperation']);
  });
});
