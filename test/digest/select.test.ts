import { describe, expect, it } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { type CompileInput, compileDigest } from '../../lib/digest/compile.ts';
import type { ArticleFate } from '../../lib/digest/digest.ts';
import { minutesLater, reviseArticle } from '../fixtures/builders.ts';
import { buildInput, buildReport, readQuery } from './fixture.ts';

/** The fate of the article `a` among the given ones. */
function fateOf(articles: Article[], overrides: Partial<CompileInput> = {}): Partial<ArticleFate> | undefined {
  const fate = compileDigest(buildInput(articles, overrides)).fates.find(({ articleId }) => articleId === 'a');
  return fate?.term === undefined ? { fate: fate?.fate ?? 'sent' } : { fate: fate.fate, term: fate.term };
}

const agency =
  'A faulty update stopped check-in on Friday at three airports, and passengers queued for hours at the counters.';

describe('an article', () => {
  it('that stands in a story of the digest is sent', () => {
    expect(fateOf([buildReport('a', 10)])).toEqual({ fate: 'sent' });
  });

  it('that repeats another of its story word for word is of the same story', () => {
    const first = buildReport('first', 5, { summary: agency, storyId: 's' });
    const copy = buildReport('a', 10, { summary: agency, storyId: 's' });
    expect(fateOf([copy, first])).toEqual({ fate: 'same-story' });
    expect(compileDigest(buildInput([copy, first])).stories[0]?.articles).toMatchObject([
      { id: 'first' },
      { copyOf: 'first' },
    ]);
  });

  it.each([
    ['topic:attack', 'topic:attack'],
    ['topic:outage -headline', '-headline'],
    ['sector:rail,water', 'sector:rail,water'],
    ['country:CN', 'country:CN'],
    ['sources:>2', 'sources:>2'],
    ['state:resolved', 'state:resolved'],
    ['"no such words"', '"no such words"'],
    ['-is:new', '-is:new'],
  ])('is outside the query %s by its term %s', (query, term) => {
    expect(fateOf([buildReport('a', 10)], { query: readQuery(query) })).toEqual({ fate: 'outside', term });
  });

  it('out of scope is outside by the topics that a digest is about', () => {
    const [fate] = compileDigest(buildInput([buildReport('a', 10, { topic: 'other' })])).fates;
    expect(fate).toMatchObject({ fate: 'outside', term: expect.stringMatching(/^topic:outage,/) });
  });

  it.each([
    ['says nothing new is unchanged', 'cosmetic', 'unchanged'],
    ['has a new fact is sent', 'new-fact', 'sent'],
  ] as const)('that was seen before and whose revision %s', (_, change, fate) => {
    const revised = reviseArticle(buildReport('a', -90), minutesLater(10), { change });
    expect(fateOf([revised])).toEqual({ fate });
  });

  it('that was seen at the very moment the period begins belongs to the one before', () => {
    const revised = reviseArticle(buildReport('a', 0), minutesLater(10), { change: 'cosmetic' });
    expect(fateOf([revised])).toEqual({ fate: 'unchanged' });
    expect(fateOf([revised], { query: readQuery('is:new') })).toEqual({ fate: 'outside', term: 'is:new' });
  });

  it('that is new and was revised within the period is sent', () => {
    expect(fateOf([reviseArticle(buildReport('a', 10), minutesLater(20), { change: 'cosmetic' })])).toEqual({
      fate: 'sent',
    });
  });

  it('of a muted source is muted, whatever else it is', () => {
    const muted = ['the Harbour post'];
    expect(fateOf([buildReport('a', 10)], { muted })).toEqual({ fate: 'muted' });
    expect(fateOf([buildReport('a', 10, { topic: 'other' })], { muted })).toEqual({ fate: 'muted' });
    const other = buildReport('b', 10, {
      storyId: 'story-a',
      publisher: { name: 'Open Lines', country: 'KE', ownership: 'private' },
    });
    expect(compileDigest(buildInput([buildReport('a', 10), other], { muted })).stories[0]?.articles).toMatchObject([
      { id: 'b' },
    ]);
  });
});

