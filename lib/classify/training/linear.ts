import { createRandom, shuffle } from '../../random.ts';

/** Documents as sparse rows: `indices[i]` and `values[i]` belong together. */
export interface SparseRow {
  indices: Int32Array;
  values: Float64Array;
}

export interface LinearWeights {
  weights: Float64Array;
  bias: number;
}

/** A bound on the time that rows can take which no weights fit. */
const maxEpochs = 1000;

/**
 * Trains a linear support vector machine with squared hinge loss by dual coordinate descent with shrinking.
 * Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 3 (L2-loss); the bias is a
 * feature of constant value 1. Deterministic: the order of visits comes from a fixed pseudo-random sequence.
 * @param cost penalty C of a mistake; `positiveCost` multiplies it for the (rarer) positive rows
 * @param tolerance training ends where the rows' gradients are no further apart than this
 * @param priorScores what other weights, which stay as they are, give to each row: then these only add to them, without a bias
 */
export function trainLinear(
  rows: readonly SparseRow[],
  isPositive: readonly boolean[],
  featureCount: number,
  { cost, positiveCost, tolerance }: { cost: number; positiveCost: number; tolerance: number },
  priorScores?: readonly number[],
): LinearWeights {
  const weights = new Float64Array(featureCount);
  let bias = 0;
  const alpha = new Float64Array(rows.length);
  const order = Uint32Array.from(rows.keys());
  const random = createRandom(20240719);
  const constant = priorScores ? 0 : 1;
  const squared = rows.map((row) => constant + row.values.reduce((sum, value) => sum + value * value, 0));
  let active = rows.length;
  let highest = Number.POSITIVE_INFINITY;
  for (let epoch = 0; epoch < maxEpochs; epoch++) {
    shuffle(order, active, random);
    let most = Number.NEGATIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    for (let place = 0; place < active; place++) {
      const i = order[place] as number;
      const row = rows[i] as SparseRow;
      const sign = isPositive[i] ? 1 : -1;
      const diagonal = 1 / (2 * cost * (isPositive[i] ? positiveCost : 1));
      let score = priorScores?.[i] ?? bias;
      for (let k = 0; k < row.indices.length; k++) {
        score += (weights[row.indices[k] as number] as number) * (row.values[k] as number);
      }
      const old = alpha[i] as number;
      const gradient = sign * score - 1 + diagonal * old;
      if (old === 0 && gradient > highest) {
        // Well on its side for a round: it is not visited again before the others have come to rest.
        active--;
        order[place] = order[active] as number;
        order[active] = i;
        place--;
        continue;
      }
      const projected = old === 0 ? Math.min(0, gradient) : gradient;
      most = Math.max(most, projected);
      least = Math.min(least, projected);
      if (projected === 0) continue;
      const updated = Math.max(0, old - gradient / ((squared[i] as number) + diagonal));
      const step = (updated - old) * sign;
      alpha[i] = updated;
      if (!priorScores) bias += step;
      for (let k = 0; k < row.indices.length; k++) {
        const index = row.indices[k] as number;
        weights[index] = (weights[index] as number) + step * (row.values[k] as number);
      }
    }
    if (most - least > tolerance) {
      highest = most > 0 ? most : Number.POSITIVE_INFINITY;
    } else if (active === rows.length) break;
    else {
      active = rows.length;
      highest = Number.POSITIVE_INFINITY;
    }
  }
  return { weights, bias };
}

/** The score of a row: positive on the label's side. */
export function scoreRow(row: SparseRow, { weights, bias }: LinearWeights): number {
  let score = bias;
  for (let k = 0; k < row.indices.length; k++) {
    score += (weights[row.indices[k] as number] as number) * (row.values[k] as number);
  }
  return score;
}
