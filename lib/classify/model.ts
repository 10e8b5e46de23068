import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { describeError, FaultlineError } from '../errors.ts';
import { sectorIds, topics, viewpointIds } from '../taxonomy.ts';
import { type ConceptIndex, createConceptIndex, type StoredConcepts } from './concepts.ts';
import type { DigitalCue } from './digital.ts';
import { createClosedSpace, extendSpace, type FeatureSpace, findKey } from './feature-space.ts';
import { extractFeatures, type Readable } from './features.ts';
import { createNameIndex, type NameIndex } from './names.ts';
import { activateNetwork, type Network, scoreNetwork, weighFeature } from './network.ts';
import { createSenseIndex, type SenseIndex, type StoredSenses } from './senses.ts';

/** Every decision that the model takes, in the order of its columns. */
export const modelLabels: readonly string[] = [
  ...topics.map((id) => `topic:${id}`),
  ...sectorIds.map((id) => `sector:${id}`),
  ...viewpointIds.map((id) => `view:${id}`),
];

/** The file of a model: a `StoredModel` as JSON, compressed with brotli, in base64. */
export interface PackedModel {
  format: 2;
  content: string;
}

/** The model as it is stored: JSON with the number tables in base64. */
export interface StoredModel {
  labels: readonly string[];
  /** Feature keys, joined by newlines. */
  features: string;
  /** Uint8: natural logarithm of one over the share of documents that have it, in sixteenths. */
  rarity: string;
  /** The same for words that no document of a language has. */
  unseen: Record<string, number>;
  /** Uint8: how many labels each feature speaks to. */
  counts: string;
  /** Uint8: label of each weight, feature by feature. */
  columns: string;
  /** Int8: the weights, in units of the label's `scale`. */
  weights: string;
  scale: number[];
  bias: number[];
  /** Logarithm of the odds = slope * score + networkSlope * score of the network + offset. */
  slope: number[];
  networkSlope: number[];
  offset: number[];
  /** Probability from which a label is given. */
  threshold: number[];
  network: StoredNetwork;
  /** Names by kind (`createNameIndex`), joined by newlines. */
  names: Record<string, string>;
  concepts: StoredConcepts;
  senses: StoredSenses;
}

/** A `Network` as it is stored. */
export interface StoredNetwork {
  units: number;
  /** Uint8: 1 for each feature that it reads. */
  reads: string;
  /** Float32: the step size of each row of the embedding. */
  scales: string;
  /** Int8: `units` numbers a row, in steps. */
  embedding: string;
  bias: number[];
  output: number[];
  outputBias: number[];
}

export interface Model {
  space: FeatureSpace;
  rarity: Float32Array;
  unseen: Map<string, number>;
  /** Where each feature's weights begin; one more entry than features. */
  starts: Uint32Array;
  columns: Uint8Array;
  weights: Int8Array;
  scale: Float64Array;
  bias: Float64Array;
  slope: Float64Array;
  networkSlope: Float64Array;
  offset: Float64Array;
  threshold: Float64Array;
  network: Network;
  names: NameIndex;
  concepts: ConceptIndex;
  senses: SenseIndex;
  /** Of a workspace: what its corrections add, by place; places beyond those of the model are of features that it does not know. */
  adjustment?: ReadonlyMap<number, Adjustment[string]>;
}

/** What corrections taught: by feature key, known to the model or not, what it adds to the scores of labels. */
export type Adjustment = Readonly<Record<string, readonly (readonly [column: number, weight: number])[]>>;

export const rarityUnit = 1 / 16;
/** Of features that only a workspace's corrections know. */
const unknownRarity = 8;

/** What `parseModel` reads. */
export function packModel(stored: StoredModel): PackedModel {
  // Two steps below the highest: a hundredth larger, and many times as quick.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  return { format: 2, content: brotliCompressSync(JSON.stringify(stored), { params }).toString('base64') };
}

/**
 * Reads a packed model.
 * @param packed what the file of a model says
 * @throws FaultlineError `model-wrong` where it is of another format, damaged, lacks a part, or its tables do not fit together
 */
export function parseModel(packed: unknown): Model {
  const parts = readStored(unpack(packed));
  const keys = parts.features.split('\n');
  const counts = Buffer.from(parts.counts, 'base64');
  const rarity = Buffer.from(parts.rarity, 'base64');
  const columns = new Uint8Array(Buffer.from(parts.columns, 'base64'));
  const weights = new Int8Array(Buffer.from(parts.weights, 'base64'));
  if (counts.length !== keys.length || rarity.length !== keys.length) throw refuse('a table is cut short');
  const starts = new Uint32Array(keys.length + 1);
  for (const [i, count] of counts.entries()) starts[i + 1] = (starts[i] ?? 0) + count;
  if (starts[keys.length] !== columns.length || columns.length !== weights.length) throw refuse('a table is cut short');
  if (columns.some((column) => column >= modelLabels.length)) throw refuse('a weight is of no label');
  return {
    space: createClosedSpace(keys),
    rarity: Float32Array.from(rarity, (steps) => 1 + steps * rarityUnit),
    unseen: new Map(Object.entries(parts.unseen).map(([language, steps]) => [language, 1 + steps * rarityUnit])),
    starts,
    columns,
    weights,
    scale: Float64Array.from(parts.scale),
    bias: Float64Array.from(parts.bias),
    slope: Float64Array.from(parts.slope),
    networkSlope: Float64Array.from(parts.networkSlope),
    offset: Float64Array.from(parts.offset),
    threshold: Float64Array.from(parts.threshold),
    network: readNetwork(parts.network, keys.length),
    names: createNameIndex(
      Object.entries(parts.names).flatMap(([kind, names]) => names.split('\n').map((name) => [name, kind] as const)),
    ),
    concepts: createConceptIndex(parts.concepts),
    senses: createSenseIndex(parts.senses),
  };
}

