import { type Article, type ArticleDraft, compareWording, identify, type Judgement } from '../article.ts';
import { dropBoilerplate } from '../stories/boilerplate.ts';
import { describeStory } from '../stories/describe.ts';
import { candidateLimit, chooseStory, storyWindow } from '../stories/place.ts';
import { createSketch, listKeys, type Vocabulary } from '../stories/sketch.ts';
import { createSketchIndex } from '../stories/sketch-index.ts';
import type { Sketch } from '../stories/story.ts';
import type { Placement, Store } from './ports.ts';

export interface Judge {
  classify(draft: ArticleDraft): Judgement;
  vocabulary: Vocabulary;
}

export interface PlacedCount {
  added: number;
  revised: number;
  unchanged: number;
}

/** Of writers in each other's way one is first and the others decide anew, so that the last of many has to as often as there are writers. */
const maxAttempts = 100;

/**
 * Judges drafts, finds each its story, and writes all of it at once. Running it again with the same drafts changes nothing.
 * @throws the store's errors; then nothing of these drafts was written
 */
export async function placeArticles(
  drafts: readonly ArticleDraft[],
  store: Pick<Store, 'articles' | 'stories'>,
  judge: Judge,
): Promise<PlacedCount> {
  const distinct = [...new Map(drafts.map((draft) => [draft.id, draft])).values()];
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const placement = await decidePlacement(distinct, store, judge);
    const { added, revised } = placement;
    if (added.length + revised.length === 0 || (await store.articles.place(placement))) {
      return {
        added: added.length,
        revised: revised.length,
        unchanged: distinct.length - added.length - revised.length,
      };
    }
  }
  throw new Error(`${distinct.length} articles could not be placed: other writers were first ${maxAttempts} times`);
}

async function decidePlacement(
  drafts: readonly ArticleDraft[],
  store: Pick<Store, 'articles' | 'stories'>,
  judge: Judge,
): Promise<Placement> {
  const stored = await store.articles.getMany(drafts.map(({ id }) => id));
  const known = new Map(stored.map((article) => [article.id, article]));
  const revised = drafts.flatMap((draft) => {
    const before = known.get(draft.id);
    return (before && reviseArticle(before, draft, judge)) ?? [];
  });
  const judged = drafts
    .filter(({ id }) => !known.has(id))
    .map((draft) => ({ ...draft, ...judge.classify(draft) }))
    .sort((a, b) => a.publishedAt.getTime() - b.publishedAt.getTime());
  const sketches = await chooseStories(
    dropBoilerplate(judged.map((article) => createSketch(article, '', judge.vocabulary))),
    store.stories,
  );
  const added = judged.map((article, i) => ({
    ...article,
    storyId: sketches[i]?.storyId ?? '',
    revision: 1,
    revisedAt: article.seenAt,
  }));
  return { added, revised, sketches, stories: await describeTouched([...added, ...revised], store) };
}

/** Gives each sketch its story: one that the store has, or one that an earlier sketch of this batch began, or its own. */
async function chooseStories(sketches: readonly Sketch[], store: Store['stories']): Promise<Sketch[]> {
  const batch = createSketchIndex();
  const placed: Sketch[] = [];
  for (const sketch of sketches) {
    const keys = listKeys(sketch);
    const from = new Date(sketch.at.getTime() - storyWindow);
    const to = new Date(sketch.at.getTime() + storyWindow);
    const candidates = [
      ...(await store.similar(keys, from, to, candidateLimit)),
      ...batch.similar(keys, from, to, candidateLimit),
    ];
    const storyId = chooseStory(sketch, candidates) ?? identify(`story\n${sketch.articleId}`).slice(0, 10);
    batch.add({ ...sketch, storyId });
    placed.push({ ...sketch, storyId });
  }
  return placed;
}

/** The next revision of a known article, `undefined` where its words are the same. Its story stays, whatever the new words are. */
function reviseArticle(before: Article, draft: ArticleDraft, judge: Judge): Article | undefined {
  // Another feed that carries the same page does not rewrite the first one's words.
  if (before.feedId !== draft.feedId) return undefined;
  const change = compareWording(before, draft);
  if (!change) return undefined;
  return {
    ...draft,
    ...judge.classify(draft),
    publishedAt: before.publishedAt,
    seenAt: before.seenAt,
    storyId: before.storyId,
    revision: before.revision + 1,
    revisedAt: draft.seenAt,
    change,
  };
}

/** The stories that gained or changed articles, told anew from all their articles. */
async function describeTouched(changed: readonly Article[], store: Pick<Store, 'articles' | 'stories'>) {
  const byStory = Map.groupBy(changed, ({ storyId }) => storyId);
  const stored = new Map((await store.stories.getMany([...byStory.keys()])).map((story) => [story.id, story]));
  const stories = [];
  for (const [storyId, articles] of byStory) {
    const story = stored.get(storyId);
    const members = new Map(
      (await store.articles.getMany(story?.articles ?? [])).map((article) => [article.id, article]),
    );
    for (const article of articles) members.set(article.id, article);
    stories.push(describeStory(storyId, [...members.values()], story?.version ?? 0));
  }
  return stories;
}
