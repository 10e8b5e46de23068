import type { StoredConcepts } from '../concepts.ts';
import type { NameEntry } from '../gazetteer.ts';
import { modelLabels } from '../model.ts';
import type { Network } from '../network.ts';
import type { StoredSenses } from '../senses.ts';
import { type PackedModel, packModel, type StoredModel, type StoredNetwork } from '../stored-model.ts';
import type { Calibration } from './calibrate.ts';
import type { LinearWeights } from './linear.ts';
import type { Vocabulary } from './vocabulary.ts';

const maxSteps = 127;
/** Coarse, because fewer steps leave room for far more weights than they cost. */
const maxNetworkSteps = 17;
/** The bundle has room for so much. */
const maxModelBytes = 2_950_000;

/** What is known beside the corpus. */
export interface TrainingLexicon {
  names: readonly NameEntry[];
  concepts: StoredConcepts;
  senses: StoredSenses;
}

/** A label's weights and how they are read. */
export interface TrainedLabel extends LinearWeights, Calibration {
  threshold: number;
  f1: number;
  support: number;
}

/** The model with as many of its weights, the heaviest first, as there is room for. */
export function fitModel(
  vocabulary: Vocabulary,
  trained: readonly TrainedLabel[],
  network: Network,
  lexicon: TrainingLexicon,
): { stored: StoredModel; model: PackedModel } {
  for (let leastSteps = 2; ; leastSteps++) {
    const stored = packWeights(vocabulary, trained, network, lexicon, leastSteps);
    const model = packModel(stored);
    if (model.content.length <= maxModelBytes || leastSteps === maxSteps) return { stored, model };
  }
}

/**
 * Weights in 127 steps each way, those of fewer than `leastSteps` dropped. Features left without any are dropped too, but for plain
 * words: stories need to know how rare they are.
 */
function packWeights(
  vocabulary: Vocabulary,
  trained: readonly TrainedLabel[],
  network: Network,
  { names, concepts, senses }: TrainingLexicon,
  leastSteps: number,
): StoredModel {
  const scale = trained.map(
    ({ weights }) => weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / maxSteps || 1,
  );
  const keys: string[] = [];
  const networkRows: number[] = [];
  const rarity: number[] = [];
  const counts: number[] = [];
  const columns: number[] = [];
  const weights: number[] = [];
  for (const [i, key] of vocabulary.keys.entries()) {
    const before = weights.length;
    for (const [column, label] of trained.entries()) {
      const steps = Math.round((label.weights[i] ?? 0) / (scale[column] ?? 1));
      if (Math.abs(steps) < leastSteps) continue;
      columns.push(column);
      weights.push(steps);
    }
    const row = network.rowOf[i] ?? -1;
    if (weights.length === before && row < 0 && /[ ^~#@%=]/.test(key)) continue;
    keys.push(key);
    networkRows.push(row);
    rarity.push(vocabulary.rarity[i] ?? 0);
    counts.push(weights.length - before);
  }
  const byKind = Map.groupBy(names, ([, kind]) => kind);
  const round = (value: number): number => Number(value.toPrecision(8));
  return {
    labels: modelLabels,
    features: keys.join('\n'),
    unseen: vocabulary.unseen,
    rarity: Buffer.from(rarity).toString('base64'),
    counts: Buffer.from(counts).toString('base64'),
    columns: Buffer.from(columns).toString('base64'),
    weights: Buffer.from(Int8Array.from(weights)).toString('base64'),
    scale: scale.map(round),
    bias: trained.map(({ bias }) => round(bias)),
    slope: trained.map(({ slope }) => round(slope)),
    networkSlope: trained.map(({ networkSlope }) => round(networkSlope)),
    offset: trained.map(({ offset }) => round(offset)),
    threshold: trained.map(({ threshold }) => round(threshold)),
    network: packNetwork(network, networkRows),
    names: Object.fromEntries([...byKind].map(([kind, list]) => [kind, list.map(([name]) => name).join('\n')])),
    concepts,
    senses,
  };
}

/**
 * A network in 17 steps each way, each feature's row with a step size of its own.
 * @param rows of the kept features in their order, negative where the network does not read one
 */
function packNetwork({ units, embedding, bias, output, outputBias }: Network, rows: readonly number[]): StoredNetwork {
  const kept = rows.filter((row) => row >= 0);
  const scales = new Float32Array(kept.length);
  const steps = new Int8Array(kept.length * units);
  for (const [i, row] of kept.entries()) {
    const numbers = embedding.subarray(row * units, (row + 1) * units);
    const scale = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0) / maxNetworkSteps || 1;
    scales[i] = scale;
    for (const [unit, number] of numbers.entries()) steps[i * units + unit] = Math.round(number / scale);
  }
  const round = (numbers: Float32Array): number[] => Array.from(numbers, (number) => Number(number.toPrecision(5)));
  return {
    units,
    reads: Buffer.from(rows.map((row) => (row < 0 ? 0 : 1))).toString('base64'),
    scales: Buffer.from(scales.buffer).toString('base64'),
    embedding: Buffer.from(steps.buffer).toString('base64'),
    bias: round(bias),
    output: round(output),
    outputBias: round(outputBias),
  };
}
