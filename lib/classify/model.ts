import { sectorIds, topics, viewpointIds } from '../taxonomy.ts';
import type { ConceptIndex } from './concepts.ts';
import type { DigitalCue } from './digital.ts';
import { extendSpace, type FeatureSpace, findKey } from './feature-space.ts';
import { extractFeatures, type Readable } from './features.ts';
import type { NameIndex } from './names.ts';
import { activateNetwork, type Network, scoreNetwork, weighFeature } from './network.ts';
import type { SenseIndex } from './senses.ts';

/** Every decision that the model takes, in the order of its columns. */
export const modelLabels: readonly string[] = [
  ...topics.map((id) => `topic:${id}`),
  ...sectorIds.map((id) => `sector:${id}`),
  ...viewpointIds.map((id) => `view:${id}`),
];

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
