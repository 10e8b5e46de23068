import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applySigmoid, chooseThreshold, fitSigmoid } from '../../../lib/classify/training/calibrate.ts';

/** Evenly spread numbers from 0 to 1 that look like chance and are the same every time. */
const spread = (i: number, step: number) => (i * step) % 1;

describe('a sigmoid', () => {
  it.each([
    [-2, 0.5],
    [-1, -1],
    [-4, 2],
  ])('of slope %d and offset %d is found again in what it made', (slope, offset) => {
    const scores = Array.from({ length: 20_000 }, (_, i) => 4 * spread(i, 0.618_033_988_7) - 2);
    const isPositive = scores.map((score, i) => spread(i, 0.754_877_666_2) < applySigmoid({ slope, offset }, score));
    const fitted = fitSigmoid(scores, isPositive);
    expect(fitted.slope).toBeCloseTo(slope, 0);
    expect(fitted.offset).toBeCloseTo(offset, 0);
    for (const from of [0, 0.2, 0.4, 0.6, 0.8]) {
      const bin = scores.flatMap((score, i) => {
        const probability = applySigmoid(fitted, score);
        return probability >= from && probability < from + 0.2 ? [{ probability, is: isPositive[i] }] : [];
      });
      if (bin.length < 200) continue;
      const expected = bin.reduce((sum, { probability }) => sum + probability, 0) / bin.length;
      expect(bin.filter(({ is }) => is).length / bin.length).toBeCloseTo(expected, 1);
    }
  });

  it('is no surer than so few rows allow: after two of two, three in four', () => {
    const fitted = fitSigmoid([-1, -1, 1, 1], [false, false, true, true]);
    expect(applySigmoid(fitted, 1)).toBeCloseTo(3 / 4);
    expect(applySigmoid(fitted, -1)).toBeCloseTo(1 / 4);
  });

  it('rises with the score where higher scores are right more often', () => {
    const fitted = fitSigmoid([-2, -1, -0.5, 0.5, 1, 2], [false, false, true, false, true, true]);
    const probabilities = [-3, -1, 0, 1, 3].map((score) => applySigmoid(fitted, score));
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b));
  });

  it.each([
    ['perfectly parted scores', [-1, -2, 1, 2], [false, false, true, true]],
    ['scores that are all the same', [0, 0, 0, 0], [true, false, true, false]],
    ['no positives', [-1, 0, 1], [false, false, false]],
    ['no negatives', [-1, 0, 1], [true, true, true]],
    ['nothing', [], []],
  ])('of %s is finite, sure of nothing', (_, scores, isPositive) => {
    const fitted = fitSigmoid(scores, isPositive);
    for (const score of [-2, 0, 2]) {
      expect(applySigmoid(fitted, score)).toBeGreaterThan(0);
      expect(applySigmoid(fitted, score)).toBeLessThan(1);
    }
  });

  it('gives a probability for any scores and labels', () => {
    const row = fc.record({ score: fc.double({ min: -50, max: 50, noNaN: true }), is: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const scores = rows.map(({ score }) => score);
        const fitted = fitSigmoid(
          scores,
          rows.map(({ is }) => is),
        );
        for (const score of scores) {
          expect(applySigmoid(fitted, score)).toBeGreaterThanOrEqual(0);
          expect(applySigmoid(fitted, score)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('the threshold of a label', () => {
  it('lies between the rows that it parts', () => {
    expect(chooseThreshold([0.9, 0.6, 0.4, 0.1], [true, true, false, false])).toBeCloseTo(0.5);
    expect(chooseThreshold([0.1, 0.3, 0.36, 0.9], [false, false, true, true])).toBeCloseTo(0.33);
  });

  it('is the one with the best F1, not the one without a mistake', () => {
    // From 0.35: 3 of 4 right and all found, F1 6/7. From 0.65: 2 of 2 right, 2 of 3 found, F1 4/5.
    expect(chooseThreshold([0.9, 0.7, 0.6, 0.4, 0.3], [true, true, false, true, false])).toBeCloseTo(0.35);
  });

  it('never parts rows of one probability', () => {
    expect(chooseThreshold([0.6, 0.6, 0.6, 0.4], [true, false, true, false])).toBeCloseTo(0.5);
    // The first row alone would score 2/3, as all four do, but comes with two that are wrong: 2/5.
    expect(chooseThreshold([0.6, 0.6, 0.6, 0.52], [true, false, false, true])).toBeCloseTo(0.26);
  });

  it('stays within 0.25 and 0.7, and is a half where nothing lies there', () => {
    expect(chooseThreshold([0.99, 0.98, 0.01], [true, true, false])).toBeCloseTo(0.495);
    expect(chooseThreshold([0.99, 0.95, 0.9], [true, false, false])).toBe(0.45);
    expect(chooseThreshold([0.3, 0], [true, false])).toBe(0.25);
    expect(chooseThreshold([0.9, 0.6, 0.5], [true, false, false])).toBe(0.7);
    expect(chooseThreshold([0.2, 0.1], [true, false])).toBe(0.5);
    expect(chooseThreshold([], [])).toBe(0.5);
  });

  it('is never outdone by another within its bounds', () => {
    const row = fc.record({ probability: fc.integer({ min: 0, max: 20 }), is: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        const probabilities = rows.map(({ probability }) => probability / 20);
        const isPositive = rows.map(({ is }) => is);
        const f1 = (threshold: number): number => {
          const given = probabilities.map((probability) => probability >= threshold);
          const hits = given.filter((yes, i) => yes && isPositive[i]).length;
          return (2 * hits) / Math.max(1, given.filter(Boolean).length + isPositive.filter(Boolean).length);
        };
        const chosen = chooseThreshold(probabilities, isPositive);
        expect(chosen).toBeGreaterThanOrEqual(0.25);
        expect(chosen).toBeLessThanOrEqual(0.7);
        for (const other of [0.275, 0.325, 0.375, 0.425, 0.475, 0.525, 0.575, 0.625, 0.675]) {
          expect(f1(chosen)).toBeGreaterThanOrEqual(f1(other));
        }
      }),
    );
  });
});
