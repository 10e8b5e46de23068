import { compareSketches, likenessFeatures } from '../likeness.ts';
import { storyWindow } from '../place.ts';
import type { Sketch } from '../story.ts';

const maxIterations = 30;
const smallStep = 1e-6;
const penalty = 0.5;

/**
 * Learns what makes two reports one story: logistic regression over pairs of reports, features standardised, by Newton's method
 * (iteratively reweighted least squares; Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 4.4.1) with a
 * small quadratic penalty. Deterministic.
 * @param sketches in order of publication, their `storyId` the true story
 * @returns a weight for each of `likenessFeatures`, four decimals
 */
export function fitLikeness(sketches: readonly Sketch[]): number[] {
  const { rows, isSame } = listPairs(sketches);
  const { mean, spread } = describeFeatures(rows);
  const standard = rows.map((row) =>
    Float64Array.from(row, (value, i) => (i === 0 ? 1 : (value - (mean[i] ?? 0)) / (spread[i] ?? 1))),
  );
  let weights = new Array<number>(likenessFeatures.length).fill(0);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const step = solveStep(standard, isSame, weights);
    weights = weights.map((weight, i) => weight - (step[i] ?? 0));
    if (Math.max(...step.map(Math.abs)) < smallStep) break;
  }
  const raw = weights.map((weight, i) => (i === 0 ? weight : weight / (spread[i] ?? 1)));
  raw[0] = raw.reduce((sum, weight, i) => (i === 0 ? sum : sum - weight * (mean[i] ?? 0)), raw[0] ?? 0);
  return raw.map((weight) => Math.round(weight * 1e4) / 1e4);
}

function describeFeatures(rows: readonly (readonly number[])[]): { mean: number[]; spread: number[] } {
  const average = (read: (row: readonly number[]) => number): number =>
    rows.reduce((sum, row) => sum + read(row), 0) / Math.max(1, rows.length);
  const mean = likenessFeatures.map((_, i) => average((row) => row[i] ?? 0));
  const spread = likenessFeatures.map(
    (_, i) => Math.sqrt(average((row) => ((row[i] ?? 0) - (mean[i] ?? 0)) ** 2)) || 1,
  );
  return { mean, spread };
}

/** One Newton step: the gradient of the penalised loss, divided by its curvature. */
function solveStep(rows: readonly Float64Array[], isSame: readonly boolean[], weights: readonly number[]): number[] {
  const width = weights.length;
  const gradient = weights.map((weight) => penalty * weight);
  const curvature = Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (__, j) => (i === j ? penalty : 0)),
  );
  for (const [r, row] of rows.entries()) {
    let score = 0;
    for (let i = 0; i < width; i++) score += (row[i] as number) * (weights[i] as number);
    const probability = 1 / (1 + Math.exp(-score));
    const error = probability - (isSame[r] ? 1 : 0);
    const certainty = probability * (1 - probability);
    for (let i = 0; i < width; i++) {
      const value = row[i] as number;
      const line = curvature[i] as number[];
      gradient[i] = (gradient[i] as number) + error * value;
      for (let j = 0; j < width; j++) line[j] = (line[j] as number) + certainty * value * (row[j] as number);
    }
  }
  return solveLinear(curvature, gradient);
}

/** Solves a system of linear equations whose matrix is symmetric and positive definite, by Gaussian elimination. */
function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const width = right.length;
  const rows = matrix.map((line, i) => [...line, right[i] ?? 0]);
  for (let pivot = 0; pivot < width; pivot++) {
    const top = rows[pivot] as number[];
    for (let below = pivot + 1; below < width; below++) {
      const line = rows[below] as number[];
      const factor = (line[pivot] ?? 0) / (top[pivot] ?? 1);
      for (let j = pivot; j <= width; j++) line[j] = (line[j] ?? 0) - factor * (top[j] ?? 0);
    }
  }
  const solution = new Array<number>(width).fill(0);
  for (let i = width - 1; i >= 0; i--) {
    const line = rows[i] as number[];
    let value = line[width] ?? 0;
    for (let j = i + 1; j < width; j++) value -= (line[j] ?? 0) * (solution[j] ?? 0);
    solution[i] = value / (line[i] ?? 1);
  }
  return solution;
}

/**
 * All pairs. Reports from different weeks are taken as if they had come within the window, as reports of different stories: the set
 * has a handful of stories a week, a real week has hundreds.
 */
function listPairs(sketches: readonly Sketch[]): { rows: number[][]; isSame: boolean[] } {
  const rows: number[][] = [];
  const isSame: boolean[] = [];
  for (const [i, later] of sketches.entries()) {
    for (const earlier of sketches.slice(0, i)) {
      const apart = later.at.getTime() - earlier.at.getTime();
      const moved =
        apart > storyWindow ? { ...earlier, at: new Date(later.at.getTime() - (apart % storyWindow)) } : earlier;
      rows.push(compareSketches(later, moved));
      isSame.push(apart <= storyWindow && later.storyId === earlier.storyId);
    }
  }
  return { rows, isSame };
}
