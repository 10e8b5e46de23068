import type { Correction } from '../correction.ts';
import { extractFeatures, type Readable } from '../features.ts';
import { type Adjustment, lookUpFeatures, type Model, modelLabels, sumScores, weighKey } from '../model.ts';
import { type SparseRow, trainLinear } from './linear.ts';

/** Firm enough that a handful of corrections of one kind turns the kind, too weak for one to turn what has little to do with it. */
const svm = { cost: 1, positiveCost: 1, tolerance: 0.001 };
const minWeight = 0.005;

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
  const shipped = withoutAdjustment(model);
  const keys = new Map<string, number>();
  const documents = corrected.map(({ article, correction }) => {
    const features = extractFeatures(article, shipped);
    const known = lookUpFeatures(shipped, features);
    // Who publishes says nothing of what another of its articles is about.
    const spoken = [...features.keys.keys()].filter((i) => !features.keys[i]?.startsWith('@'));
    const row: SparseRow = {
      indices: Int32Array.from(spoken, (i) => indexOf(keys, features.keys[i] ?? '')),
      values: Float64Array.from(
        spoken,
        (i) => ((features.values[i] ?? 0) * weighKey(shipped, features.keys[i] ?? '')) / known.norm,
      ),
    };
    return { row, correction, scores: sumScores(shipped, known) };
  });

  const names = [...keys.keys()];
  const adjustment: Record<string, [number, number][]> = {};
  for (const [column, label] of modelLabels.entries()) {
    const spoken = documents.flatMap(({ row, correction, scores }) => {
      const isCarried = carries(correction, label);
      return isCarried === undefined ? [] : [{ row, isCarried, score: scores[column] ?? 0 }];
    });
    if (spoken.length === 0) continue;
    const { weights } = trainLinear(
      spoken.map(({ row }) => row),
      spoken.map(({ isCarried }) => isCarried),
      names.length,
      svm,
      spoken.map(({ score }) => score),
    );
    for (const [i, weight] of weights.entries()) {
      if (Math.abs(weight) < minWeight) continue;
      const key = names[i] ?? '';
      adjustment[key] = [...(adjustment[key] ?? []), [column, Math.round(weight * 1e4) / 1e4]];
    }
  }
  return adjustment;
}

function withoutAdjustment({ adjustment: _, ...shipped }: Model): Model {
  return shipped;
}

function indexOf(keys: Map<string, number>, key: string): number {
  const known = keys.get(key);
  if (known !== undefined) return known;
  keys.set(key, keys.size);
  return keys.size - 1;
}

/** `undefined` where the correction says nothing of that label. */
function carries(
  { topic, sectors, viewpoints }: CorrectedArticle['correction'],
  label: string,
): boolean | undefined {
  const [kind, id] = label.split(':') as [string, string];
  if (kind === 'topic') return topic === undefined ? undefined : topic === id;
  // Out of scope means without labels, but the words need not speak against them elsewhere.
  if (topic === 'other') return undefined;
  return kind === 'sector' ? sectors?.some((sector) => sector === id) : viewpoints?.some((view) => view === id);
}