describe('a story for which there is no room', () => {
  /** Nine stories; the one of `a` is the smallest, since out-of-date. */
  const crowd = Array.from({ length: 8 }, (_, i) => buildReport(`c${i}`, 30 + i));
  const small = buildReport('a', 1, { sectors: [] });
  const first = compileDigest(buildInput([...crowd, small]));

  it('is held, and its article with it', () => {
    expect(fateOf([...crowd, small])).toEqual({ fate: 'held' });
    expect(first.held).toEqual([{ id: 'story-a', title: 'Headline a', articles: 1, from: first.from }]);
    expect(first.stories).toHaveLength(8);
  });

  const nextHour = { from: minutesLater(60), to: minutesLater(120), previous: first };

  it('stands first in the next digest, with the article that was held', () => {
    const bigger = [1, 2, 3].map((i) => buildReport(`n${i}`, 70, { storyId: 'story-n' }));
    const next = compileDigest(buildInput([...crowd, small, ...bigger], nextHour));
    expect(next.stories.map(({ id }) => id)).toEqual(['story-a', 'story-n']);
    expect(next.stories[0]?.articles.map(({ id }) => id)).toEqual(['a']);
    expect(next.receipt.items).toBe(3);
  });

  it('stands there with what was held and with what came since', () => {
    const later = buildReport('later', 70, { storyId: 'story-a' });
    const next = compileDigest(buildInput([...crowd, small, later], nextHour));
    expect(next.stories[0]?.articles.map(({ id }) => id)).toEqual(['a', 'later']);
    expect(next.receipt).toMatchObject({ items: 1, fates: { sent: 1 } });
  });

  it('stands there though the held article is older than the query wants by then', () => {
    const query = readQuery('since:1h');
    const next = compileDigest(buildInput([...crowd, small], { ...nextHour, query }));
    expect(next.stories.map(({ id }) => id)).toEqual(['story-a']);
  });

  it('is still new to its readers', () => {
    const later = buildReport('later', 70, { storyId: 'story-a' });
    const next = compileDigest(buildInput([...crowd, small, later], { ...nextHour, query: readQuery('is:new') }));
    expect(next.fates).toMatchObject([{ articleId: 'later', fate: 'sent' }]);
  });

  it('is told though the held article changed only in its words since', () => {
    const revised = reviseArticle(small, minutesLater(70), { change: 'cosmetic', title: 'Headline a, again' });
    const next = compileDigest(buildInput([...crowd, revised], nextHour));
    expect(next.fates).toMatchObject([{ articleId: 'a', fate: 'sent' }]);
    expect(next.stories[0]?.articles).toMatchObject([{ title: 'Headline a, again' }]);
  });

  it('cites no article that the query does not want, or whose source is muted', () => {
    const publisher = { name: 'Open Lines', country: 'KE', ownership: 'private' } as const;
    const others = [
      buildReport('off', 70, { storyId: 'story-a', topic: 'other' }),
      buildReport('mute', 2, { storyId: 'story-a', publisher }),
    ];
    const next = compileDigest(buildInput([...crowd, small, ...others], { ...nextHour, muted: ['open lines'] }));
    expect(next.stories[0]?.articles.map(({ id }) => id)).toEqual(['a']);
    expect(next.fates).toMatchObject([{ articleId: 'off', fate: 'outside' }]);
  });

  it('is not told where its only source was muted since', () => {
    const publisher = { name: 'Open Lines', country: 'KE', ownership: 'private' } as const;
    const next = compileDigest(buildInput([{ ...small, publisher }], { ...nextHour, muted: ['open lines'] }));
    expect(next.stories).toEqual([]);
  });

  it('is held on, still with its articles, where more than eight were held', () => {
    const many = Array.from({ length: 20 }, (_, i) => buildReport(`m${String(i).padStart(2, '0')}`, 10));
    const told: string[] = [];
    let previous: CompileInput['previous'];
    for (const hour of [0, 1, 2, 3]) {
      const period = { from: minutesLater(60 * hour), to: minutesLater(60 * (hour + 1)), previous };
      previous = compileDigest(buildInput(many, period));
      for (const story of previous.stories) told.push(...story.articles.map(({ id }) => id));
      for (const { articles } of previous.held) expect(articles).toBe(1);
    }
    expect(told.toSorted()).toEqual(many.map(({ id }) => id));
  });
});
