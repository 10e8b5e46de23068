import { describe, expect, it } from 'vitest';
import { activateNetwork, type Network, scoreNetwork } from '../../../lib/classify/network.ts';
import type { SparseRow } from '../../../lib/classify/training/linear.ts';
import { trainNetwork } from '../../../lib/classify/training/train-network.ts';

const options = { units: 16, epochs: 60, rate: 0.1, featureDropout: 0.1, unitDropout: 0.1 };

/** A document of these features, its squares adding up to one. */
const toRow = (...features: number[]): SparseRow => ({
  indices: Int32Array.from(features),
  values: Float64Array.from(features, () => 1 / Math.sqrt(features.length)),
});

/**
 * Of four features a document has the first or the second, and the third or the fourth. Two labels exclude each other by the former;
 * the third is given where the former and the latter agree, which no sum of features tells.
 */
const kinds = [
  { features: [0, 2], targets: [1, 0, 1] },
  { features: [0, 3], targets: [1, 0, 0] },
  { features: [1, 2], targets: [0, 1, 0] },
  { features: [1, 3], targets: [0, 1, 1] },
];
const documents = Array.from({ length: 200 }, (_, i) => kinds[i % 4] ?? { features: [], targets: [] });
const rows = documents.map(({ features }) => toRow(...features));
const targets = documents.map((document) => Int8Array.from(document.targets));
const rowOf = Int32Array.of(0, 1, 2, 3);
const score = (network: Network, ...features: number[]) => {
  const { indices, values } = toRow(...features);
  return [...scoreNetwork(network, activateNetwork(network, indices, values))];
};

describe('a trained network', () => {
  const network = trainNetwork(rows, targets, rowOf, 2, options);

  it.each(kinds)('tells what is, and what only a combination tells: $features', ({ features, targets: wanted }) => {
    const [one = 0, other = 0, agrees = 0] = score(network, ...features);
    expect(one > other).toBe(wanted[0] === 1);
    expect(agrees > 0).toBe(wanted[2] === 1);
  });

  it('is the same numbers for the same documents', () => {
    expect(trainNetwork(rows, targets, rowOf, 2, options)).toStrictEqual(network);
  });

  it('has a row for each feature that it reads, and is finite', () => {
    expect(network).toMatchObject({ units: 16, rowOf });
    expect(network.embedding).toHaveLength(4 * 16);
    expect(network.output).toHaveLength(3 * 16);
    for (const numbers of [network.embedding, network.bias, network.output, network.outputBias])
      expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it('knows nothing of a feature that it is not to read', () => {
    const blind = trainNetwork(rows, targets, Int32Array.of(0, 1, 2, -1), 2, options);
    expect(score(blind, 0, 3)).toEqual([...scoreNetwork(blind, activateNetwork(blind, [0], [1 / Math.sqrt(2)]))]);
    expect(blind.embedding).toHaveLength(3 * 16);
  });

  it('learns nothing of a label from documents that teach neither way', () => {
    const untaught = targets.map((target) => Int8Array.of(target[0] ?? 0, target[1] ?? 0, -1));
    const learned = trainNetwork(rows, untaught, rowOf, 2, options);
    const output = learned.output.subarray(2 * 16);
    const before = trainNetwork(rows, untaught, rowOf, 2, { ...options, epochs: 0 }).output.subarray(2 * 16);
    expect(output).toEqual(before);
    expect(learned.outputBias[2]).toBe(-2);
  });

  it.each([
    ['no documents', [], []],
    ['documents without features', [toRow(), toRow()], [Int8Array.of(1, 0, 1), Int8Array.of(0, 1, 0)]],
  ])('of %s is finite', (_, some, wanted) => {
    const { embedding, bias, output, outputBias } = trainNetwork(some, wanted, rowOf, 2, options);
    for (const numbers of [embedding, bias, output, outputBias]) expect(numbers.every(Number.isFinite)).toBe(true);
  });
});
