import { classifyArticle } from '../../classify/classify.ts';
import type { Readable } from '../../classify/features.ts';
import type { Model } from '../../classify/model.ts';
import type { Verdict } from '../../classify/training/evaluate.ts';

const rounds = 5;
/** Natural's classifier takes so long that a sample must do. */
const sampled = 100;

/** Medians over articles, each the quickest of its rounds. */
export interface ClassifyingCost {
  microseconds: number;
  baselineMicroseconds: number;
}

/** What classifying one article costs at the median, beside the baseline on a sample of the same articles. */
export function measureClassifying(
  articles: readonly Readable[],
  model: Model,
  baseline: (article: Readable) => Verdict,
): ClassifyingCost {
  const step = Math.max(1, Math.floor(articles.length / sampled));
  return {
    microseconds: measureMedian(articles, (article) => classifyArticle(model, article)),
    baselineMicroseconds: measureMedian(
      articles.filter((_, i) => i % step === 0),
      baseline,
      1,
    ),
  };
}

function measureMedian(articles: readonly Readable[], work: (article: Readable) => unknown, times = rounds): number {
  const best = articles.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < times; round++) {
    for (const [i, article] of articles.entries()) {
      const start = performance.now();
      work(article);
      best[i] = Math.min(best[i] ?? Number.POSITIVE_INFINITY, 1000 * (performance.now() - start));
    }
  }
  return best.sort((a, b) => a - b)[Math.floor(best.length / 2)] ?? 0;
}
