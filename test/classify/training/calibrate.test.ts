import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCalibration, chooseThreshold, fitCalibration } from '../../../lib/classify/training/calibrate.ts';

/** Evenly spread numbers from 0 to 1 that look like chance and are the same every time. */
const spread = (i: number, step: number) => (i * step) % 1;

/** Two scores of each of many rows, each from -2 to 2. */
const scores = Array.from({ length: 20_000 }, (_, i) => 4 * spread(i, 0.618_033_988_7) - 2);
const networkScores = Array.from({ length: 20_000 }, (_, i) => 4 * spread(i, 0.302_775_637_7) - 2);

describe('a calibration', () => {
  it.each([
    { slope: 2, networkSlope: 0, offset: 0.5 },
    { slope: 0, networkSlope: 2, offset: -1 },
    { slope: 1, networkSlope: 3, offset: -1 },
    { slope: -1, networkSlope: 0.5, offset: 0 },
  ])('of slopes $slope and $networkSlope and offset $offset is found again in what it made', (calibration) => {
    const probabilityOf = (i: number) => applyCalibration(calibration, scores[i] ?? 0, networkScores[i] ?? 0);
    const isPositive = scores.map((_, i) => spread(i, 0.754_877_666_2) < probabilityOf(i));
    const fitted = fitCalibration(scores, networkScores, isPositive);
    expect(fitted.slope).toBeCloseTo(calibration.slope, 0);
    expect(fitted.networkSlope).toBeCloseTo(calibration.networkSlope, 0);
    expect(fitted.offset).toBeCloseTo(calibration.offset, 0);
    for (const from of [0, 0.2, 0.4, 0.6, 0.8]) {
      const bin = scores.flatMap((score, i) => {
        const probability = applyCalibration(fitted, score, networkScores[i] ?? 0);
        return probability >= from && probability < from + 0.2 ? [{ probability, is: isPositive[i] }] : [];
      });
      if (bin.length < 200) continue;
      const expected = bin.reduce((sum, { probability }) => sum + probability, 0) / bin.length;
      expect(bin.filter(({ is }) => is).length / bin.length).toBeCloseTo(expected, 1);
    }
  });

  it('is no surer than so few rows allow: after two of two, three in four', () => {
    const fitted = fitCalibration([-1, -1, 1, 1], [0, 0, 0, 0], [false, false, true, true]);
    expect(applyCalibration(fitted, 1, 0)).toBeCloseTo(3 / 4, 2);
    expect(applyCalibration(fitted, -1, 0)).toBeCloseTo(1 / 4, 2);
  });

  it.each([
    ['the one', 1, 0],
    ['the other', 0, 1],
    ['both', 1, 1],
  ])('rises with %s of two scores where higher ones are right more often', (_, one, other) => {
    const rising = [-2, -1, -0.5, 0.5, 1, 2];
    const fitted = fitCalibration(
      rising.map((score) => one * score),
      rising.map((score) => other * score),
      [false, false, true, false, true, true],
    );
    const probabilities = [-3, -1, 0, 1, 3].map((score) => applyCalibration(fitted, one * score, other * score));
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b));
    expect(probabilities.at(-1)).toBeGreaterThan(0.6);
  });

  it.each([
    ['perfectly parted scores', [-1, -2, 1, 2], [false, false, true, true]],
    ['scores that are all the same', [0, 0, 0, 0], [true, false, true, false]],
    ['no positives', [-1, 0, 1], [false, false, false]],
    ['no negatives', [-1, 0, 1], [true, true, true]],
    ['nothing', [], []],
  ])('of %s is finite, sure of nothing', (_, some, isPositive) => {
    const fitted = fitCalibration(some, some, isPositive);
    for (const score of [-2, 0, 2]) {
      expect(applyCalibration(fitted, score, score)).toBeGreaterThan(0);
      expect(applyCalibration(fitted, score, score)).toBeLessThan(1);
    }
  });

  it('gives a probability for any scores and labels', () => {
    const score = fc.double({ min: -50, max: 50, noNaN: true });
    const row = fc.record({ score, networkScore: score, is: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const fitted = fitCalibration(
          rows.map((one) => one.score),
          rows.map((one) => one.networkScore),
          rows.map(({ is }) => is),
        );
        for (const one of rows) {
          const probability = applyCalibration(fitted, one.score, one.networkScore);
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(1);
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
