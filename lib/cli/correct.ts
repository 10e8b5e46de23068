import { userInfo } from 'node:os';
import { correctArticle } from '../jobs/correct.ts';
import type { Sector, Topic, Viewpoint } from '../taxonomy.ts';
import { type Context, printJson, say, withStore } from './context.ts';
import { openPerspective } from './perspective.ts';

/** `correct`: says of one article what it is about, whom it affects, which view it carries or which story it belongs to. */
export async function runCorrect(
  context: Context,
  articleId: string,
  wish: { topic?: Topic; sectors?: Sector[]; views?: Viewpoint[]; story?: string },
): Promise<void> {
  const { views: viewpoints, ...rest } = wish;
  const { team } = context.config;
  await withStore(context, async (store) => {
    const by = userInfo().username;
    await correctArticle(store, { articleId, team, by, ...rest, ...(viewpoints ? { viewpoints } : {}) }, new Date());
    const { correct } = await openPerspective(context, store);
    const stored = await store.articles.get(articleId);
    if (!stored) return;
    const { topic, sectors, viewpoints: carried, storyId, title } = correct(stored);
    const ids = [...sectors, ...carried].map(({ id }) => id);
    if (context.json)
      printJson({
        id: articleId,
        topic,
        sectors: sectors.map(({ id }) => id),
        viewpoints: carried.map(({ id }) => id),
        story: storyId,
      });
    else say(`“${title}” is now ${[topic, ...ids].join(', ')}, in story ${storyId}.`);
  });
}