function unpack(packed: unknown): unknown {
  if (!isRecord(packed)) throw refuse('it is no model');
  if (packed.format !== 2) throw refuse(`format ${String(packed.format)} is unknown`);
  if (typeof packed.content !== 'string') throw refuse('its content is missing');
  try {
    return JSON.parse(brotliDecompressSync(Buffer.from(packed.content, 'base64')).toString());
  } catch (error) {
    throw refuse(`its content is damaged (${describeError(error)})`);
  }
}

const textParts = ['features', 'rarity', 'counts', 'columns', 'weights'] as const;
const columnParts = ['scale', 'bias', 'slope', 'networkSlope', 'offset', 'threshold'] as const;

/** Makes sure that every part is there and of its kind: a file that another program or an older Faultline wrote is named for what it lacks. */
function readStored(stored: unknown): StoredModel {
  if (!isRecord(stored)) throw refuse('it is no model');
  if (!Array.isArray(stored.labels) || stored.labels.join() !== modelLabels.join())
    throw refuse('its labels are not those of the taxonomy');
  for (const part of textParts) if (typeof stored[part] !== 'string') throw refuse(`its ${part} are missing`);
  for (const part of columnParts) {
    const values = stored[part];
    if (!Array.isArray(values) || values.length !== modelLabels.length || !values.every(Number.isFinite))
      throw refuse(`its ${part} table has not one number a label`);
  }
  if (!isRecord(stored.unseen) || !Object.values(stored.unseen).every(Number.isFinite))
    throw refuse('its unseen words are missing');
  if (!isTexts(stored.names)) throw refuse('its names are missing');
  const { concepts } = stored;
  if (!isRecord(concepts) || typeof concepts.ids !== 'string' || !isTexts(concepts.wordings))
    throw refuse('its concepts are missing');
  const { senses } = stored;
  if (!isRecord(senses) || typeof senses.tags !== 'string' || !isTexts(senses.words))
    throw refuse('its senses are missing');
  return stored as unknown as StoredModel;
}

function readNetwork(stored: unknown, features: number): Network {
  if (!isRecord(stored) || typeof stored.units !== 'number') throw refuse('its network is missing');
  const bytesOf = (part: unknown): Buffer => Buffer.from(typeof part === 'string' ? part : '', 'base64');
  const numbersOf = (part: unknown): Float32Array =>
    Float32Array.from(Array.isArray(part) && part.every(Number.isFinite) ? part : []);
  const { units } = stored;
  const reads = bytesOf(stored.reads);
  let rows = 0;
  const rowOf = Int32Array.from(reads, (reads) => (reads ? rows++ : -1));
  const scaleBytes = bytesOf(stored.scales);
  const scales = new Float32Array(new Uint8Array(scaleBytes.subarray(0, scaleBytes.length & ~3)).buffer);
  const steps = new Int8Array(bytesOf(stored.embedding));
  const bias = numbersOf(stored.bias);
  const output = numbersOf(stored.output);
  const outputBias = numbersOf(stored.outputBias);
  const fits =
    reads.length === features &&
    scales.length === rows &&
    steps.length === rows * units &&
    bias.length === units &&
    output.length === modelLabels.length * units &&
    outputBias.length === modelLabels.length;
  if (!fits) throw refuse('a table of its network is cut short');
  const embedding = Float32Array.from(steps, (step, i) => step * (scales[Math.floor(i / units)] as number));
  return { units, rowOf, embedding, bias, output, outputBias };
}

