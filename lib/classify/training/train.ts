import { identify } from '../../article.ts';
import { createConceptIndex, type StoredConcepts } from '../concepts.ts';
import { createOpenSpace } from '../feature-space.ts';
import { extractFeatures } from '../features.ts';
import { modelLabels, type PackedModel, packModel, rarityUnit, type StoredModel } from '../model.ts';
import { addNames, createNameIndex } from '../names.ts';
import { createSenseIndex, type StoredSenses } from '../senses.ts';
import { applySigmoid, chooseThreshold, fitSigmoid, type Sigmoid } from './calibrate.ts';
import type { LabelledItem } from './corpus.ts';
import type { NameEntry } from './gazetteer.ts';
import { type LinearWeights, type SparseRow, scoreRow, trainLinear } from './linear.ts';

const folds = 5;
const minDocuments = 2;
/** Two words together are seen twice by chance far more often than one. */
const minPairDocuments = 3;
/** The bundle has room for so much. */
const maxModelBytes = 2_950_000;
const maxRarity = 255;
const maxSteps = 127;
const svm = { cost: 0.6, positiveCost: 2, tolerance: 0.05 };

/** What is known beside the corpus. */
export interface TrainingLexicon {
  names: readonly NameEntry[];
  concepts: StoredConcepts;
  senses: StoredSenses;
}

export interface TrainingReport {
  features: number;
  weights: number;
  /** F1 of each label on rows held out of its training, at the chosen threshold. */
  heldOut: { label: string; f1: number; support: number }[];
}

/**
 * Makes the model from labelled items and a list of known organisations. The same input gives the same bytes.
 * Sigmoids and thresholds come from five-fold cross-validation on the corpus itself; the weights from all of it.
 * @param onProgress told the share done, 0 to 1
 */
export function trainModel(
  items: readonly LabelledItem[],
  { names, concepts: storedConcepts, senses: storedSenses }: TrainingLexicon,
  onProgress: (done: number) => void,
): { model: PackedModel; report: TrainingReport } {
  const concepts = createConceptIndex(storedConcepts);
  const senses = createSenseIndex(storedSenses);
  const known = createNameIndex(names);
  const space = createOpenSpace();
  const documents = items.map((item): Document => {
    const names = addNames(known, learnNames(item));
    const { places, values } = extractFeatures(item, { names, concepts, senses }, space);
    return { keys: places.map(space.keyOf), values };
  });
  const vocabulary = createVocabulary(
    documents,
    items.map(({ language }) => language),
  );
  const rows = documents.map((document) => vectorize(document, vocabulary, false));
  const rowsWithPublisher = documents.map((document) => vectorize(document, vocabulary, true));

  const trained = modelLabels.map((label, column) => {
    const agreed = [...items.keys()].filter((i) => !isDisputed(items[i] as LabelledItem, label));
    // Who publishes leans a viewpoint, never what happened or who is hit.
    const all = label.startsWith('view:') ? rowsWithPublisher : rows;
    const result = trainLabel(
      agreed.map((i) => all[i] as SparseRow),
      agreed.map((i) => carries(items[i] as LabelledItem, label)),
      vocabulary.keys.length,
    );
    onProgress((column + 1) / modelLabels.length);
    return { label, ...result };
  });

  const { stored, model } = fitModel(vocabulary, trained, { names, concepts: storedConcepts, senses: storedSenses });
  return {
    model,
    report: {
      features: stored.features.split('\n').length,
      weights: Buffer.from(stored.weights, 'base64').length,
      heldOut: trained.map(({ label, f1, support }) => ({ label, f1, support })),
    },
  };
}

interface Document {
  keys: string[];
  values: number[];
}

interface Vocabulary {
  keys: string[];
  index: Map<string, number>;
  rarity: number[];
  /** By language: how telling a word is that no document of it has. */
  unseen: Record<string, number>;
}

interface TrainedLabel extends LinearWeights, Sigmoid {
  threshold: number;
  f1: number;
  support: number;
}

/**
 * The names of an item that are known beside those of the list: for two items in three its own. The rest must be told by their other
 * words, as most names that the model will meet.
 */
function learnNames(item: LabelledItem): NameEntry[] {
  if (Number.parseInt(identify(`${item.title} ${item.summary}`).slice(0, 4), 16) % 3 === 0) return [];
  return Object.entries(item.names).flatMap(([name, sector]) => (sector ? [[name, sector]] : []));
}

function carries(item: LabelledItem, label: string): boolean {
  const [kind, id] = label.split(':');
  if (kind === 'topic') return item.topic === id;
  return (kind === 'sector' ? (item.sectors as string[]) : (item.viewpoints as string[])).includes(id ?? '');
}

