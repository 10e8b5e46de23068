import type { Article } from '../article.ts';
import { listSides } from '../digest/compile.ts';
import { FaultlineError } from '../errors.ts';
import { describePublisher } from '../feeds/feed.ts';
import { type FoundStory, findStories, loadStories } from '../jobs/compile.ts';
import type { Perspective } from '../jobs/perspective.ts';
import type { Store } from '../jobs/ports.ts';
import { renderSidesText, renderStoryLines, renderStoryText, type ToldStory } from '../render/story-text.ts';
import { findMissing } from '../stories/missing.ts';
import { isPartOf, type Story } from '../stories/story.ts';
import { type Context, describeTerminal, print, printJson, readQuery, readTime, say, withStore } from './context.ts';
import { listAllFeeds } from './feed-list.ts';
import { openPerspective } from './perspective.ts';

/** `query`: the stories that match, biggest first. */
export async function runQuery(context: Context, words: readonly string[], options: { limit: number }): Promise<void> {
  const query = readQuery(words);
  const found = await withStore(context, async (store) =>
    findStories(store, query, new Date(), options.limit, await openPerspective(context, store)),
  );
  if (context.json) {
    for (const { story, matching } of found) printJson({ ...summarize(story), matching: matching.map(({ id }) => id) });
  } else if (found.length === 0) say('No story matches.');
  else
    print(
      renderStoryLines(
        found.map(({ story }) => story),
        describeTerminal(),
      ),
    );
}

/** `sides`: the biggest story that matches, viewpoint by viewpoint, and who is missing. */
export async function runSides(context: Context, words: readonly string[]): Promise<void> {
  const query = readQuery(words);
  await withStore(context, async (store) => {
    const perspective = await openPerspective(context, store);
    const found = await findStories(store, query, new Date(), 50, perspective);
    const chosen = chooseContested(found);
    if (!chosen) throw new FaultlineError('nothing-found', { query: query.text || '(everything)' });
    const told = await tellStory(store, chosen.story.id, new Date(), perspective);
    if (context.json) printJson(writeToldStory(told));
    else print(renderSidesText(told, describeTerminal()));
  });
}

/** `story`: one story with all its articles, now or as it was known at a time. */
export async function runStory(context: Context, id: string, options: { asOf?: string }): Promise<void> {
  const now = new Date();
  const at = options.asOf ? readTime(options.asOf, now) : now;
  await withStore(context, async (store) => {
    const told = await tellStory(store, id, at, await openPerspective(context, store));
    if (context.json) printJson(writeToldStory(told));
    else print(renderStoryText(told, describeTerminal()));
  });
}

/** A story with one side shows less than a smaller one with several. */
function chooseContested(found: readonly FoundStory[]): FoundStory | undefined {
  return found.find(({ story }) => story.viewpoints.length > 1) ?? found[0];
}

async function tellStory(store: Store, id: string, at: Date, perspective: Perspective): Promise<ToldStory> {
  const { stories, known } = await loadStories(store, [id], at, perspective);
  const story = stories.get(id) ?? [...stories.values()].find((one) => isPartOf(one, id));
  if (!story) throw new FaultlineError('story-unknown', { story: id });
  const articles = story.articles.flatMap((articleId) => known.get(articleId) ?? []);
  const sides = listSides(story, articles);
  const feeds = await listAllFeeds(store);
  const followed = feeds.filter(({ enabled }) => enabled).map(describePublisher);
  return { story, articles, sides, missing: findMissing(story, sides, followed) };
}

function summarize(story: Story) {
  return {
    id: story.id,
    title: story.title,
    topic: story.topic,
    state: story.state ?? null,
    updatedAt: story.updatedAt.toISOString(),
    reportedAt: story.reportedAt.toISOString(),
    sectors: story.sectors.map(({ id }) => id),
    viewpoints: story.viewpoints.map(({ id, articles }) => ({ id, articles })),
    publishers: story.publishers,
    independentPublishers: story.independentPublishers,
    articles: story.articles,
  };
}

function writeToldStory({ story, articles, sides, missing }: ToldStory) {
  return { ...summarize(story), viewpoints: sides, articles: articles.map(writeArticle), missing: missing ?? null };
}

function writeArticle(article: Article) {
  const { id, title, summary, url, publisher, publishedAt, seenAt, language, topic, sectors, viewpoints, revision } =
    article;
  return { id, title, summary, url, publisher, publishedAt, seenAt, language, topic, sectors, viewpoints, revision };
}
