import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { describeError, FaultlineError } from '../errors.ts';
import { createConceptIndex, type StoredConcepts } from './concepts.ts';
import { createClosedSpace } from './feature-space.ts';
import { type Model, modelLabels, rarityUnit } from './model.ts';
import { createNameIndex } from './names.ts';
import type { Network } from './network.ts';
import { createSenseIndex, type StoredSenses } from './senses.ts';

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
