import type { Story } from '../stories/story.ts';

/**
 * How much a story matters to a reader of the digest, in arbitrary units: independent voices first, then sectors hit, whether it
 * still runs, its freshness, and whether it is new. Logarithms, because the tenth voice adds less than the second.
 * @param to end of the period
 * @param toldBefore whether the digest before had it
 */
export function rankStory(story: Story, to: Date, toldBefore: boolean): number {
  const ageInDays = Math.max(0, (to.getTime() - story.reportedAt.getTime()) / 86_400_000);
  const firmSectors = story.sectors.filter(({ articles }) => articles.length > 1).length;
  return (
    3 * Math.log2(1 + story.independentPublishers) +
    1.2 * Math.log2(1 + story.sectors.length + firmSectors) +
    0.5 * Math.log2(1 + story.articles.length) +
    (story.state === 'ongoing' ? 1 : story.state === 'monitoring' ? 0.5 : 0) +
    (toldBefore ? 0 : 0.7) +
    (story.topic === 'other' ? -6 : 0) -
    0.5 * ageInDays
  );
}
