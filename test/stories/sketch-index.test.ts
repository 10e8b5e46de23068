import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listKeys } from '../../lib/stories/sketch.ts';
import { createSketchIndex } from '../../lib/stories/sketch-index.ts';
import type { Sketch } from '../../lib/stories/story.ts';
import { buildSketch, minutesLater } from '../fixtures/builders.ts';

const always = [minutesLater(-1e6), minutesLater(1e6)] as const;

function indexOf(sketches: readonly Sketch[]) {
  const index = createSketchIndex();
  for (const sketch of sketches) index.add(sketch);
  return index;
}

/** Out of scope, so that its keys are those that were given. */
const named = (articleId: string, keys: number[], minutes = 0): Sketch =>
  buildSketch({ articleId, keys, at: minutesLater(minutes), topic: 'other' });
const idsOf = (sketches: readonly Sketch[]): string[] => sketches.map(({ articleId }) => articleId);

describe('the index of sketches', () => {
  it('finds what shares a key, and nothing else', () => {
    const index = indexOf([named('a', [1, 2]), named('b', [3])]);
    expect(idsOf(index.similar([2, 9], ...always, 10))).toEqual(['a']);
    expect(index.similar([9], ...always, 10)).toEqual([]);
    expect(index.similar([], ...always, 10)).toEqual([]);
  });

  it('does not find a sketch by a term that is too light to be a key', () => {
    const light: Sketch = {
      ...named('a', [1, 2]),
      weights: Float32Array.from([0.1, 0.99]),
      keyWeight: Math.fround(0.99),
    };
    const index = indexOf([light]);
    expect(index.similar([1], ...always, 10)).toEqual([]);
    expect(idsOf(index.similar([2], ...always, 10))).toEqual(['a']);
  });

  it('finds the latest reports in scope too, after those that share a word', () => {
    const report = buildSketch({ articleId: 'report', keys: [100, 101] });
    const others = Array.from({ length: 70 }, (_, i) => buildSketch({ articleId: `${i}`, keys: [200 + i] }));
    const index = indexOf([report, named('outside', [300]), ...others]);
    const found = idsOf(index.similar(listKeys(buildSketch({ keys: [101, 102] })), ...always, 20));
    expect(found[0]).toBe('report');
    expect(found).toContain('69');
    expect(found).not.toContain('0');
    expect(found).not.toContain('outside');
    expect(found).toHaveLength(20);
  });

  it('puts first what shares most keys', () => {
    const index = indexOf([named('one', [1, 8]), named('three', [1, 2, 3]), named('two', [2, 3, 9])]);
    expect(idsOf(index.similar([1, 2, 3], ...always, 10))).toEqual(['three', 'two', 'one']);
  });

  it('puts a rare key before a common one', () => {
    const crowd = Array.from({ length: 10 }, (_, i) => named(`common-${i}`, [1]));
    const index = indexOf([...crowd, named('rare', [2])]);
    expect(idsOf(index.similar([1, 2], ...always, 3))[0]).toBe('rare');
  });

  it('keeps to the period, both ends included', () => {
    const index = indexOf([-2, -1, 0, 1, 2].map((minute) => named(`${minute}`, [1], minute)));
    expect(idsOf(index.similar([1], minutesLater(-1), minutesLater(1), 10)).sort()).toEqual(['-1', '0', '1']);
  });

  it('reads of a common key only the newest, so that the answer is bounded', () => {
    const index = indexOf(Array.from({ length: 1_000 }, (_, i) => named(`${i}`, [1])));
    const found = idsOf(index.similar([1], ...always, 1_000));
    expect(found.length).toBeLessThanOrEqual(64);
    expect(found).toContain('999');
    expect(found).not.toContain('0');
  });

  it('gives at most as many as were asked for, each once and each of the period', () => {
    const sketches = fc.array(
      fc.tuple(fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 6 }), fc.integer({ min: -50, max: 50 })),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(sketches, fc.uniqueArray(fc.nat(12)), fc.nat(20), (made, keys, limit) => {
        const index = indexOf(made.map(([own, minute], i) => named(`${i}`, own, minute)));
        const [from, to] = [minutesLater(-25), minutesLater(25)];
        const found = index.similar(keys, from, to, limit);
        expect(found.length).toBeLessThanOrEqual(limit);
        expect(new Set(found).size).toBe(found.length);
        for (const sketch of found) {
          expect(sketch.at >= from && sketch.at <= to).toBe(true);
          expect(listKeys(sketch).some((key) => keys.includes(key))).toBe(true);
        }
      }),
    );
  });
});
