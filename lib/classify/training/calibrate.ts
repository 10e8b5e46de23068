import { fitLogistic } from './logistic.ts';

/** How the two scores of a label make its probability: the logarithm of the odds is a sum of them, weighed, and an offset. */
export interface Calibration {
  slope: number;
  networkSlope: number;
  offset: number;
}

/** Where all rows are told apart the weights would grow without end. */
const penalty = 1e-3;

/**
 * Fits a calibration to scores of rows that neither the weights nor the network saw. Platt 1999, with targets that are a little
 * less than sure, so that few rows make no certainty; for two scores at once.
 * @param networkScores of the row at the same place
 */
export function fitCalibration(
  scores: readonly number[],
  networkScores: readonly number[],
  isPositive: readonly boolean[],
): Calibration {
  const positives = isPositive.filter(Boolean).length;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (scores.length - positives + 2);
  const [offset = 0, slope = 0, networkSlope = 0] = fitLogistic(
    scores.map((score, i) => [1, score, networkScores[i] ?? 0]),
    isPositive.map((positive) => (positive ? high : low)),
    penalty,
  );
  return { slope, networkSlope, offset };
}

/** The probability that a calibration gives to two scores. */
export function applyCalibration(
  { slope, networkSlope, offset }: Calibration,
  score: number,
  networkScore: number,
): number {
  return 1 / (1 + Math.exp(-(slope * score + networkSlope * networkScore + offset)));
}

/** Beyond these a rare label's best threshold is luck. */
const minThreshold = 0.25;
const maxThreshold = 0.7;

/**
 * The probability from which giving the label scores the best F1 on held-out rows, of those within 0.25 and 0.7; the middle between
 * the rows that it parts, as far as that lies within.
 */
export function chooseThreshold(probabilities: readonly number[], isPositive: readonly boolean[]): number {
  const order = [...probabilities.keys()].sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  const positives = isPositive.filter(Boolean).length;
  let best = 0.5;
  let bestF1 = -1;
  let hits = 0;
  for (const [rank, i] of order.entries()) {
    if (isPositive[i]) hits++;
    const here = probabilities[i] ?? 0;
    const next = probabilities[order[rank + 1] ?? -1] ?? 0;
    if (next === here) continue;
    const f1 = (2 * hits) / (rank + 1 + positives);
    if (f1 > bestF1 && here >= minThreshold && next < maxThreshold) {
      bestF1 = f1;
      best = Math.min(maxThreshold, Math.max(minThreshold, (here + next) / 2));
    }
  }
  return best;
}
