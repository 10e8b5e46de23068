import { identify } from '../../article.ts';
import { topics } from '../../taxonomy.ts';
import { createConceptIndex } from '../concepts.ts';
import { createOpenSpace } from '../feature-space.ts';
import { extractFeatures } from '../features.ts';
import type { NameEntry } from '../gazetteer.ts';
import { modelLabels } from '../model.ts';
import { addNames, createNameIndex } from '../names.ts';
import { activateNetwork, type Network, scoreNetwork } from '../network.ts';
import { createSenseIndex } from '../senses.ts';
import type { PackedModel } from '../stored-model.ts';
import { applyCalibration, chooseThreshold, fitCalibration } from './calibrate.ts';
import type { LabelledItem } from './corpus.ts';
import { type SparseRow, scoreRow, trainLinear } from './linear.ts';
import { fitModel, type TrainedLabel, type TrainingLexicon } from './pack.ts';
import { trainNetwork } from './train-network.ts';
import { createVocabulary, type Document, type Vocabulary, vectorize } from './vocabulary.ts';

const folds = 3;
const svm = { cost: 0.6, positiveCost: 2, tolerance: 0.1 };
const networkOptions = { units: 48, epochs: 14, rate: 0.05, featureDropout: 0.35, unitDropout: 0.15 };
const minNetworkDocuments = 5;
/** Of the time that training takes. */
const networkShare = 0.4;

export interface TrainingReport {
  features: number;
  weights: number;
  /** F1 of each label on rows held out of its training, at the chosen threshold. */
  heldOut: { label: string; f1: number; support: number }[];
}

/**
 * Makes the model from labelled items and a list of known organisations. The same input gives the same bytes.
 * Calibrations and thresholds come from three-fold cross-validation on the corpus itself; the weights from all of it.
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

  const { network, heldOut } = trainNetworks(items, rows, chooseNetworkRows(vocabulary), (done) =>
    onProgress(networkShare * done),
  );
  const trained = modelLabels.map((label, column) => {
    const agreed = [...items.keys()].filter((i) => !isDisputed(items[i] as LabelledItem, label));
    // Who publishes leans a viewpoint, never what happened or who is hit.
    const all = label.startsWith('view:') ? rowsWithPublisher : rows;
    const result = trainLabel(
      agreed.map((i) => all[i] as SparseRow),
      agreed.map((i) => heldOut[i]?.[column] ?? 0),
      agreed.map((i) => carries(items[i] as LabelledItem, label)),
      vocabulary.keys.length,
    );
    onProgress(networkShare + ((1 - networkShare) * (column + 1)) / modelLabels.length);
    return { label, ...result };
  });

  const { stored, model } = fitModel(vocabulary, trained, network, {
    names,
    concepts: storedConcepts,
    senses: storedSenses,
  });
  return {
    model,
    report: {
      features: stored.features.split('\n').length,
      weights: Buffer.from(stored.weights, 'base64').length,
      heldOut: trained.map(({ label, f1, support }) => ({ label, f1, support })),
    },
  };
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
 * @param networkScores of the row at the same place, from networks that did not see it
 */
function trainLabel(
  rows: readonly SparseRow[],
  networkScores: readonly number[],
  isPositive: readonly boolean[],
  featureCount: number,
): TrainedLabel {
  const scores = new Array<number>(rows.length).fill(0);
  for (let fold = 0; fold < folds; fold++) {
    const isTraining = (_: unknown, i: number): boolean => i % folds !== fold;
    const weights = trainLinear(rows.filter(isTraining), isPositive.filter(isTraining), featureCount, svm);
    for (let i = fold; i < rows.length; i += folds) scores[i] = scoreRow(rows[i] as SparseRow, weights);
  }
  const calibration = fitCalibration(scores, networkScores, isPositive);
  const probabilities = scores.map((score, i) => applyCalibration(calibration, score, networkScores[i] ?? 0));
  const threshold = chooseThreshold(probabilities, isPositive);
  const given = probabilities.map((probability) => probability >= threshold);
  const hits = given.filter((yes, i) => yes && isPositive[i]).length;
  const support = isPositive.filter(Boolean).length;
  return {
    ...trainLinear(rows, isPositive, featureCount, svm),
    ...calibration,
    threshold,
    f1: (2 * hits) / Math.max(1, given.filter(Boolean).length + support),
    support,
  };
}

/**
 * One network of all items, and what networks that did not see an item say of it: three, each trained without a third.
 * @returns `heldOut`: scores by item and label
 */
function trainNetworks(
  items: readonly LabelledItem[],
  rows: readonly SparseRow[],
  rowOf: Int32Array,
  onProgress: (done: number) => void,
): { network: Network; heldOut: Float64Array[] } {
  const targets = items.map((item) =>
    Int8Array.from(modelLabels, (label) => (isDisputed(item, label) ? -1 : carries(item, label) ? 1 : 0)),
  );
  const train = (isTraining: (i: number) => boolean): Network => {
    const chosen = [...rows.keys()].filter(isTraining);
    return trainNetwork(
      chosen.map((i) => rows[i] as SparseRow),
      chosen.map((i) => targets[i] as Int8Array),
      rowOf,
      topics.length,
      networkOptions,
    );
  };
  const heldOut: Float64Array[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const own = train((i) => i % folds !== fold);
    for (let i = fold; i < rows.length; i += folds) {
      const { indices, values } = rows[i] as SparseRow;
      heldOut[i] = scoreNetwork(own, activateNetwork(own, indices, values));
    }
    onProgress((fold + 1) / (folds + 1));
  }
  const all = train(() => true);
  onProgress(1);
  return { network: all, heldOut };
}

/** The features that the network reads: words, and what they stand for, that enough documents have. */
function chooseNetworkRows({ keys, documents }: Vocabulary): Int32Array {
  let rows = 0;
  return Int32Array.from(keys, (key, i) =>
    (documents[i] ?? 0) >= minNetworkDocuments && !/^@| |^\^(?![=%#])/.test(key) ? rows++ : -1,
  );
}
