import type { Digest, DigestStory, ToldBefore } from './digest.ts';

/** Twice the time in which a report can still join a story: what was not heard of for so long will not come again. */
const rememberedFor = 14 * 24 * 3600 * 1000;
/** Bounds what a digest carries on, at some 200 bytes each; the stories that were not heard of for longest go first. */
const maxRemembered = 1_000;

/** What the readers of a digest, and of those before it, were told. */
export function listTold({ told, stories, to }: Pick<Digest, 'told' | 'stories' | 'to'>): ToldBefore[] {
  return told ?? stories.map((story) => rememberStory(story, to));
}

/**
 * What readers know after a digest.
 * @param before what they knew
 * @param stories told now
 * @param heard ids of the stories of which an article was wanted in the period
 * @param to end of the period
 */
export function rememberTold(
  before: readonly ToldBefore[],
  stories: readonly DigestStory[],
  heard: ReadonlySet<string>,
  to: Date,
): ToldBefore[] {
  const now = new Set(stories.map(({ id }) => id));
  const others = before
    .filter(({ id }) => !now.has(id))
    .map((one) => (heard.has(one.id) ? { ...one, heardAt: to } : one))
    .filter(({ heardAt }) => to.getTime() - heardAt.getTime() < rememberedFor);
  return [...stories.map((story) => rememberStory(story, to)), ...others]
    .sort((a, b) => b.heardAt.getTime() - a.heardAt.getTime())
    .slice(0, maxRemembered);
}

function rememberStory(
  { id, state, sectors, viewpoints, independentPublishers }: DigestStory,
  toldAt: Date,
): ToldBefore {
  return {
    id,
    ...(state ? { state } : {}),
    sectors: sectors.map(({ id: sector }) => ({ id: sector })),
    viewpoints: viewpoints.map(({ id: viewpoint }) => ({ id: viewpoint })),
    independentPublishers,
    toldAt,
    heardAt: toldAt,
  };
}
