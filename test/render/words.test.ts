import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../lib/article.ts';
import {
  listSectorCounts,
  listSidePublishers,
  namePeriod,
  namePublisher,
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
