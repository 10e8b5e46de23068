import type { Article } from '../article.ts';
import { findStories } from '../jobs/compile.ts';
import { findContestedStory, tellStory } from '../jobs/tell-story.ts';
import { renderSidesText, renderStoryLines, renderStoryText, type ToldStory } from '../render/story-text.ts';
import type { Story } from '../stories/story.ts';
import { type Context, describeTerminal, print, printJson, readQuery, readTime, say, withStore } from './context.ts';
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
    const now = new Date();
    const { id } = await findContestedStory(store, query, now, perspective);
    const told = await tellStory(store, id, now, perspective);
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
