import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../lib/article.ts';
import { countNewFacts, tellChange, tellReceipt, tellWhy } from '../../lib/digest/tell.ts';
import { type Ownership, type Sector, sectorIds, type Viewpoint } from '../../lib/taxonomy.ts';
import { buildArticle, buildDigest, buildDigestStory, minutesLater, reviseArticle } from '../fixtures/builders.ts';

const voices = (...countries: string[]): Publisher[] =>
  countries.map((country, i) => ({ name: `Outlet ${i}`, country, ownership: 'private' }));
const sectorsOf = (...ids: Sector[]) => ids.map((id) => ({ id, articles: ['a'] }));

describe('why a story matters', () => {
  const why = (sectors: Sector[], publishers: Publisher[], independentPublishers = publishers.length): string =>
    tellWhy({ sectors: sectorsOf(...sectors), publishers, independentPublishers });

  it.each([
    [[], voices('GB'), 'one source only'],
    [['aviation'], voices('GB'), 'Aviation: one source only'],
    [['aviation', 'rail'], voices('GB', 'GB'), 'Aviation and Rail and public transit: 2 independent sources'],
    [
      ['aviation', 'rail', 'food'],
      voices('GB', 'US'),
      'Aviation, Rail and public transit and Food: 2 independent sources from 2 countries',
    ],
    [['food'], voices('GB', 'ZZ'), 'Food: 2 independent sources'],
  ] as [Sector[], Publisher[], string][])('%j %#', (sectors, publishers, told) => {
    expect(why(sectors, publishers)).toBe(told);
  });

  it('says who carried the one source', () => {
    expect(why([], voices('GB', 'US', 'DE'), 1)).toBe('one source only, carried by 3');
  });

  it('does not say that three sources come from four countries', () => {
    expect(why([], voices('GB', 'US', 'DE', 'FR'), 3)).toBe('3 independent sources, carried in 4 countries');
  });

  it.each(['government', 'intergovernmental'] as Ownership[])('says that a source is official: %s', (ownership) => {
    const official: Publisher = { name: 'Office', country: 'GB', ownership };
    expect(why([], [official])).toBe('one source only, an official one');
    expect(why([], [official, ...voices('GB')])).toBe('2 independent sources, official ones among them');
  });

  it.each([
    [5, /^Aviation, Rail and public transit, Logistics, Banking and payments and Markets: /],
    [6, /, Markets and Healthcare: /],
    [7, /, Markets and 2 more sectors: /],
    [18, /, Markets and 13 more sectors: /],
  ])('names the first five of %i sectors, and all where one would be left', (count, told) => {
    expect(why(sectorIds.slice(0, count), voices('GB'))).toMatch(told);
  });
});

describe('what changed in a story', () => {
  const before = buildDigestStory({ state: 'ongoing', sectors: sectorsOf('aviation'), independentPublishers: 3 });
  const now = { ...before, state: 'ongoing' as const };
  const { state: _, ...stateless } = before;

  it('is nothing where all is as it was', () => {
    expect(tellChange(before, now)).toBeUndefined();
  });

  it.each([
    ['a new state', { ...now, state: 'resolved' as const }, 'ongoing → resolved'],
    ['a new sector', { ...now, sectors: sectorsOf('aviation', 'rail') }, 'now also Rail and public transit'],
    ['two new sectors', { ...now, sectors: sectorsOf('food', 'water') }, 'now also Food and Water'],
    ['one more source', { ...now, independentPublishers: 4 }, '1 more source'],
    ['two more sources', { ...now, independentPublishers: 5 }, '2 more sources'],
    [
      'all at once',
      { ...now, state: 'monitoring' as const, sectors: sectorsOf('food'), independentPublishers: 4 },
      'ongoing → monitoring; now also Food; 1 more source',
    ],
  ])('is told of %s', (_, later, told) => {
    expect(tellChange(before, later)).toBe(told);
  });

  it('is that it runs, where it was only reported before', () => {
    expect(tellChange(stateless, now)).toBe('reported → ongoing');
  });

  it.each([
    [['rights'], 'new side: Rights'],
    [['rights', 'industry-led'], 'new sides: Rights and Industry-led'],
  ] as [Viewpoint[], string][])('is that it has the sides %j besides', (ids, told) => {
    const viewpoints = [...before.viewpoints, ...ids.map((id) => ({ id }))];
    expect(tellChange(before, { ...now, viewpoints })).toBe(told);
  });

  it.each([
    [1, 'a new figure or statement in a report'],
    [2, 'new figures or statements in 2 reports'],
  ])('is a new fact in the reports that there were: %i', (newFacts, told) => {
    expect(tellChange(before, now, newFacts)).toBe(told);
    expect(tellChange(before, { ...now, independentPublishers: 4 }, newFacts)).toBe(`1 more source; ${told}`);
  });

  it('is nothing where a sector, a side, a source or the state went', () => {
    expect(tellChange(before, { sectors: [], viewpoints: [], independentPublishers: 2 })).toBeUndefined();
  });
});

describe('the new facts in articles', () => {
  const report = buildArticle({ seenAt: minutesLater(0) });

  it.each([
    ['a new fact after the time', reviseArticle(report, minutesLater(61)), 1],
    ['a new fact at the time, which readers know', reviseArticle(report, minutesLater(60)), 0],
    ['a new wording', reviseArticle(report, minutesLater(61), { change: 'cosmetic' }), 0],
    ['no revision', { ...report, seenAt: minutesLater(61), revisedAt: minutesLater(61) }, 0],
  ])('count %s', (_, article, count) => {
    expect(countNewFacts([article], minutesLater(60))).toBe(count);
  });
});

describe('the line of the receipt', () => {
  const none = { sent: 0, 'same-story': 0, outside: 0, unchanged: 0, muted: 0, held: 0 };

  it.each([
    [
      { feeds: 37, items: 412, fates: { ...none, sent: 40, 'same-story': 3, outside: 360, held: 9 } },
      9,
      '412 items from 37 feeds: 360 outside your query, 43 in 9 stories, 9 held for the next, 0 lost',
    ],
    [
      { feeds: 1, items: 1, fates: { ...none, sent: 1 } },
      1,
      '1 item from 1 feed: 0 outside your query, 1 in 1 story, 0 held for the next, 0 lost',
    ],
    [
      { feeds: 2, items: 5, fates: { ...none, unchanged: 2, muted: 3 } },
      0,
      '5 items from 2 feeds: 0 outside your query, 0 in 0 stories, 2 unchanged, 3 muted, 0 held for the next, 0 lost',
    ],
    [
      { feeds: 0, items: 0, fates: none },
      0,
      '0 items from 0 feeds: 0 outside your query, 0 in 0 stories, 0 held for the next, 0 lost',
    ],
  ])('adds up: %j', (receipt, stories, line) => {
    expect(tellReceipt(receipt, stories)).toBe(line);
  });

  it('would own up to what is lost', () => {
    const { receipt } = buildDigest();
    expect(tellReceipt({ ...receipt, items: receipt.items + 2 }, 1)).toMatch(/, 2 lost$/);
  });
});
