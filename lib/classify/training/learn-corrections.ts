import type { Correction } from '../correction.ts';
import { createOpenSpace, findKey } from '../feature-space.ts';
import { extractFeatures, type Readable } from '../features.ts';
import { type Adjustment, type Model, modelLabels, readFeatures, sumScores, weighPlace } from '../model.ts';
import { type SparseRow, trainLinear } from './linear.ts';

/** Firm enough that a handful of corrections of one kind turns the kind, too weak for one to turn what has little to do with it. */
const svm = { cost: 3, positiveCost: 1, tolerance: 0.001 };
/** Logarithm of the odds that a corrected label comes to, for or against: 2.5 is 12 to 1. */
const firmness = 2.5;
const minWeight = 0.005;
/** Commoner words stand in every other article, which nobody corrected. */
const minRarity = 4;

export interface CorrectedArticle {
  article: Readable;
  correction: Pick<Correction, 'topic' | 'sectors' | 'viewpoints'>;
}

/**
 * What a workspace's corrections teach beyond the shipped model, whose weights stay as they are: the least change of scores, in the
 * sense of a support vector machine, that has the corrected articles judged as they were corrected. The same corrections give the
 * same weights.
 */
export function learnCorrections(model: Model, corrected: readonly CorrectedArticle[]): Adjustment {
  const space = createOpenSpace();
  const documents = corrected.map(({ article, correction }) => {
    const known = readFeatures(model, article);
    const { places, values } = extractFeatures(article, model, space);
    const weigh = (place: number): number => weighPlace(model, findKey(model.space, space.keyOf(place)));
    // Who publishes says nothing of what another of its articles is about.
    const spoken = [...places.keys()].filter(
      (i) => !space.keyOf(places[i] ?? 0).startsWith('@') && weigh(places[i] ?? 0) >= minRarity,
    );
    const row: SparseRow = {
      indices: Int32Array.from(spoken, (i) => places[i] ?? 0),
      values: Float64Array.from(spoken, (i) => ((values[i] ?? 0) * weigh(places[i] ?? 0)) / known.norm),
    };
    return { row, correction, scores: sumScores(model, known) };
  });

  const adjustment: Record<string, [number, number][]> = {};
  for (const [column, label] of modelLabels.entries()) {
    const spoken = documents.flatMap(({ row, correction, scores }) => {
      const isCarried = carries(correction, label);
      if (isCarried === undefined) return [];
      const score = scores[column] ?? 0;
      const sign = isCarried ? 1 : -1;
      // A label that is right already must stay right, no more: it would else push where nobody corrected. A topic must win.
      const isRight = sign * score > 0 && !label.startsWith('topic:');
      return [{ row, isCarried, score: score + sign * (isRight ? 1 : 1 - firmness) }];
    });
    if (spoken.length === 0) continue;
    const { weights } = trainLinear(
      spoken.map(({ row }) => row),
      spoken.map(({ isCarried }) => isCarried),
      space.size(),
      svm,
      spoken.map(({ score }) => score),
    );
    for (const [i, weight] of weights.entries()) {
      if (Math.abs(weight) < minWeight) continue;
      const key = space.keyOf(i);
      adjustment[key] = [...(adjustment[key] ?? []), [column, Math.round(weight * 1e4) / 1e4]];
    }
  }
  return adjustment;
}

/** `undefined` where the correction says nothing of that label. */
function carries({ topic, sectors, viewpoints }: CorrectedArticle['correction'], label: string): boolean | undefined {
  const [kind, id] = label.split(':') as [string, string];
  if (kind === 'topic') return topic === undefined ? undefined : topic === id;
  // Out of scope means without labels, but the words need not speak against them elsewhere.
  if (topic === 'other') return undefined;
  return kind === 'sector' ? sectors?.some((sector) => sector === id) : viewpoints?.some((view) => view === id);
}
