import { compareSketches } from './sketch.ts';
import type { Sketch } from './story.ts';

/** A later report joins a story only within this time of one of its reports (taxonomy, "Story"). */
export const storyWindow = 7 * 24 * 3600 * 1000;

/** How many of the most similar articles are looked at; a bound on the cost of placing one. */
export const candidateLimit = 32;

/** Likeness from which two reports are of one event; set on our own grouped items, see `test/fixtures/stories`. */
const joinThreshold = 0.21;
/** What a day between two reports takes off their likeness: a follow-up shares fewer words, another event shares as many. */
const decayPerDay = 0.03;

/**
 * The story that an article belongs to, `undefined` where it begins its own.
 * A story is as like the article as the mean of its nearest reports is, the nearest counted most: one shared name makes no story,
 * and one far-off report does not keep an article out.
 * @param candidates the stored sketches most similar to it, at most `candidateLimit`
 */
export function chooseStory(sketch: Sketch, candidates: readonly Sketch[]): string | undefined {
  const byStory = new Map<string, number[]>();
  for (const candidate of candidates) {
    const apart = Math.abs(candidate.at.getTime() - sketch.at.getTime());
    if (apart > storyWindow || candidate.articleId === sketch.articleId) continue;
    const likeness = compareSketches(sketch, candidate) - (decayPerDay * apart) / 86_400_000;
    byStory.set(candidate.storyId, [...(byStory.get(candidate.storyId) ?? []), likeness]);
  }
  let best: string | undefined;
  let bestLikeness = joinThreshold;
  for (const [storyId, likenesses] of byStory) {
    const likeness = joinLikeness(likenesses);
    if (likeness > bestLikeness) {
      best = storyId;
      bestLikeness = likeness;
    }
  }
  return best;
}

function joinLikeness(likenesses: readonly number[]): number {
  const nearest = likenesses.toSorted((a, b) => b - a).slice(0, 3);
  const top = nearest[0] ?? 0;
  const mean = nearest.reduce((sum, likeness) => sum + likeness, 0) / Math.max(1, nearest.length);
  return 0.7 * top + 0.3 * mean;
}