function refuse(why: string): FaultlineError {
  return new FaultlineError('model-wrong', { why });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

/** The features of one article that the model knows, weighed. */
export interface KnownFeatures {
  indices: number[];
  /** Rarity times value, scaled so that the squares add up to one. */
  values: number[];
  words: string[];
  cue: DigitalCue;
  /** What the network's hidden units make of them. */
  hidden: Float64Array;
  /** What rarity times value was divided by. */
  norm: number;
  /** What a workspace's corrections add to the scores. */
  adjusted: { column: number; weight: number; words: string }[];
}

/** Reads the features of an article that a model knows. */
export function readFeatures(model: Model, article: Readable): KnownFeatures {
  const { places, values, words, cue } = extractFeatures(article, model, model.space);
  const known: KnownFeatures = {
    indices: [],
    values: [],
    words: [],
    cue,
    hidden: new Float64Array(),
    norm: 1,
    adjusted: [],
  };
  let squares = 0;
  for (let i = 0; i < places.length; i++) {
    const index = places[i] as number;
    if (index >= model.rarity.length) continue;
    const value = (values[i] as number) * (model.rarity[index] as number);
    squares += value * value;
    known.indices.push(index);
    known.values.push(value);
    known.words.push(words[i] as string);
  }
  known.norm = Math.sqrt(squares) || 1;
  for (let i = 0; i < known.values.length; i++) known.values[i] = (known.values[i] as number) / known.norm;
  known.hidden = activateNetwork(model.network, known.indices, known.values);
  const { adjustment } = model;
  if (adjustment)
    known.adjusted = places.flatMap((place, i) =>
      (adjustment.get(place) ?? []).map(([column, weight]) => ({
        column,
        weight: (weight * (values[i] as number) * weighPlace(model, place)) / known.norm,
        words: words[i] as string,
      })),
    );
  return known;
}

/** How telling the feature at a place is; of one that no training text had, as much as of the rarest that some had. */
export function weighPlace(model: Model, place: number): number {
  return model.rarity[place] ?? unknownRarity;
}

/** A model as a workspace's corrections have it. */
export function adjustModel(model: Model, adjustment: Adjustment): Model {
  const space = extendSpace(model.space, Object.keys(adjustment));
  const weights = Object.entries(adjustment).map(([key, added]) => [findKey(space, key), added] as const);
  return { ...model, space, adjustment: new Map(weights) };
}

/**
 * The logarithm of the odds of every label, in the order of `modelLabels`.
 */
export function sumScores(model: Model, known: KnownFeatures): Float64Array {
  const sums = new Float64Array(model.bias.length);
  for (let i = 0; i < known.indices.length; i++) {
    const index = known.indices[i] as number;
    const value = known.values[i] as number;
    const end = model.starts[index + 1] as number;
    for (let k = model.starts[index] as number; k < end; k++) {
      const column = model.columns[k] as number;
      sums[column] = (sums[column] as number) + value * (model.weights[k] as number);
    }
  }
  const network = scoreNetwork(model.network, known.hidden);
  for (let column = 0; column < sums.length; column++) {
    const score = (sums[column] as number) * (model.scale[column] as number) + (model.bias[column] as number);
    sums[column] =
      (model.slope[column] as number) * score +
      (model.networkSlope[column] as number) * (network[column] as number) +
      (model.offset[column] as number);
  }
  for (const { column, weight } of known.adjusted) sums[column] = (sums[column] as number) + weight;
  return sums;
}

/**
 * Probability of every label, in the order of `modelLabels`.
 */
export function scoreLabels(model: Model, known: KnownFeatures): Float64Array {
  const scores = sumScores(model, known);
  for (let column = 0; column < scores.length; column++)
    scores[column] = 1 / (1 + Math.exp(-(scores[column] as number)));
  return scores;
}

/**
 * What each known feature adds to the logarithm of one label's odds, heaviest for it first; those against it have negative weight and come last.
 * @param heaviest only so many features, and none against
 */
export function weighEvidence(
  model: Model,
  known: KnownFeatures,
  column: number,
  heaviest?: number,
): { words: string; weight: number }[] {
  const added = known.adjusted.filter((one) => one.column === column).map(({ words, weight }) => ({ words, weight }));
  const scale = (model.scale[column] as number) * (model.slope[column] as number);
  const networkSlope = model.networkSlope[column] as number;
  for (let i = 0; i < known.indices.length; i++) {
    const index = known.indices[i] as number;
    let weight = networkSlope * weighFeature(model.network, known.hidden, index, column);
    const end = model.starts[index + 1] as number;
    for (let k = model.starts[index] as number; k < end; k++) {
      if (model.columns[k] !== column) continue;
      weight += (model.weights[k] as number) * scale;
      break;
    }
    weight *= known.values[i] as number;
    if (weight > 0 || (weight < 0 && heaviest === undefined)) added.push({ words: known.words[i] as string, weight });
  }
  const kept = heaviest === undefined ? added : added.sort((a, b) => b.weight - a.weight).slice(0, heaviest);
  const byWords = new Map<string, number>();
  for (const { words, weight } of kept) byWords.set(words, (byWords.get(words) ?? 0) + weight);
  return [...byWords].map(([words, weight]) => ({ words, weight })).sort((a, b) => b.weight - a.weight);
}

/**
 * What stories need of the model: how telling a word is (1 where every article has it, `undefined` where the language was never
 * learned), and which wordings mean the same.
 */
export function describeVocabulary(model: Model): {
  rarity(stem: string, language: string): number | undefined;
  concepts: ConceptIndex;
} {
  return {
    rarity(stem, language) {
      const place = model.space.find(stem);
      return place < 0 ? model.unseen.get(language) : (model.rarity[place] as number);
    },
    concepts: model.concepts,
  };
}
