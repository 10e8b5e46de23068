import { listSides } from '../digest/compile.ts';
import { FaultlineError } from '../errors.ts';
import { describePublisher } from '../feeds/feed.ts';
import type { Query } from '../query/query.ts';
import type { ToldStory } from '../render/story-text.ts';
import { findMissing } from '../stories/missing.ts';
import { isPartOf, type Story } from '../stories/story.ts';
import { findStories, loadStories } from './compile.ts';
import { listAllFeeds } from './feed-list.ts';
import type { Perspective } from './perspective.ts';
import type { Store } from './ports.ts';

/** Among so many of the biggest, the first with two sides is looked for. */
const searched = 50;

/**
 * One story as it was known at a time, with its articles, its sides and who is missing.
 * @throws FaultlineError `story-unknown`
 */
export async function tellStory(
  store: Pick<Store, 'articles' | 'stories' | 'feeds'>,
  id: string,
  at: Date,
  perspective: Perspective,
): Promise<ToldStory> {
  const { stories, known } = await loadStories(store, [id], at, perspective);
  const story = stories.get(id) ?? [...stories.values()].find((one) => isPartOf(one, id));
  if (!story) throw new FaultlineError('story-unknown', { story: id });
  const articles = story.articles.flatMap((articleId) => known.get(articleId) ?? []);
  const sides = listSides(story, articles);
  const followed = (await listAllFeeds(store)).filter(({ enabled }) => enabled).map(describePublisher);
  return { story, articles, sides, missing: findMissing(story, sides, followed) };
}

/**
 * The biggest story that matches, one with several sides before one with one, which shows less.
 * @throws FaultlineError `nothing-found`
 */
export async function findContestedStory(
  store: Pick<Store, 'articles' | 'stories'>,
  query: Query,
  now: Date,
  perspective: Perspective,
): Promise<Story> {
  const found = await findStories(store, query, now, searched, perspective);
  const chosen = found.find(({ story }) => story.viewpoints.length > 1) ?? found[0];
  if (!chosen) throw new FaultlineError('nothing-found', { query: query.text || '(everything)' });
  return chosen.story;
}
