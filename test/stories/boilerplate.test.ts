import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropBoilerplate } from '../../lib/stories/boilerplate.ts';
import { listKeys } from '../../lib/stories/sketch.ts';
import type { Sketch } from '../../lib/stories/story.ts';
import { buildSketch } from '../fixtures/builders.ts';

/** Entries that all have terms 1 and 2, and one of their own; out of scope, so that their keys are their terms. */
function document(entries: number): Sketch[] {
  return Array.from({ length: entries }, (_, i) =>
    buildSketch({ articleId: `a${i}`, keys: [1, 2, 100 + i], topic: 'other' }),
  );
}

describe('the terms that nearly all entries of a feed have', () => {
  it('are taken out, and each entry keeps its own', () => {
    for (const [i, { terms }] of dropBoilerplate(document(8)).entries()) expect([...terms]).toEqual([100 + i]);
  });

  it('stay where there are too few entries to tell', () => {
    expect(dropBoilerplate(document(7))).toEqual(document(7));
  });

  it('stay where a fifth of the entries and more do not have them', () => {
    const others = Array.from({ length: 3 }, (_, i) => buildSketch({ keys: [200 + i] }));
    const mixed = [...document(8), ...others];
    expect(dropBoilerplate(mixed)).toEqual(mixed);
  });

  it('go where more than four fifths have them, and the rest is left as it was', () => {
    const other = buildSketch({ keys: [200, 201] });
    const dropped = dropBoilerplate([...document(9), other]);
    expect([...(dropped[0]?.terms ?? [])]).toEqual([100]);
    expect(dropped.at(-1)).toBe(other);
  });

  it('leave nothing of entries that have nothing else', () => {
    const same = Array.from({ length: 8 }, () => buildSketch({ keys: [1, 2], topic: 'other' }));
    for (const sketch of dropBoilerplate(same)) {
      expect(sketch.terms).toHaveLength(0);
      expect(listKeys(sketch)).toEqual([]);
    }
  });

  it('leave light terms that lead to the entry once the heavy ones are gone', () => {
    const heavy = 0.7;
    const entries = document(8).map((sketch) => ({
      ...sketch,
      weights: Float32Array.from([heavy, heavy, 0.14]),
      keyWeight: Math.fround(heavy),
    }));
    expect(listKeys(entries[0] as Sketch)).toEqual([1, 2]);
    for (const [i, sketch] of dropBoilerplate(entries).entries()) expect(listKeys(sketch)).toEqual([100 + i]);
  });

  it('leave sketches whose squared weights add up to one, and change none that was handed in', () => {
    const entries = fc.array(fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 10 }), {
      minLength: 8,
      maxLength: 30,
    });
    fc.assert(
      fc.property(entries, (made) => {
        const build = () => made.map((keys, i) => buildSketch({ articleId: `a${i}`, keys }));
        const before = build();
        const after = dropBoilerplate(before);
        expect(before).toEqual(build());
        for (const [i, { articleId, terms, weights }] of after.entries()) {
          expect(articleId).toBe(`a${i}`);
          const norm = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
          expect(norm).toBeCloseTo(terms.length > 0 ? 1 : 0, 5);
        }
      }),
    );
  });
});
