import { judgeLikeness } from './likeness.ts';
import type { Sketch } from './story.ts';

/** A later report joins a story only within this time of one of its reports (taxonomy, "Story"). */
export const storyWindow = 7 * 24 * 3600 * 1000;

/** How many of the most similar articles are looked at; a bound on the cost of placing one. */
export const candidateLimit = 32;

/**
 * How likely a report must be of a story to join it. The more reports of its time there are, the likelier it is that one looks alike
 * by chance; where there are few, the same kind of event at the same time mostly is the same event. Found on
 * `training/grouped.jsonl`, whole and thinned out to a seventh of its stories.
 * @param reports that it was compared with
 */
function findJoinThreshold(reports: number): number {
  return Math.min(0.22, Math.max(0.04, 0.02 * reports));
}

/** So many of a story's nearest reports speak for it. */
const witnesses = 2;

/**
 * Two stories are one where a report belongs to both with this likelihood: what each tells looked like an event of its own until
 * somebody told both.
 */
const mergeThreshold = 0.8;

/**
 * The stories that an article belongs to, likeliest first: none where it begins its own, several where it shows them to be one. The
 * likelihood is that at least one of a story's nearest two reports is of the same event, taken as independent (noisy or).
 * @param candidates the stored sketches most similar to it, at most `candidateLimit`
 */
export function chooseStories(sketch: Sketch, candidates: readonly Sketch[]): string[] {
  const byStory = new Map<string, number[]>();
  let compared = 0;
  for (const candidate of candidates) {
    const apart = Math.abs(candidate.at.getTime() - sketch.at.getTime());
    if (apart > storyWindow || candidate.articleId === sketch.articleId) continue;
    const likeness = judgeLikeness(sketch, candidate);
    compared++;
    const known = byStory.get(candidate.storyId);
    if (known) known.push(likeness);
    else byStory.set(candidate.storyId, [likeness]);
  }
  const joinThreshold = findJoinThreshold(compared);
  const [best, ...others] = [...byStory]
    .map(([storyId, likenesses]) => ({ storyId, likelihood: joinLikenesses(likenesses) }))
    .filter(({ likelihood }) => likelihood > joinThreshold)
    .sort((a, b) => b.likelihood - a.likelihood || (a.storyId < b.storyId ? -1 : 1));
  if (!best) return [];
  const same = best.likelihood < mergeThreshold ? [] : others.filter(({ likelihood }) => likelihood >= mergeThreshold);
  return [best, ...same].map(({ storyId }) => storyId);
}

function joinLikenesses(likenesses: readonly number[]): number {
  const nearest = likenesses.toSorted((a, b) => b - a).slice(0, witnesses);
  return 1 - nearest.reduce((product, likeness) => product * (1 - likeness), 1);
}
