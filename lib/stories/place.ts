import { judgeLikeness } from './likeness.ts';
import { listKeys } from './sketch.ts';
import type { SketchIndex } from './sketch-index.ts';
import type { Sketch } from './story.ts';

/** A later report joins a story only within this time of one of its reports (taxonomy, "Story"). */
export const storyWindow = 7 * 24 * 3600 * 1000;

/** How many of the most similar articles are looked at; a bound on the cost of placing one. */
export const candidateLimit = 32;

/**
 * Below one half, because the model counts against a week of many more events than most stores hold; the best B-cubed F1 on
 * `training/grouped.jsonl` lies between 0.2 and 0.3.
 */
const joinThreshold = 0.22;
/** So many of a story's nearest reports speak for it. */
const witnesses = 2;

/**
 * The story that an article belongs to, `undefined` where it begins its own. Its likelihood is that at least one of the story's
 * nearest two reports is of the same event, taken as independent (noisy or).
 * @param candidates the stored sketches most similar to it, at most `candidateLimit`
 */
export function chooseStory(sketch: Sketch, candidates: readonly Sketch[]): string | undefined {
  const byStory = new Map<string, number[]>();
  for (const candidate of candidates) {
    const apart = Math.abs(candidate.at.getTime() - sketch.at.getTime());
    if (apart > storyWindow || candidate.articleId === sketch.articleId) continue;
    const likeness = judgeLikeness(sketch, candidate);
    const known = byStory.get(candidate.storyId);
    if (known) known.push(likeness);
    else byStory.set(candidate.storyId, [likeness]);
  }
  let best: string | undefined;
  let bestLikelihood = joinThreshold;
  for (const [storyId, likenesses] of byStory) {
    const likelihood = joinLikenesses(likenesses);
    if (likelihood > bestLikelihood) {
      best = storyId;
      bestLikelihood = likelihood;
    }
  }
  return best;
}

function joinLikenesses(likenesses: readonly number[]): number {
  const nearest = likenesses.toSorted((a, b) => b - a).slice(0, witnesses);
  return 1 - nearest.reduce((product, likeness) => product * (1 - likeness), 1);
}

/**
 * Places a sketch among those of an index and adds it there.
 * @param ownId the story that it begins where it belongs to none
 * @returns its story
 */
export function joinStory(sketch: Sketch, index: SketchIndex, ownId: string): string {
  const from = new Date(sketch.at.getTime() - storyWindow);
  const to = new Date(sketch.at.getTime() + storyWindow);
  const storyId = chooseStory(sketch, index.similar(listKeys(sketch), from, to, candidateLimit)) ?? ownId;
  index.add({ ...sketch, storyId });
  return storyId;
}
