import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../lib/article.ts';
import {
  listSectorCounts,
  listSidePublishers,
  listWithin,
  namePeriod,
  namePublisher,
  nameScore,
  nameSpan,
  nameSureness,
  nameTime,
} from '../../lib/render/words.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';

const publisher: Publisher = { name: 'The Harbour Post', country: 'GB', ownership: 'private' };

describe('words', () => {
  it.each([
    [1, '1 minute'],
    [59, '59 minutes'],
    [60, '1 hour'],
    [90, '2 hours'],
    [24 * 60, '24 hours'],
    [36 * 60, '36 hours'],
    [48 * 60, '2 days'],
    [7 * 24 * 60, '7 days'],
  ])('name a period of %i minutes "%s"', (minutes, span) => {
    expect(namePeriod({ from: minutesLater(-minutes), to: morning })).toBe(`${span} to 19 Jul 2024 06:00 UTC`);
  });

  it.each([
    [0, '1 minute'],
    [59, '59 minutes'],
    [60, '1 hour'],
    [95, '1 hour 35 minutes'],
    [24 * 60, '1 day'],
    [24 * 60 + 5, '1 day'],
    [51 * 60, '2 days 3 hours'],
    [240 * 60, '10 days'],
  ])('name a span of %i minutes "%s", to two units', (minutes, span) => {
    expect(nameSpan(minutes * 60_000)).toBe(span);
  });

  it.each([
    [1, 'over 99%, almost certain'],
    [0.994, '99%, almost certain'],
    [0.95, '95%, almost certain'],
    [0.8, '80%, very likely'],
    [0.6, '60%, likely'],
    [0.5, '50%, as likely as not'],
  ])('name a score of %f "%s"', (score, name) => {
    expect(nameScore(score)).toBe(name);
  });

  it.each([
    [['a', 'b', 'c'], 40, 'a, b, c'],
    [['alpha', 'beta', 'gamma'], 20, 'alpha, beta, 1 more'],
    [['alpha', 'beta', 'gamma'], 10, 'a…, 2 more'],
    [['alpha', 'beta'], 0, '2 more'],
    [[], 40, ''],
  ])('name of %j as many as %i characters hold, and how many more there are', (names, room, list) => {
    expect(listWithin(names, room)).toBe(list);
  });

  it('name a time in UTC, whatever the zone of the machine', () => {
    expect(nameTime(new Date('2024-01-01T00:30:00+02:00'))).toBe('31 Dec 2023 22:30 UTC');
  });

  it('name a publisher with its country and owner, and no country where it is unknown', () => {
    expect(namePublisher(publisher)).toBe('The Harbour Post (GB, private)');
    expect(namePublisher({ ...publisher, country: 'ZZ' })).toBe('The Harbour Post (private)');
  });

  it('count the sectors that are not named', () => {
    const sectors = (['aviation', 'rail', 'energy'] as const).map((id) => ({ id, articles: ['a', 'b'] }));
    expect(listSectorCounts({ sectors })).toBe('Aviation 2 · Rail and public transit 2 · Energy 2');
    expect(listSectorCounts({ sectors }, 2)).toBe('Aviation 2 · Rail and public transit 2 · 1 more');
  });

  it('count the voices that are not named', () => {
    expect(listSidePublishers({ publishers: [publisher, publisher, publisher] }, 1)).toBe(
      'The Harbour Post (GB, private), 2 more',
    );
  });

  it.each([
    ['Aviation and Rail: 2 independent sources', '2 independent sources'],
    ['one source only', 'one source only'],
    ['', ''],
  ])('take the sectors off the reason "%s"', (why, sureness) => {
    expect(nameSureness({ why })).toBe(sureness);
  });
});
