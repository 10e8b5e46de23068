import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { type Sector, sectorIds, type Topic, topics, type Viewpoint, viewpointIds } from '../../taxonomy.ts';
import type { Readable } from '../features.ts';
import type { LabelledItem } from './corpus.ts';
import type { Verdict } from './evaluate.ts';

/** A label beside the likeliest is given where it is at least this likely in comparison. */
const secondShare = 0.3;
const none = 'none';

/**
 * The classifier that a user of `natural` would build, and our baseline: three of its BayesClassifiers (topic, sectors,
 * viewpoints), with its own tokeniser and stemmer, on the same corpus. An item with several labels is added under each.
 */
export function trainBayes(items: readonly LabelledItem[]): (item: Readable) => Verdict {
  const topicOf = new BayesClassifier();
  const sectorsOf = new BayesClassifier();
  const viewpointsOf = new BayesClassifier();
  for (const item of items) {
    const text = textOf(item);
    topicOf.addDocument(text, item.topic);
    for (const id of orNone(item.sectors)) sectorsOf.addDocument(text, id);
    for (const id of orNone(item.viewpoints)) viewpointsOf.addDocument(text, id);
  }
  for (const classifier of [topicOf, sectorsOf, viewpointsOf]) trainQuickly(classifier);
  return (item) => {
    const text = textOf(item);
    const topic = topicOf.classify(text) as Topic;
    if (!topics.includes(topic) || topic === 'other') return { topic: 'other', sectors: [], viewpoints: [] };
    return {
      topic,
      sectors: chooseLabels<Sector>(sectorsOf, text, sectorIds),
      viewpoints: chooseLabels<Viewpoint>(viewpointsOf, text, viewpointIds),
    };
  };
}

/**
 * Natural looks for every word of the corpus in every document, which takes the square of the corpus. The same counts are made by
 * looking up where each word of a document stands; only while it trains, so that classifying is natural's own.
 */
function trainQuickly({ features, docs, classifier }: BayesClassifier): void {
  const places = new Map(Object.keys(features).map((feature, i) => [feature, i]));
  for (const { text, label } of docs) {
    const counts = classifier.classFeatures[label] ?? {};
    classifier.classFeatures[label] = counts;
    classifier.classTotals[label] = (classifier.classTotals[label] ?? 1) + 1;
    classifier.totalExamples++;
    for (const word of new Set(text)) {
      const place = places.get(word) ?? -1;
      counts[place] = (counts[place] ?? classifier.smoothing) + 1;
    }
  }
}

function textOf({ title, summary }: Readable): string {
  return `${title} ${summary}`;
}

function orNone(ids: readonly string[]): readonly string[] {
  return ids.length > 0 ? ids : [none];
}

function chooseLabels<Id extends string>(classifier: BayesClassifier, text: string, ids: readonly Id[]): Id[] {
  const [first, second] = classifier.getClassifications(text);
  if (!first || first.label === none) return [];
  const chosen = second && second.value >= first.value * secondShare ? [first.label, second.label] : [first.label];
  return ids.filter((id) => chosen.includes(id));
}
