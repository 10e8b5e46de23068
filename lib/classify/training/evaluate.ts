import type { Judgement } from '../../article.ts';
import { sectorIds, type Topic, topics, viewpointIds } from '../../taxonomy.ts';
import type { LabelledItem } from './corpus.ts';

export interface Score {
  label: string;
  precision: number;
  recall: number;
  f1: number;
  /** Items that carry the label. */
  support: number;
}

export interface Evaluation {
  items: number;
  topicAccuracy: number;
  topics: Score[];
  /** Rows: the true topic; columns: the topic given; in the taxonomy's order. */
  confusion: number[][];
  sectors: Score[];
  sectorMicro: Score;
  sectorMacroF1: number;
  viewpoints: Score[];
  viewpointMicro: Score;
  viewpointMacroF1: number;
}

/** The labels that a judge, ours or a baseline, gives to one item. */
export type Verdict = { topic: Topic; sectors: readonly string[]; viewpoints: readonly string[] };

/**
 * Precision, recall and F1 of verdicts against labelled items, by label and overall. Macro F1 is over the labels that occur.
 * @param verdicts of the item at the same place; one that is missing gives no label
 */
export function evaluateVerdicts(items: readonly LabelledItem[], verdicts: readonly Verdict[]): Evaluation {
  const count = (is: (item: LabelledItem) => boolean, says: (verdict: Verdict) => boolean, label: string): Counts => {
    const counts: Counts = { label, hits: 0, given: 0, support: 0 };
    for (const [i, item] of items.entries()) {
      const verdict = verdicts[i];
      const isGiven = verdict !== undefined && says(verdict);
      if (is(item)) counts.support++;
      if (isGiven) counts.given++;
      if (is(item) && isGiven) counts.hits++;
    }
    return counts;
  };
  const topicCounts = topics.map((id) =>
    count(
      (item) => item.topic === id,
      (verdict) => verdict.topic === id,
      id,
    ),
  );
  const sectorCounts = sectorIds.map((id) =>
    count(
      (item) => item.sectors.includes(id),
      (verdict) => verdict.sectors.includes(id),
      id,
    ),
  );
  const viewCounts = viewpointIds.map((id) =>
    count(
      (item) => item.viewpoints.includes(id),
      (verdict) => verdict.viewpoints.includes(id),
      id,
    ),
  );
  return {
    items: items.length,
    topicAccuracy: topicCounts.reduce((sum, { hits }) => sum + hits, 0) / Math.max(1, items.length),
    topics: topicCounts.map(scoreCounts),
    confusion: topics.map((is) =>
      topics.map((says) => items.filter((item, i) => item.topic === is && verdicts[i]?.topic === says).length),
    ),
    sectors: sectorCounts.map(scoreCounts),
    sectorMicro: scoreCounts(sumCounts(sectorCounts)),
    sectorMacroF1: averageF1(sectorCounts),
    viewpoints: viewCounts.map(scoreCounts),
    viewpointMicro: scoreCounts(sumCounts(viewCounts)),
    viewpointMacroF1: averageF1(viewCounts),
  };
}

/** The scores of one language's items. */
export interface LanguageScore {
  language: string;
  items: number;
  topicAccuracy: number;
  sectorF1: number;
  viewpointF1: number;
}

/** Topic accuracy and micro F1 by language, the commonest language first. */
export function evaluateByLanguage(items: readonly LabelledItem[], verdicts: readonly Verdict[]): LanguageScore[] {
  const places = Map.groupBy(items.keys(), (i) => items[i]?.language ?? 'und');
  return [...places]
    .map(([language, of]) => {
      const own = evaluateVerdicts(
        of.flatMap((i) => items[i] ?? []),
        of.flatMap((i) => verdicts[i] ?? []),
      );
      return {
        language,
        items: of.length,
        topicAccuracy: own.topicAccuracy,
        sectorF1: own.sectorMicro.f1,
        viewpointF1: own.viewpointMicro.f1,
      };
    })
    .sort((a, b) => b.items - a.items || (a.language < b.language ? -1 : 1));
}

/** A band of probabilities and what became of them. */
export interface ReliabilityBand {
  from: number;
  to: number;
  /** Probabilities in the band. */
  count: number;
  /** Their mean, and the share of them that came true: alike where the model is calibrated. */
  said: number;
  true: number;
}

/**
 * Whether probabilities can be taken at their word: ten bands, and the expected calibration error (mean distance of said and true,
 * weighed by count; Naeini, Cooper and Hauskrecht 2015).
 * @param isTrue of the probability at the same place
 */