function isDisputed({ disputed = [] }: LabelledItem, label: string): boolean {
  const [kind, id] = label.split(':');
  return kind !== 'topic' && disputed.some((one) => one === id);
}

/**
 * The keys that enough documents have, each with how telling it is: by its share of the documents of the language in which it is
 * commonest, since a language with few documents would make its articles and prepositions look rare.
 */
function createVocabulary(documents: readonly Document[], languages: readonly string[]): Vocabulary {
  const sizes = new Map<string, number>();
  for (const language of languages) sizes.set(language, (sizes.get(language) ?? 0) + 1);
  const counts = new Map<string, Map<string, number>>();
  for (const [i, { keys }] of documents.entries()) {
    const language = languages[i] ?? 'en';
    for (const key of keys) {
      const byLanguage = counts.get(key);
      if (byLanguage) byLanguage.set(language, (byLanguage.get(language) ?? 0) + 1);
      else counts.set(key, new Map([[language, 1]]));
    }
  }
  const total = (key: string): number => [...(counts.get(key)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  const keys = [...counts.keys()]
    .filter((key) => total(key) >= (key.includes(' ') ? minPairDocuments : minDocuments) && !key.includes('\n'))
    .sort((a, b) => (a < b ? -1 : 1));
  const steps = (share: number): number => Math.min(maxRarity, Math.round(Math.log(1 / share) / rarityUnit));
  return {
    keys,
    index: new Map(keys.map((key, i) => [key, i])),
    rarity: keys.map((key) =>
      steps(Math.max(...[...(counts.get(key) ?? [])].map(([language, count]) => count / (sizes.get(language) ?? 1)))),
    ),
    unseen: Object.fromEntries([...sizes].sort().map(([language, size]) => [language, steps(1 / size)])),
  };
}

function vectorize(document: Document, vocabulary: Vocabulary, withPublisher: boolean): SparseRow {
  const indices: number[] = [];
  const values: number[] = [];
  let squares = 0;
  for (const [i, key] of document.keys.entries()) {
    const index = vocabulary.index.get(key);
    if (index === undefined) continue;
    const value = (document.values[i] ?? 0) * (1 + (vocabulary.rarity[index] ?? 0) * rarityUnit);
    squares += value * value;
    if (key.startsWith('@') && !withPublisher) continue;
    indices.push(index);
    values.push(value);
  }
  const norm = Math.sqrt(squares) || 1;
  return { indices: Int32Array.from(indices), values: Float64Array.from(values, (value) => value / norm) };
}

function trainLabel(rows: readonly SparseRow[], isPositive: readonly boolean[], featureCount: number): TrainedLabel {
  const scores = new Array<number>(rows.length).fill(0);
  for (let fold = 0; fold < folds; fold++) {
    const isTraining = (_: unknown, i: number): boolean => i % folds !== fold;
    const weights = trainLinear(rows.filter(isTraining), isPositive.filter(isTraining), featureCount, svm);
    for (let i = fold; i < rows.length; i += folds) scores[i] = scoreRow(rows[i] as SparseRow, weights);
  }
  const sigmoid = fitSigmoid(scores, isPositive);
  const probabilities = scores.map((score) => applySigmoid(sigmoid, score));
  const threshold = chooseThreshold(probabilities, isPositive);
  const given = probabilities.map((probability) => probability >= threshold);
  const hits = given.filter((yes, i) => yes && isPositive[i]).length;
  const support = isPositive.filter(Boolean).length;
  return {
    ...trainLinear(rows, isPositive, featureCount, svm),
    ...sigmoid,
    threshold,
    f1: (2 * hits) / Math.max(1, given.filter(Boolean).length + support),
    support,
  };
}

/** The model with as many of its weights, the heaviest first, as there is room for. */
function fitModel(
  vocabulary: Vocabulary,
  trained: readonly TrainedLabel[],
  lexicon: TrainingLexicon,
): { stored: StoredModel; model: PackedModel } {
  for (let leastSteps = 2; ; leastSteps++) {
    const stored = packWeights(vocabulary, trained, lexicon, leastSteps);
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
  { names, concepts, senses }: TrainingLexicon,
  leastSteps: number,
): StoredModel {
  const scale = trained.map(
    ({ weights }) => weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / maxSteps || 1,
  );
  const keys: string[] = [];
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
    if (weights.length === before && /[ ^~#@%=]/.test(key)) continue;
    keys.push(key);
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
    offset: trained.map(({ offset }) => round(offset)),
    threshold: trained.map(({ threshold }) => round(threshold)),
    names: Object.fromEntries([...byKind].map(([kind, list]) => [kind, list.map(([name]) => name).join('\n')])),
    concepts,
    senses,
  };
}
