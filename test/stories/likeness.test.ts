import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeVocabulary } from '../../lib/classify/model.ts';
import { loadModel } from '../../lib/runtime/local.ts';
import { compareSketches, judgeLikeness, likenessFeatures } from '../../lib/stories/likeness.ts';
import { createSketch, findKeyWeight, isNameTerm } from '../../lib/stories/sketch.ts';
import type { Sketch } from '../../lib/stories/story.ts';
import { sectorIds, topics } from '../../lib/taxonomy.ts';
import { buildArticle, buildSketch, minutesLater } from '../fixtures/builders.ts';

const vocabulary = describeVocabulary(await loadModel());

/** Sketches over few terms, so that two of them often share some. */
const anySketch: fc.Arbitrary<Sketch> = fc
  .record({
    weighed: fc.uniqueArray(fc.tuple(fc.nat(60), fc.double({ min: 0.1, max: 25, noNaN: true })), {
      selector: ([term]) => term,
      maxLength: 40,
    }),
    minutes: fc.integer({ min: -20_000, max: 20_000 }),
    topic: fc.constantFrom(...topics),
    sectors: fc.uniqueArray(fc.constantFrom(...sectorIds), { maxLength: 5 }),
  })
  .map(({ weighed, minutes, topic, sectors }) => {
    const ordered = weighed.toSorted((a, b) => a[0] - b[0]);
    const norm = Math.sqrt(ordered.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    const weights = Float32Array.from(ordered, ([, weight]) => weight / norm);
    return buildSketch({
      at: minutesLater(minutes),
      topic,
      sectors,
      terms: Uint32Array.from(ordered, ([term]) => term),
      weights,
      keyWeight: findKeyWeight(weights),
    });
  });

function feature(name: (typeof likenessFeatures)[number], a: Sketch, b: Sketch): number {
  return compareSketches(a, b)[likenessFeatures.indexOf(name)] ?? Number.NaN;
}

describe('the features of a pair', () => {
  it('are as many as are named, finite, and the same from either side', () => {
    fc.assert(
      fc.property(anySketch, anySketch, (a, b) => {
        const features = compareSketches(a, b);
        expect(features).toHaveLength(likenessFeatures.length);
        expect(features.every(Number.isFinite)).toBe(true);
        expect(compareSketches(b, a)).toEqual(features);
      }),
    );
  });

  it('tell a cosine of one for a sketch and itself, of nothing shared a cosine of nought', () => {
    fc.assert(
      fc.property(anySketch, (sketch) => {
        expect(feature('cosine', sketch, sketch)).toBeCloseTo(sketch.terms.length > 0 ? 1 : 0, 5);
        const other = { ...sketch, terms: sketch.terms.map((term) => term + 1_000) };
        expect(feature('cosine', sketch, other)).toBe(0);
        expect(feature('heaviest shared term', sketch, other)).toBe(0);
      }),
    );
  });

  it('count shared terms and, of those, the keys of both', () => {
    const a = buildSketch({ keys: [1, 2, 3, 4] });
    const b = { ...buildSketch({ keys: [3, 4, 5, 6] }), keyWeight: 0.9 };
    expect(feature('logarithm of shared terms', a, b)).toBeCloseTo(Math.log(3), 10);
    expect(feature('logarithm of shared keys', a, b)).toBe(0);
    expect(feature('logarithm of shared keys', a, buildSketch({ keys: [4, 5, 6, 7] }))).toBeCloseTo(Math.log(2), 10);
  });

  it('count shared names apart, by how much they weigh in both', () => {
    // The sound of a name has an odd hash, any other term an even one.
    const [named, other] = [buildSketch({ keys: [11, 13, 20, 22] }), buildSketch({ keys: [11, 13, 20, 24] })];
    expect(named.terms.filter(isNameTerm)).toHaveLength(2);
    expect(feature('logarithm of shared names', named, other)).toBeCloseTo(Math.log(3), 10);
    expect(feature('cosine of names', named, other)).toBeCloseTo(2 / 4, 5);
    expect(feature('cosine', named, other)).toBeCloseTo(3 / 4, 5);
    const nameless = buildSketch({ keys: [20, 22] });
    expect(feature('logarithm of shared names', named, nameless)).toBe(0);
    expect(feature('cosine of names', named, nameless)).toBe(0);
  });

  it('measure time in days, and sectors by what is common of all', () => {
    const a = buildSketch({ sectors: ['aviation', 'rail'] });
    const b = buildSketch({ sectors: ['rail', 'banking'], at: minutesLater(36 * 60) });
    expect(feature('days apart', a, b)).toBe(1.5);
    expect(feature('overlap of sectors', a, b)).toBeCloseTo(1 / 3, 10);
    expect(feature('overlap of sectors', { ...a, sectors: [] }, { ...b, sectors: [] })).toBe(0);
  });

  it('tell the topics', () => {
    const outage = buildSketch();
    const other = buildSketch({ topic: 'other' });
    expect([feature('same topic', outage, outage), feature('both out of scope', outage, outage)]).toEqual([1, 0]);
    expect([feature('same topic', outage, other), feature('both out of scope', outage, other)]).toEqual([0, 0]);
    expect([feature('same topic', other, other), feature('both out of scope', other, other)]).toEqual([1, 1]);
  });
});

describe('likeness', () => {
  it('is a probability, the same from either side', () => {
    fc.assert(
      fc.property(anySketch, anySketch, (a, b) => {
        const likeness = judgeLikeness(a, b);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(judgeLikeness(b, a)).toBe(likeness);
      }),
    );
  });

  it('is nought out of scope where nothing is shared, and above nought in scope', () => {
    const [one, other] = [{ keys: [20, 22] }, { keys: [30, 32] }];
    const likenessOf = (topic: 'other' | 'outage') =>
      judgeLikeness(buildSketch({ ...one, topic }), buildSketch({ ...other, topic }));
    expect(likenessOf('other')).toBe(0);
    expect(likenessOf('outage')).toBeGreaterThan(0);
    expect(
      judgeLikeness(buildSketch({ ...one, topic: 'other' }), buildSketch({ ...one, topic: 'other' })),
    ).toBeGreaterThan(0);
  });

  it('is near nought where nothing is shared', () => {
    fc.assert(
      fc.property(anySketch, anySketch, (a, b) => {
        const apart = { ...b, terms: b.terms.map((term) => term + 1_000) };
        expect(judgeLikeness(a, apart)).toBeLessThan(0.5);
      }),
    );
  });

  it.each([
    ['Lakes-2 region of Stratavine loses storage', 'Payroll and games report errors as compute nodes restart.', 'en'],
    [
      'Rolling blackout of check-in systems',
      'Passengers queued at Elbe airport while staff wrote passes by hand.',
      'en',
    ],
    ['多国机场因安全软件更新故障大面积停摆', '厂商称须逐台手动修复，监管部门要求各地上报受影响的运营者名单。', 'zh'],
    ['Störung legt Geldautomaten der Elbebank lahm', 'Kunden in Sachsen kamen am Freitag nicht an Bargeld.', 'de'],
  ])('is near one for the same words an hour later: %s', (title, summary, language) => {
    const article = buildArticle({ title, summary, language });
    const again = buildArticle({ ...article, id: 'article-2', publishedAt: minutesLater(60) });
    const [a, b] = [createSketch(article, 's', vocabulary), createSketch(again, 's', vocabulary)];
    expect(judgeLikeness(a, b)).toBeGreaterThan(0.75);
  });
});