export function measureReliability(
  probabilities: readonly number[],
  isTrue: readonly boolean[],
): { bands: ReliabilityBand[]; error: number } {
  const bandOf = (probability: number): number => Math.min(reliabilityBands - 1, Math.floor(probability * 10));
  const bands = Array.from({ length: reliabilityBands }, (_, band) => {
    const places = [...probabilities.keys()].filter((i) => bandOf(probabilities[i] ?? 0) === band);
    const count = Math.max(1, places.length);
    return {
      from: band / reliabilityBands,
      to: (band + 1) / reliabilityBands,
      count: places.length,
      said: places.reduce((sum, i) => sum + (probabilities[i] ?? 0), 0) / count,
      true: places.filter((i) => isTrue[i]).length / count,
    };
  });
  const distance = bands.reduce((sum, band) => sum + band.count * Math.abs(band.said - band.true), 0);
  return { bands, error: distance / Math.max(1, probabilities.length) };
}

const reliabilityBands = 10;

/** A label that was wrongly given or wrongly withheld. */
export interface Mistake {
  item: LabelledItem;
  /** As in `modelLabels`. */
  label: string;
  kind: 'wrongly given' | 'missed';
  /** The label's probability. */
  score: number;
}

/**
 * The mistakes in which the model was surest, at most one of each item's topic, sectors and viewpoints.
 * @param labels in the order of each item's scores
 * @param scores probability of every label, of the item at the same place
 */
export function findWorstMistakes(
  items: readonly LabelledItem[],
  verdicts: readonly Verdict[],
  labels: readonly string[],
  scores: readonly ArrayLike<number>[],
  limit: number,
): Mistake[] {
  const mistakes = items.flatMap((item, i) => {
    const truth = listLabels(item);
    const given = listLabels(verdicts[i] ?? { topic: 'other', sectors: [], viewpoints: [] });
    const own = labels.flatMap((label, column): Mistake[] => {
      if (truth.has(label) === given.has(label)) return [];
      const score = scores[i]?.[column] ?? 0;
      return [{ item, label, kind: given.has(label) ? 'wrongly given' : 'missed', score }];
    });
    // A topic that is wrong is wrong twice: once given, once missed.
    const worst = Map.groupBy(own, ({ label }) => label.split(':')[0]);
    return [...worst.values()].flatMap((some) => some.toSorted((a, b) => surenessOf(b) - surenessOf(a))[0] ?? []);
  });
  return mistakes.toSorted((a, b) => surenessOf(b) - surenessOf(a)).slice(0, limit);
}

function surenessOf({ kind, score }: Mistake): number {
  return kind === 'missed' ? 1 - score : score;
}

/** Labels as in `modelLabels`. */
export function listLabels({ topic, sectors, viewpoints }: Verdict): Set<string> {
  return new Set([`topic:${topic}`, ...sectors.map((id) => `sector:${id}`), ...viewpoints.map((id) => `view:${id}`)]);
}

/** A judgement reduced to its ids. */
export function toVerdict(judgement: Judgement): Verdict {
  return {
    topic: judgement.topic,
    sectors: judgement.sectors.map(({ id }) => id),
    viewpoints: judgement.viewpoints.map(({ id }) => id),
  };
}

/**
 * B-cubed F1 of a grouping: for each item the share of its group that belongs with it, and of those that belong with it that are in
 * its group, averaged over items. Bagga and Baldwin 1998.
 * @param found group of each item
 * @param truth true group of the item at the same place
 */
export function evaluateGrouping(
  found: readonly string[],
  truth: readonly string[],
): { precision: number; recall: number; f1: number } {
  let precision = 0;
  let recall = 0;
  for (let i = 0; i < found.length; i++) {
    let both = 0;
    let inFound = 0;
    let inTruth = 0;
    for (let j = 0; j < found.length; j++) {
      const isFound = found[j] === found[i];
      const isTruth = truth[j] === truth[i];
      if (isFound) inFound++;
      if (isTruth) inTruth++;
      if (isFound && isTruth) both++;
    }
    precision += both / inFound;
    recall += both / inTruth;
  }
  const n = Math.max(1, found.length);
  return { precision: precision / n, recall: recall / n, f1: harmonic(precision / n, recall / n) };
}

interface Counts {
  label: string;
  hits: number;
  given: number;
  support: number;
}

function sumCounts(counts: readonly Counts[]): Counts {
  const total: Counts = { label: 'all', hits: 0, given: 0, support: 0 };
  for (const { hits, given, support } of counts) {
    total.hits += hits;
    total.given += given;
    total.support += support;
  }
  return total;
}

function scoreCounts({ label, hits, given, support }: Counts): Score {
  const precision = given ? hits / given : 0;
  const recall = support ? hits / support : 0;
  return { label, precision, recall, f1: harmonic(precision, recall), support };
}

function averageF1(counts: readonly Counts[]): number {
  const occurring = counts.filter(({ support }) => support > 0);
  return occurring.reduce((sum, one) => sum + scoreCounts(one).f1, 0) / Math.max(1, occurring.length);
}

function harmonic(precision: number, recall: number): number {
  return precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
}
