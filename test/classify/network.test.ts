import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activateNetwork, type Network, scoreNetwork, weighFeature } from '../../lib/classify/network.ts';

/** Two units and two labels; of three features the second is not read. The first unit sees the first, the other the third. */
const network: Network = {
  units: 2,
  rowOf: Int32Array.of(0, -1, 1),
  embedding: Float32Array.of(2, 0, 0, 4),
  bias: Float32Array.of(-1, -1),
  output: Float32Array.of(1, 0, -1, 3),
  outputBias: Float32Array.of(0.5, -0.5),
};
const score = (indices: number[], values: number[], of = network) =>
  scoreNetwork(of, activateNetwork(of, indices, values));

describe('a network', () => {
  it('has a hidden unit active from where what it sees outweighs its bias', () => {
    expect([...activateNetwork(network, [0, 2], [1, 1])]).toEqual([1, 3]);
    expect([...activateNetwork(network, [0, 2], [0.5, 0.2])]).toEqual([0, 0]);
    expect([...activateNetwork(network, [], [])]).toEqual([0, 0]);
  });

  it('gives each label the sum of what active units say of it', () => {
    expect([...score([0, 2], [1, 1])]).toEqual([0.5 + 1, -0.5 - 1 + 9]);
    expect([...score([], [])]).toEqual([0.5, -0.5]);
  });

  it('knows nothing of a feature that it does not read', () => {
    expect(score([0, 1], [1, 100])).toEqual(score([0], [1]));
    expect(weighFeature(network, activateNetwork(network, [0, 1], [1, 100]), 1, 0)).toBe(0);
  });

  it('can tell a combination that no sum of words tells', () => {
    const both: Network = { ...network, rowOf: Int32Array.of(0, 1), embedding: Float32Array.of(1, 0, 1, 0) };
    const [neither, one, other, together] = [
      score([], [], both),
      score([0], [1], both),
      score([1], [1], both),
      score([0, 1], [1, 1], both),
    ].map(([first = 0]) => first);
    expect([one, other]).toEqual([neither, neither]);
    expect(together).toBeGreaterThan(neither ?? 0);
  });

  it('explains a score as a sum: what features add, and what no feature added', () => {
    const number = fc.float({ min: -2, max: 2, noNaN: true });
    const numbers = (length: number) =>
      fc.array(number, { minLength: length, maxLength: length }).map((list) => Float32Array.from(list));
    const any = fc.record({
      units: fc.constant(3),
      rowOf: fc.constant(Int32Array.of(0, 1, -1, 2)),
      embedding: numbers(9),
      bias: numbers(3),
      output: numbers(6),
      outputBias: numbers(2),
    });
    fc.assert(
      fc.property(any, fc.array(number, { minLength: 4, maxLength: 4 }), (one, values) => {
        const hidden = activateNetwork(one, [0, 1, 2, 3], values);
        for (const [label, said] of scoreNetwork(one, hidden).entries()) {
          const constant = [0, 1, 2].reduce(
            (sum, unit) =>
              sum + ((hidden[unit] ?? 0) > 0 ? (one.bias[unit] ?? 0) * (one.output[label * 3 + unit] ?? 0) : 0),
            one.outputBias[label] ?? 0,
          );
          const features = values.reduce(
            (sum, value, feature) => sum + value * weighFeature(one, hidden, feature, label),
            0,
          );
          expect(constant + features).toBeCloseTo(said, 4);
        }
      }),
    );
  });
});
