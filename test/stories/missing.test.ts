import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../lib/article.ts';
import { findMissing } from '../../lib/stories/missing.ts';
import type { Ownership } from '../../lib/taxonomy.ts';

let made = 0;
const voice = (country: string, ownership: Ownership = 'private'): Publisher => ({
  name: `Outlet ${made++}`,
  country,
  ownership,
});

const four = [voice('GB'), voice('US'), voice('DE', 'public'), voice('FR')];

describe('who is missing of a story', () => {
  it('is not asked below four publishers', () => {
    expect(findMissing({ publishers: four.slice(0, 3) }, [], [voice('CN', 'state')])).toBeUndefined();
    expect(findMissing({ publishers: four }, [], [])).toEqual({ ownerships: [], countries: [], loneViewpoints: [] });
  });

  it('are the kinds of outlet that we follow and none of which spoke', () => {
    const followed = [...four, voice('CN', 'state'), voice('KE', 'civil-society'), voice('AU', 'public')];
    expect(findMissing({ publishers: four }, [], followed)?.ownerships).toEqual(['civil-society', 'state']);
  });

  it('is no kind that we do not follow', () => {
    expect(findMissing({ publishers: four }, [], four)?.ownerships).toEqual([]);
  });

  it('are the countries of at least two feeds that we follow, none of which spoke', () => {
    const followed = [
      ...four,
      voice('CN'),
      voice('CN'),
      voice('BR'),
      voice('AU'),
      voice('AU'),
      voice('GB'),
      voice('GB'),
    ];
    expect(findMissing({ publishers: four }, [], followed)?.countries).toEqual(['AU', 'CN']);
  });

  it('is no country that nobody stated', () => {
    expect(findMissing({ publishers: four }, [], [voice('ZZ'), voice('ZZ')])?.countries).toEqual([]);
  });

  it('names the positions that one voice alone took', () => {
    const sides = [
      { id: 'rights', publishers: four.slice(0, 1) },
      { id: 'regulation', publishers: four.slice(0, 2) },
    ] as const;
    expect(findMissing({ publishers: four }, sides, four)?.loneViewpoints).toEqual(['rights']);
  });
});
