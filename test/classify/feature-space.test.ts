import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileConcepts, createConceptIndex } from '../../lib/classify/concepts.ts';
import {
  createClosedSpace,
  createOpenSpace,
  extendSpace,
  type FeatureSpace,
  findKey,
} from '../../lib/classify/feature-space.ts';
import { extractFeatures, type Lexicon, type Readable } from '../../lib/classify/features.ts';
import { createNameIndex } from '../../lib/classify/names.ts';
import { compileSenses, createSenseIndex } from '../../lib/classify/senses.ts';

const keys = ['went', 'down', 'went down', '%outage', '#aviation', '^down', 'down went'];
const keysOf = (space: FeatureSpace) => Array.from({ length: space.size() }, (_, place) => space.keyOf(place));

describe('a closed space', () => {
  const space = createClosedSpace(keys);

  it.each([...keys.entries()])('has place %d for %j', (place, key) => {
    expect(findKey(space, key)).toBe(place);
    expect(space.keyOf(place)).toBe(key);
  });

  it.each(['up', 'went up', 'up went', 'down down', '', '%down'])('has none for %j', (key) => {
    expect(findKey(space, key)).toBeLessThan(0);
  });

  it('stays as it is, whatever it is asked for', () => {
    space.find('up');
    space.findPair(0, -1);
    expect(space.size()).toBe(keys.length);
    expect(space.keyOf(keys.length)).toBe('');
    expect(space.keyOf(-1)).toBe('');
  });

  it('may be empty', () => {
    const empty = createClosedSpace([]);
    expect(empty.size()).toBe(0);
    expect(findKey(empty, 'went down')).toBeLessThan(0);
  });
});

describe('an open space', () => {
  it('makes a place for each feature when it first comes, and finds it again', () => {
    const space = createOpenSpace();
    expect(['went', 'down', 'went'].map(space.find)).toEqual([0, 1, 0]);
    expect([space.findPair(0, 1), space.findPair(1, 0), space.findPair(0, 1)]).toEqual([2, 3, 2]);
    expect(keysOf(space)).toEqual(['went', 'down', 'went down', 'down went']);
  });
});

describe('an extended space', () => {
  const space = createClosedSpace(keys);
  const extended = extendSpace(space, ['up', 'went', 'went up', '^up', 'left right', 'up']);

  it('leaves the others where they were', () => {
    for (const [place, key] of keys.entries()) expect(findKey(extended, key)).toBe(place);
    expect(space.size()).toBe(keys.length);
    expect(findKey(space, 'up')).toBeLessThan(0);
  });

  it.each(['up', 'went up', '^up', 'left right'])('has a place beyond them for %j', (key) => {
    expect(findKey(extended, key)).toBeGreaterThanOrEqual(keys.length);
    expect(extended.keyOf(findKey(extended, key))).toBe(key);
  });

  it('has a place for each word of a pair, and one for each feature', () => {
    expect(extended.find('left')).toBeGreaterThanOrEqual(keys.length);
    expect(new Set(keysOf(extended)).size).toBe(extended.size());
    expect(keysOf(extended).toSorted()).toEqual(
      [...keys, 'up', 'went up', '^up', 'left', 'right', 'left right'].toSorted(),
    );
  });

  it('with nothing more is the same', () => {
    expect(keysOf(extendSpace(space, []))).toEqual(keys);
    expect(keysOf(extendSpace(space, keys))).toEqual(keys);
  });
});

describe('the same text', () => {
  const lexicon: Lexicon = {
    names: createNameIndex([
      ['Norvale', 'aviation'],
      ['Delta', 'aviation?'],
      ['海岸银行', 'banking'],
    ]),
    concepts: createConceptIndex(compileConcepts(['outage\toutage|went down', 'not-affected\tnot affected'])),
    senses: createSenseIndex(compileSenses({ en: 'flights\tair\nhackers\tintruder\nhackers\tonline\n' })),
  };
  const words = fc.constantFrom(
    ...['Norvale', 'Delta', 'flights', 'went', 'down', 'hackers', 'outage', 'not', 'affected', '400', '7.5', "Shell's"],
    ...['.', '!', '。', '海岸银行', '系统', 'constructor', '__proto__', 'CVE-2024-1'],
  );
  const text = fc.oneof(
    fc.array(words, { maxLength: 30 }).map((list) => list.join(' ')),
    fc.stringMatching(/^[ -~äßжł]{0,60}$/),
  );
  const article = fc.record<Readable>({
    title: text,
    summary: text,
    language: fc.constantFrom('en', 'de', 'zh', 'und'),
    publisher: fc.constantFrom(undefined, { name: 'Post', country: 'GB', ownership: 'state' as const }),
  });
  const read = (readable: Readable, space: FeatureSpace) => {
    const { places, values, words: texts } = extractFeatures(readable, lexicon, space);
    return new Map(places.map((place, i) => [space.keyOf(place), [values[i], texts[i]]]));
  };

  it('gives the same features by key in open, closed and extended spaces, in whatever order they have them', () => {
    fc.assert(
      fc.property(article, fc.integer({ min: 1, max: 5 }), (readable, step) => {
        const open = createOpenSpace();
        const features = read(readable, open);
        const all = keysOf(open).toReversed();
        expect(read(readable, open)).toEqual(features);
        expect(read(readable, createClosedSpace(all))).toEqual(features);
        const part = all.filter((key, i) => i % step === 0 && !key.includes(' '));
        expect(read(readable, extendSpace(createClosedSpace(part), all))).toEqual(features);
      }),
    );
  });

  it('gives a closed space those features that it has places for, worth what they are in others', () => {
    fc.assert(
      fc.property(article, fc.integer({ min: 2, max: 5 }), (readable, step) => {
        const open = createOpenSpace();
        const features = read(readable, open);
        const singles = keysOf(open).filter((key, i) => i % step === 0 || key.includes(' '));
        const known = new Set(singles.flatMap((key) => [...key.split(' '), key]));
        expect(read(readable, createClosedSpace([...known]))).toEqual(
          new Map([...features].filter(([key]) => known.has(key))),
        );
      }),
    );
  });
});
