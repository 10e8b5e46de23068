import type { Publisher } from '../article.ts';
import type { Ownership, Viewpoint } from '../taxonomy.ts';
import type { Story } from './story.ts';

/** Below so many voices silence means nothing. */
const minPublishers = 4;

export interface Missing {
  /** Kinds of ownership that we follow, none of which has said anything. */
  ownerships: Ownership[];
  /** Countries that we follow at least two feeds of, none of which has said anything. */
  countries: string[];
  /** Positions that one voice alone has taken. */
  loneViewpoints: Viewpoint[];
}

/**
 * Who has said nothing of a story while others did; `undefined` where the story has fewer than four publishers. Only voices that
 * we carry can be missing.
 * @param followed the publishers of all enabled feeds
 */
export function findMissing(
  story: Pick<Story, 'publishers'>,
  sides: readonly { id: Viewpoint; publishers: readonly Publisher[] }[],
  followed: readonly Publisher[],
): Missing | undefined {
  if (story.publishers.length < minPublishers) return undefined;
  const spoken = new Set(story.publishers.map(({ ownership }) => ownership));
  const heardFrom = new Set(story.publishers.map(({ country }) => country));
  const feedsOf = Map.groupBy(followed, ({ country }) => country);
  return {
    ownerships: [...new Set(followed.map(({ ownership }) => ownership))].filter((kind) => !spoken.has(kind)).sort(),
    countries: [...feedsOf.keys()]
      .filter((code) => code !== 'ZZ' && !heardFrom.has(code) && (feedsOf.get(code)?.length ?? 0) > 1)
      .sort(),
    loneViewpoints: sides.filter(({ publishers }) => publishers.length === 1).map(({ id }) => id),
  };
}
