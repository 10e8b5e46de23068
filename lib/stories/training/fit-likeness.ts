import { fitLogistic } from '../../classify/training/logistic.ts';
import { compareSketches, likenessFeatures } from '../likeness.ts';
import { storyWindow } from '../place.ts';
import type { Sketch } from '../story.ts';

const penalty = 0.5;
const copyDelay = 3_600_000;

/**
 * Learns what makes two reports one story: logistic regression over pairs of reports, features standardised, with a small
 * quadratic penalty. Deterministic.
 * @param sketches in order of publication, their `storyId` the true story
 * @returns a weight for each of `likenessFeatures`, four decimals
 */
export function fitLikeness(sketches: readonly Sketch[]): number[] {
  const { rows, isSame } = listPairs(sketches);
  const { mean, spread } = describeFeatures(rows);
  const standard = rows.map((row) =>
    Float64Array.from(row, (value, i) => (i === 0 ? 1 : (value - (mean[i] ?? 0)) / (spread[i] ?? 1))),
  );
  const weights = fitLogistic(
    standard,
    isSame.map((is) => (is ? 1 : 0)),
    penalty,
  );
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

/**
 * All pairs, and each report with a copy of itself. Reports from different weeks are taken as if they had come within the window, as reports of different stories: the set
 * has a handful of stories a week, a real week has hundreds.
 */
function listPairs(sketches: readonly Sketch[]): { rows: number[][]; isSame: boolean[] } {
  const rows: number[][] = [];
  const isSame: boolean[] = [];
  for (const [i, later] of sketches.entries()) {
    // The set has no copies; feeds have many, within hours and word for word.
    rows.push(compareSketches(later, { ...later, at: new Date(later.at.getTime() - copyDelay) }));
    isSame.push(true);
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
