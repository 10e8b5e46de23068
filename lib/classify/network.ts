/**
 * A network with one hidden layer that gives every label a score from the same hidden units: what helps to tell one label helps to
 * tell the others, and units can stand for combinations that a sum of words cannot. Rows are flat, unit after unit.
 */
export interface Network {
  units: number;
  /** By feature: its row in `embedding`, negative where the network does not read it. */
  rowOf: Int32Array;
  /** `units` numbers for each feature that it reads. */
  embedding: Float32Array;
  bias: Float32Array;
  /** `units` numbers for each label. */
  output: Float32Array;
  outputBias: Float32Array;
}

/**
 * What the hidden units make of a document: 0 where one is not active.
 * @param indices features, `values[i]` being the value of the one at the same place
 */
export function activateNetwork(
  { units, rowOf, embedding, bias }: Network,
  indices: ArrayLike<number>,
  values: ArrayLike<number>,
): Float64Array {
  const hidden = Float64Array.from(bias);
  for (let i = 0; i < indices.length; i++) {
    const row = rowOf[indices[i] as number] as number;
    if (row < 0) continue;
    const value = values[i] as number;
    for (let unit = 0, at = row * units; unit < units; unit++, at++)
      hidden[unit] = (hidden[unit] as number) + value * (embedding[at] as number);
  }
  for (let unit = 0; unit < units; unit++) hidden[unit] = Math.max(0, hidden[unit] as number);
  return hidden;
}

/**
 * Raw scores of all labels: the logarithm of the odds of each.
 * @param hidden from `activateNetwork`
 */
export function scoreNetwork({ units, output, outputBias }: Network, hidden: Float64Array): Float64Array {
  const scores = Float64Array.from(outputBias);
  for (let unit = 0; unit < units; unit++) {
    const active = hidden[unit] as number;
    if (active === 0) continue;
    for (let label = 0, at = unit; label < scores.length; label++, at += units)
      scores[label] = (scores[label] as number) + active * (output[at] as number);
  }
  return scores;
}

/**
 * What one unit of a feature's value adds to the score of a label while just these hidden units are active. Exact: between the points
 * where a unit starts or stops, the network is a sum.
 */
export function weighFeature(
  { units, rowOf, embedding, output }: Network,
  hidden: Float64Array,
  feature: number,
  label: number,
): number {
  const row = rowOf[feature] as number;
  if (row < 0) return 0;
  let weight = 0;
  for (let unit = 0; unit < units; unit++)
    if ((hidden[unit] as number) > 0)
      weight += (embedding[row * units + unit] as number) * (output[label * units + unit] as number);
  return weight;
}
