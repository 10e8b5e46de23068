import { type Article, identify } from '../article.ts';
import { type Correction, mergeCorrections } from '../classify/correction.ts';
import { FaultlineError } from '../errors.ts';
import { listCorrections } from './perspective.ts';
import type { Store } from './ports.ts';

/** What a person wants of an article; `story` may be `new` for a story of its own. */
export type Wish = Omit<Correction, 'at'>;

/**
 * Keeps a correction, which holds for its workspace from now on.
 * @returns the correction as kept
 * @throws FaultlineError `article-unknown`, `story-unknown`, `correction-empty` where it says nothing, or `correction-out-of-scope`
 *   where it gives labels to an article that has none
 */
export async function correctArticle(
  store: Pick<Store, 'articles' | 'stories' | 'corrections'>,
  wish: Wish,
  at: Date,
): Promise<Correction> {
  const article = await store.articles.get(wish.articleId);
  if (!article) throw new FaultlineError('article-unknown', { article: wish.articleId });
  if (!wish.topic && !wish.sectors && !wish.viewpoints && !wish.story) throw new FaultlineError('correction-empty');
  await checkTopic(store, article, wish);
  const story = wish.story && (await findStory(store, article, wish.story));
  const correction = { ...wish, at, ...(story ? { story } : {}) };
  await store.corrections.add(correction);
  return correction;
}

/** Out of scope there are no labels (taxonomy): whoever gives some must say what the article is about. */
async function checkTopic(store: Pick<Store, 'corrections'>, article: Article, wish: Wish): Promise<void> {
  if (wish.topic || !(wish.sectors?.length || wish.viewpoints?.length)) return;
  const before = (await listCorrections(store, wish.team)).filter(({ articleId }) => articleId === article.id);
  const topic = mergeCorrections(before)?.topic ?? article.topic;
  if (topic === 'other') throw new FaultlineError('correction-out-of-scope');
}

async function findStory(store: Pick<Store, 'stories'>, article: Article, story: string): Promise<string> {
  if (story === 'new') return identify(`apart\n${article.id}`).slice(0, 10);
  const found = await store.stories.get(story);
  if (!found) throw new FaultlineError('story-unknown', { story });
  return found.id;
}

/**
 * The articles whose labels a workspace corrected, each with what its corrections come to.
 */
export async function gatherCorrected(
  store: Pick<Store, 'articles' | 'corrections'>,
  team: string,
): Promise<{ article: Article; correction: Correction }[]> {
  const byArticle = Map.groupBy(await listCorrections(store, team), ({ articleId }) => articleId);
  const articles = await store.articles.getMany([...byArticle.keys()]);
  return articles.flatMap((article) => {
    const correction = mergeCorrections(byArticle.get(article.id) ?? []);
    return correction && (correction.topic || correction.sectors || correction.viewpoints)
      ? [{ article, correction }]
      : [];
  });
}
