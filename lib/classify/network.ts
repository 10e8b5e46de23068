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
 * Raw scores of all labels: the logarithm of the odds of each.
 * @param indices features, `values[i]` being the value of the one at the same place
 */
export function runNetwork(
  { units, rowOf, embedding, bias, output, outputBias }: Network,
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
  const scores = Float64Array.from(outputBias);
  for (let unit = 0; unit < units; unit++) {
    const active = hidden[unit] as number;
    if (active <= 0) continue;
    for (let label = 0, at = unit; label < scores.length; label++, at += units)
      scores[label] = (scores[label] as number) + active * (output[at] as number);
  }
  return scores;
}
