import { createRandom, shuffle } from '../../random.ts';
import type { Network } from '../network.ts';
import type { SparseRow } from './linear.ts';

export interface NetworkOptions {
  units: number;
  epochs: number;
  /** Step size at the start; the last epoch goes a tenth as far. */
  rate: number;
  /** Share of the features that are left out of a document, and of the hidden units, at each visit. */
  featureDropout: number;
  unitDropout: number;
}

const inputGain = 4;

/** What a document is: for each label 1, 0, or -1 where it teaches neither way. */
type Targets = Int8Array;

/**
 * Trains a network by stochastic gradient descent with step sizes that shrink feature by feature (Duchi, Hazan and Singer, "Adaptive
 * Subgradient Methods", JMLR 12, 2011) and dropout (Srivastava et al., JMLR 15, 2014). The first `exclusive` labels exclude each
 * other (softmax and cross-entropy); the others are each their own question. Deterministic.
 * @param rowOf of `Network`
 */
export function trainNetwork(
  rows: readonly SparseRow[],
  targets: readonly Targets[],
  rowOf: Int32Array,
  exclusive: number,
  { units, epochs, rate, featureDropout, unitDropout }: NetworkOptions,
): Network {
  const labels = targets[0]?.length ?? 0;
  const random = createRandom(20_250_101);
  const spread = (width: number): number => (random() - 0.5) * 2 * Math.sqrt(3 / width);
  const features = rowOf.reduce((most, row) => Math.max(most, row + 1), 0);
  const embedding = Float32Array.from({ length: features * units }, () => spread(units) * 0.3);
  const bias = new Float32Array(units);
  const output = Float32Array.from({ length: labels * units }, () => spread(units));
  const outputBias = new Float32Array(labels).fill(-2);
  // Sums of squared gradients: of each feature's row, and of each label's.
  const seen = new Float32Array(features).fill(1e-6);
  const seenOutput = new Float32Array(labels).fill(1e-3);
  let seenBias = 1e-3;

  // Squares of a row's values add up to one: too little for the steps to take hold.
  const pass = inputGain / (1 - featureDropout);
  const order = Uint32Array.from(rows.keys());
  const hidden = new Float64Array(units);
  const mask = new Float64Array(units);
  const error = new Float64Array(labels);
  const back = new Float64Array(units);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const step = rate * 0.1 ** (epoch / Math.max(1, epochs - 1));
    shuffle(order, order.length, random);
    for (const i of order) {
      const { indices, values } = rows[i] as SparseRow;
      const target = targets[i] as Targets;
      hidden.set(bias);
      const read: number[] = [];
      for (let k = 0; k < indices.length; k++) {
        const row = rowOf[indices[k] as number] as number;
        if (row < 0 || random() < featureDropout) continue;
        read.push(k);
        const value = (values[k] as number) * pass;
        for (let unit = 0, at = row * units; unit < units; unit++, at++)
          hidden[unit] = (hidden[unit] as number) + value * (embedding[at] as number);
      }
      for (let unit = 0; unit < units; unit++)
        mask[unit] = (hidden[unit] as number) > 0 && random() >= unitDropout ? 1 / (1 - unitDropout) : 0;
      for (let label = 0; label < labels; label++) {
        let score = outputBias[label] as number;
        for (let unit = 0, at = label * units; unit < units; unit++, at++)
          score += (hidden[unit] as number) * (mask[unit] as number) * (output[at] as number);
        error[label] = score;
      }
      findErrors(error, target, exclusive);

      back.fill(0);
      for (let label = 0; label < labels; label++) {
        const wrong = error[label] as number;
        if (wrong === 0) continue;
        let squares = wrong * wrong;
        for (let unit = 0, at = label * units; unit < units; unit++, at++) {
          back[unit] = (back[unit] as number) + wrong * (output[at] as number);
          const gradient = wrong * (hidden[unit] as number) * (mask[unit] as number);
          squares += gradient * gradient;
        }
        seenOutput[label] = (seenOutput[label] as number) + squares / units;
        const pace = (step * wrong) / Math.sqrt(seenOutput[label] as number);
        for (let unit = 0, at = label * units; unit < units; unit++, at++)
          output[at] = (output[at] as number) - pace * (hidden[unit] as number) * (mask[unit] as number);
        outputBias[label] = (outputBias[label] as number) - pace;
      }
      let squares = 0;
      for (let unit = 0; unit < units; unit++) {
        back[unit] = (back[unit] as number) * (mask[unit] as number);
        squares += (back[unit] as number) ** 2;
      }
      if (squares === 0) continue;
      seenBias += squares / units;
      const biasPace = step / Math.sqrt(seenBias);
      for (let unit = 0; unit < units; unit++) bias[unit] = (bias[unit] as number) - biasPace * (back[unit] as number);
      for (const k of read) {
        const row = rowOf[indices[k] as number] as number;
        const value = (values[k] as number) * pass;
        seen[row] = (seen[row] as number) + (value * value * squares) / units;
        const pace = (step * value) / Math.sqrt(seen[row] as number);
        for (let unit = 0, at = row * units; unit < units; unit++, at++)
          embedding[at] = (embedding[at] as number) - pace * (back[unit] as number);
      }
    }
  }
  return { units, rowOf, embedding: embedding.map((number) => number * inputGain), bias, output, outputBias };
}

/** Scores become what they are too high by: the gradient of the loss. What is chosen among several counts twice. */
function findErrors(scores: Float64Array, target: Targets, exclusive: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < exclusive; label++) most = Math.max(most, scores[label] as number);
  let sum = 0;
  for (let label = 0; label < exclusive; label++) sum += Math.exp((scores[label] as number) - most);
  for (let label = 0; label < exclusive; label++)
    scores[label] = 2 * (Math.exp((scores[label] as number) - most) / sum - (target[label] as number));
  for (let label = exclusive; label < scores.length; label++) {
    const wanted = target[label] as number;
    scores[label] = wanted < 0 ? 0 : 1 / (1 + Math.exp(-(scores[label] as number))) - wanted;
  }
}
