import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNearest } from '../../lib/query/spelling.ts';

const words = ['aviation', 'rail', 'banking', 'telecom', 'is', 'Energy'];

describe('the nearest spelling', () => {
  it.each([
    ['aviaton', 'aviation'],
    ['aviatoin', 'aviation'],
    ['avviation', 'aviation'],
    ['bankin', 'banking'],
    ['BANKNIG', 'banking'],
    ['rial', 'rail'],
    ['iz', 'is'],
    ['energie', 'Energy'],
    ['rail', 'rail'],
  ])('of %s is %s', (word, nearest) => {
    expect(findNearest(word, words)).toBe(nearest);
  });

  it.each(['', 'football', 'xy', 'ra', 'roul', 'telegraphy', 'a'.repeat(10_000)])('of %s is none', (word) => {
    expect(findNearest(word, words)).toBeUndefined();
  });

  it('is the first of equals, and none where there is nothing to choose from', () => {
    expect(findNearest('cat', ['bat', 'rat'])).toBe('bat');
    expect(findNearest('cat', [])).toBeUndefined();
  });

  it('of a candidate is itself, whatever its case', () => {
    fc.assert(
      fc.property(fc.constantFrom(...words), fc.boolean(), (word, isLoud) => {
        expect(findNearest(isLoud ? word.toUpperCase() : word, words)).toBe(word);
      }),
    );
  });

  it('is a candidate or none, whatever the word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (word) => {
        expect([undefined, ...words]).toContain(findNearest(word, words));
      }),
    );
  });
});
