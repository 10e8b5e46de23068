import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic } from '../../../lib/classify/training/logistic.ts';

/** Evenly spread numbers from 0 to 1 that look like chance and are the same every time. */
const spread = (i: number, step: number) => (i * step) % 1;
const rows = Array.from({ length: 5_000 }, (_, i) => [
  1,
  4 * spread(i, 0.618_033_988_7) - 2,
  spread(i, 0.302_775_637_7),
]);
const probabilityOf = (row: readonly number[], weights: readonly number[]) =>
  1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)));

describe('a logistic model', () => {
  it.each([[[0.5, -1, 2]], [[-2, 3, 0]], [[0, 0, 0]]])(
    'of weights %j is found again in the probabilities that it gives',
    (weights) => {
      const fitted = fitLogistic(
        rows,
        rows.map((row) => probabilityOf(row, weights)),
        1e-9,
      );
      for (const [i, weight] of weights.entries()) expect(fitted[i]).toBeCloseTo(weight, 4);
    },
  );

  it('expects as many as there are', () => {
    const targets = rows.map((row, i) => (spread(i, 0.754_877_666_2) < probabilityOf(row, [-1, 1, 1]) ? 1 : 0));
    const fitted = fitLogistic(rows, targets, 1e-9);
    const expected = rows.reduce((sum, row) => sum + probabilityOf(row, fitted), 0);
    expect(expected).toBeCloseTo(
      targets.reduce<number>((sum, target) => sum + target, 0),
      3,
    );
  });

  it('is nearer to nothing the greater the penalty', () => {
    const targets = rows.map((row) => probabilityOf(row, [1, 2, 3]));
    const norms = [1e-6, 10, 1e4].map((penalty) => Math.hypot(...fitLogistic(rows, targets, penalty)));
    expect(norms).toEqual(norms.toSorted((a, b) => b - a));
    expect(norms[2]).toBeLessThan(0.5);
  });

  it('has a weight for each feature, the same every time, and none without rows', () => {
    const targets = rows.map(([, value = 0]) => (value > 0 ? 1 : 0));
    expect(fitLogistic(rows, targets, 1)).toEqual(fitLogistic(rows, targets, 1));
    expect(fitLogistic(rows, targets, 1)).toHaveLength(3);
    expect(fitLogistic([], [], 1)).toEqual([]);
  });

  it('is finite where rows are told apart perfectly, or not at all', () => {
    const value = fc.double({ min: -3, max: 3, noNaN: true });
    const row = fc.tuple(value, value, fc.constantFrom(0, 0.5, 1));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (list) => {
        const fitted = fitLogistic(
          list.map(([a, b]) => [1, a, b]),
          list.map(([, , target]) => target),
          0.1,
        );
        expect(fitted.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});
