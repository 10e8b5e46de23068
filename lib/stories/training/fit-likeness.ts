import { compareSketches, likenessFeatures } from '../likeness.ts';
import { storyWindow } from '../place.ts';
import type { Sketch } from '../story.ts';

const iterations = 3000;
const rate = 1;
const decay = 1e-4;

/**
 * Learns what makes two reports one story: logistic regression by gradient descent over pairs of reports, features standardised. Deterministic.
 * @param sketches in order of publication, their `storyId` the true story
 * @returns a weight for each of `likenessFeatures`, four decimals
 */
export function fitLikeness(sketches: readonly Sketch[]): number[] {
  const { rows, isSame } = listPairs(sketches);
  const width = likenessFeatures.length;
  const mean = new Array<number>(width).fill(0);
  const deviation = new Array<number>(width).fill(0);
  for (const row of rows) for (let i = 1; i < width; i++) mean[i] = (mean[i] ?? 0) + (row[i] ?? 0) / rows.length;
  for (const row of rows)
    for (let i = 1; i < width; i++)
      deviation[i] = (deviation[i] ?? 0) + ((row[i] ?? 0) - (mean[i] ?? 0)) ** 2 / rows.length;
  const spread = deviation.map((variance) => Math.sqrt(variance) || 1);
  const standard = rows.map((row) =>
    row.map((value, i) => (i === 0 ? 1 : (value - (mean[i] ?? 0)) / (spread[i] ?? 1))),
  );

  const weights = new Array<number>(width).fill(0);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const gradient = weights.map((weight) => decay * weight);
    for (const [r, row] of standard.entries()) {
      const score = row.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
      const error = (1 / (1 + Math.exp(-score)) - (isSame[r] ? 1 : 0)) / rows.length;
      for (let i = 0; i < width; i++) gradient[i] = (gradient[i] ?? 0) + error * (row[i] ?? 0);
    }
    for (let i = 0; i < width; i++) weights[i] = (weights[i] ?? 0) - rate * (gradient[i] ?? 0);
  }
  const raw = weights.map((weight, i) => (i === 0 ? weight : weight / (spread[i] ?? 1)));
  raw[0] = raw.reduce((sum, weight, i) => (i === 0 ? sum : sum - weight * (mean[i] ?? 0)), raw[0] ?? 0);
  return raw.map((weight) => Math.round(weight * 1e4) / 1e4);
}

/**
 * All pairs that share a term. Reports from different weeks are taken as if they had come within the window, as reports of
 * different stories: the set has a handful of stories a week, a real week has hundreds.
 */
function listPairs(sketches: readonly Sketch[]): { rows: number[][]; isSame: boolean[] } {
  const rows: number[][] = [];
  const isSame: boolean[] = [];
  for (const [i, later] of sketches.entries()) {
    for (const earlier of sketches.slice(0, i)) {
      const apart = later.at.getTime() - earlier.at.getTime();
      const moved =
        apart > storyWindow ? { ...earlier, at: new Date(later.at.getTime() - (apart % storyWindow)) } : earlier;
      const row = compareSketches(later, moved);
      if (!row[1]) continue;
      rows.push(row);
      isSame.push(apart <= storyWindow && later.storyId === earlier.storyId);
    }
  }
  return { rows, isSame };
}
