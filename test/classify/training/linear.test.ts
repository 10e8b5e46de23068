import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SparseRow, scoreRow, trainLinear } from '../../../lib/classify/training/linear.ts';

const options = { cost: 1, positiveCost: 1, tolerance: 0.01 };

function buildRow(...values: number[]): SparseRow {
  const indices = values.flatMap((value, i) => (value === 0 ? [] : [i]));
  return { indices: Int32Array.from(indices), values: Float64Array.from(indices, (i) => values[i] ?? 0) };
}

/** Points on both sides of a line, none nearer to it than 0.2. */
const points = Array.from({ length: 200 }, (_, i) => [Math.sin(i * 12.9898), Math.sin(i * 78.233)] as const).filter(
  ([x, y]) => Math.abs(x + y - 0.3) > 0.2,
);
const rows = points.map(([x, y]) => buildRow(x, y));
const isPositive = points.map(([x, y]) => x + y > 0.3);

describe('the linear classifier', () => {
  it('puts every row on its own side of the line, where there is one', () => {
    const weights = trainLinear(rows, isPositive, 2, options);
    expect(isPositive.filter(Boolean).length).toBeGreaterThan(50);
    expect(isPositive.filter((is) => !is).length).toBeGreaterThan(50);
    expect(rows.map((row) => scoreRow(row, weights) > 0)).toEqual(isPositive);
    const [x = 0, y = 0] = weights.weights;
    expect(x / y).toBeCloseTo(1, 0);
  });

  it('gives the same weights for the same rows', () => {
    expect(trainLinear(rows, isPositive, 2, options)).toStrictEqual(trainLinear(rows, isPositive, 2, options));
  });

  it('learns from rows without features that the label is rare', () => {
    const empty = Array.from({ length: 20 }, () => buildRow());
    const { bias } = trainLinear(empty, [true, ...Array.from({ length: 19 }, () => false)], 0, options);
    expect(bias).toBeLessThan(0);
  });

  it('weighs a positive row more where a miss of it costs more', () => {
    const mixed = [buildRow(1), buildRow(1), buildRow(1)];
    const labels = [true, false, false];
    const scores = [1, 5].map((positiveCost) =>
      scoreRow(buildRow(1), trainLinear(mixed, labels, 1, { ...options, positiveCost })),
    );
    expect(scores[0]).toBeLessThan(0);
    expect(scores[1]).toBeGreaterThan(scores[0] ?? 0);
  });

  it('finds the optimum: no step away from it lowers the loss', () => {
    const overlapping = points.map(([x, y], i) => (i % 9 === 0 ? x + y < 0.3 : x + y > 0.3));
    const lossOf = (x: number, y: number, bias: number): number =>
      rows.reduce(
        (sum, row, i) => {
          const margin = (overlapping[i] ? 1 : -1) * scoreRow(row, { weights: Float64Array.of(x, y), bias });
          return sum + Math.max(0, 1 - margin) ** 2;
        },
        (x * x + y * y + bias * bias) / 2,
      );
    const { weights, bias } = trainLinear(rows, overlapping, 2, { ...options, tolerance: 1e-6 });
    const [x = 0, y = 0] = weights;
    const best = lossOf(x, y, bias);
    for (const step of [0.005, -0.005]) {
      expect(lossOf(x + step, y, bias)).toBeGreaterThan(best);
      expect(lossOf(x, y + step, bias)).toBeGreaterThan(best);
      expect(lossOf(x, y, bias + step)).toBeGreaterThan(best);
    }
  });

  it('comes nearer to the optimum the less tolerance it has', () => {
    const overlapping = points.map(([x, y], i) => (i % 9 === 0 ? x + y < 0.3 : x + y > 0.3));
    const [best, ...others] = [1e-8, 1e-4, 1].map(
      (tolerance) => trainLinear(rows, overlapping, 2, { ...options, tolerance }).weights,
    );
    const [near = 0, far = 0] = others.map(([x = 0, y = 0]) => Math.hypot(x - (best?.[0] ?? 0), y - (best?.[1] ?? 0)));
    expect(near).toBeLessThan(0.001);
    expect(far).toBeGreaterThan(near);
  });

  it('ends on rows that no weights fit', () => {
    const torn = [buildRow(1), buildRow(1), buildRow()];
    const { weights, bias } = trainLinear(torn, [true, false, true], 1, { ...options, cost: 1e6, tolerance: 0 });
    expect([...weights, bias].every(Number.isFinite)).toBe(true);
  });

  it('stays finite on any rows', () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true });
    const row = fc.record({ values: fc.array(value, { minLength: 3, maxLength: 3 }), is: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (list) => {
        const { weights, bias } = trainLinear(
          list.map(({ values }) => buildRow(...values)),
          list.map(({ is }) => is),
          3,
          options,
        );
        expect([...weights, bias].every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('weights beside those that stay as they are', () => {
  const exact = { ...options, cost: 10, tolerance: 1e-6 };

  it('are nothing where those already do', () => {
    const { weights, bias } = trainLinear([buildRow(1, 1), buildRow(0, 1)], [true, false], 2, exact, [1.5, -2]);
    expect([...weights, bias]).toEqual([0, 0, 0]);
  });

  it('turn a row that those judge wrongly, and only by its own features', () => {
    const row = buildRow(1, 0, 1);
    const { weights, bias } = trainLinear([row, buildRow(0, 1)], [true, false], 3, exact, [-1, -2]);
    expect(-1 + scoreRow(row, { weights, bias })).toBeGreaterThan(0.8);
    expect(weights[1]).toBe(0);
    expect(bias).toBe(0);
  });

  it('are the heavier, the further off those are', () => {
    const [near, far] = [-0.5, -3].map((score) => trainLinear([buildRow(1)], [true], 1, exact, [score]).weights[0]);
    expect(near).toBeGreaterThan(0);
    expect(far).toBeGreaterThan(near ?? 0);
  });

  it('are the least that does: no step away from them lowers the loss', () => {
    const some = points.slice(0, 40);
    const mine = some.map(([x, y]) => buildRow(x, y));
    const labels = some.map(([x, y]) => x + y > 0.3);
    const scores = some.map(([x]) => x - 0.5);
    const lossOf = (x: number, y: number): number =>
      mine.reduce(
        (sum, row, i) => {
          const score = (scores[i] ?? 0) + scoreRow(row, { weights: Float64Array.of(x, y), bias: 0 });
          return sum + exact.cost * Math.max(0, 1 - (labels[i] ? score : -score)) ** 2;
        },
        (x * x + y * y) / 2,
      );
    const [x = 0, y = 0] = trainLinear(mine, labels, 2, exact, scores).weights;
    for (const step of [0.005, -0.005]) {
      expect(lossOf(x + step, y)).toBeGreaterThan(lossOf(x, y));
      expect(lossOf(x, y + step)).toBeGreaterThan(lossOf(x, y));
    }
  });
});
