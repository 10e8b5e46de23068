/** Probability of a score: 1 / (1 + exp(slope * score + offset)). */
export interface Sigmoid {
  slope: number;
  offset: number;
}

/**
 * Fits a sigmoid to scores of rows that the weights did not see, by Newton's method with backtracking.
 * Platt 1999 with the numerically sound form of Lin, Lin and Weng, "A note on Platt's probabilistic outputs for support vector
 * machines", Machine Learning 68 (2007).
 */
export function fitSigmoid(scores: readonly number[], isPositive: readonly boolean[]): Sigmoid {
  const positives = isPositive.filter(Boolean).length;
  const negatives = scores.length - positives;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const targets = isPositive.map((positive) => (positive ? high : low));
  let slope = 0;
  let offset = Math.log((negatives + 1) / (positives + 1));
  const loss = (a: number, b: number): number => {
    let sum = 0;
    for (const [i, score] of scores.entries()) {
      const z = score * a + b;
      const target = targets[i] ?? 0;
      sum += z >= 0 ? target * z + Math.log1p(Math.exp(-z)) : (target - 1) * z + Math.log1p(Math.exp(z));
    }
    return sum;
  };
  let current = loss(slope, offset);
  for (let iteration = 0; iteration < 100; iteration++) {
    let h11 = 1e-12;
    let h22 = 1e-12;
    let h21 = 0;
    let g1 = 0;
    let g2 = 0;
    for (const [i, score] of scores.entries()) {
      const z = score * slope + offset;
      const p = z >= 0 ? Math.exp(-z) / (1 + Math.exp(-z)) : 1 / (1 + Math.exp(z));
      const d2 = p * (1 - p);
      h11 += score * score * d2;
      h22 += d2;
      h21 += score * d2;
      const d1 = (targets[i] ?? 0) - p;
      g1 += score * d1;
      g2 += d1;
    }
    if (Math.abs(g1) < 1e-5 && Math.abs(g2) < 1e-5) break;
    const determinant = h11 * h22 - h21 * h21;
    const slopeStep = -(h22 * g1 - h21 * g2) / determinant;
    const offsetStep = -(-h21 * g1 + h11 * g2) / determinant;
    const descent = g1 * slopeStep + g2 * offsetStep;
    let size = 1;
    while (size >= 1e-10) {
      const next = loss(slope + size * slopeStep, offset + size * offsetStep);
      if (next < current + 1e-4 * size * descent) {
        slope += size * slopeStep;
        offset += size * offsetStep;
        current = next;
        break;
      }
      size /= 2;
    }
    if (size < 1e-10) break;
  }
  return { slope, offset };
}

/** The probability that a sigmoid gives to a score. */
export function applySigmoid({ slope, offset }: Sigmoid, score: number): number {
  return 1 / (1 + Math.exp(slope * score + offset));
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
