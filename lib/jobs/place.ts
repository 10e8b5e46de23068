import { type Article, type ArticleDraft, compareWording, identify, type Judgement } from '../article.ts';
import { dropBoilerplate } from '../stories/boilerplate.ts';
import { describeStory } from '../stories/describe.ts';
import { createGrouping } from '../stories/grouping.ts';
import { createSketch, type Vocabulary } from '../stories/sketch.ts';
import type { Sketch, Story } from '../stories/story.ts';
import type { Placement, Store } from './ports.ts';

export interface Judge {
  classify(draft: ArticleDraft): Judgement;
  vocabulary: Vocabulary;
}

export interface PlacedCount {
  added: number;
  revised: number;
  unchanged: number;
  /** Stories that gained or changed an article. */
  stories: number;
  /** Of the added, those in scope. */
  inScope: number;
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
    const { added, revised, stories } = placement;
    if (added.length + revised.length === 0 || (await store.articles.place(placement))) {
      return {
        added: added.length,
        revised: revised.length,
        unchanged: distinct.length - added.length - revised.length,
        stories: stories.length,
        inScope: added.filter(({ topic }) => topic !== 'other').length,
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
  const { sketches, mergers } = await groupArticles(judged, store, judge.vocabulary);
  const added = judged.map((article, i) => ({
    ...article,
    storyId: sketches[i]?.storyId ?? '',
    revision: 1,
    revisedAt: article.seenAt,
  }));
  return { added, revised, sketches, ...(await describeTouched([...added, ...revised], mergers, store)) };
}

/** Stored stories that new articles showed to be one: the first goes on, the others become part of it. */
type Merger = [Story, ...Story[]];

/** Gives each article its story: one that the store has, or one that another article of this batch began, or its own. */
async function groupArticles(
  articles: readonly (ArticleDraft & Judgement)[],
  store: Pick<Store, 'stories'>,
  vocabulary: Vocabulary,
): Promise<{ sketches: Sketch[]; mergers: Merger[] }> {
  const grouping = createGrouping((...question) => store.stories.similar(...question));
  const sketches = dropBoilerplate(articles.map((article) => createSketch(article, '', vocabulary)));
  for (const sketch of sketches) await grouping.place(sketch, identify(`story\n${sketch.articleId}`).slice(0, 10));
  const goesOnAs = new Map<string, string>();
  const mergers: Merger[] = [];
  for (const ids of grouping.mergers()) {
    const [oldest, ...absorbed] = (await store.stories.getMany(ids)).sort(compareAge);
    if (!oldest) continue;
    if (absorbed.length > 0) mergers.push([oldest, ...absorbed]);
    for (const id of ids) goesOnAs.set(id, oldest.id);
  }
  const placed = grouping
    .placed()
    .map((sketch) => ({ ...sketch, storyId: goesOnAs.get(sketch.storyId) ?? sketch.storyId }));
  return { sketches: placed, mergers };
}

/** Of stories that are one, that which people have known the longest keeps its id. */
function compareAge(a: Story, b: Story): number {
  return a.firstSeenAt.getTime() - b.firstSeenAt.getTime() || (a.id < b.id ? -1 : 1);
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

/** The stories that gained or changed articles, told anew from all their articles, and those that became part of another. */
async function describeTouched(
  changed: readonly Article[],
  mergers: readonly Merger[],
  store: Pick<Store, 'articles' | 'stories'>,
): Promise<Pick<Placement, 'stories' | 'absorbed'>> {
  const into = new Map(mergers.flatMap(([first, ...others]) => others.map(({ id }) => [id, first.id] as const)));
  const byStory = Map.groupBy(changed, ({ storyId }) => into.get(storyId) ?? storyId);
  for (const [first] of mergers) if (!byStory.has(first.id)) byStory.set(first.id, []);
  const stored = new Map((await store.stories.getMany([...byStory.keys()])).map((story) => [story.id, story]));
  const now = new Date(Math.max(...changed.map(({ revisedAt }) => revisedAt.getTime())));
  const stories = [];
  for (const [storyId, articles] of byStory) {
    const [, ...others] = mergers.find(([first]) => first.id === storyId) ?? [];
    const before = absorbStories(stored.get(storyId), others, now);
    const memberIds = [...(before?.articles ?? []), ...others.flatMap((story) => story.articles)];
    const members = new Map((await store.articles.getMany(memberIds)).map((article) => [article.id, article]));
    for (const article of articles) members.set(article.id, article);
    stories.push(describeStory(storyId, [...members.values()], before));
  }
  const absorbed = mergers.flatMap(([first, ...others]) =>
    others.map(({ id, version }) => ({ id, version, into: first.id })),
  );
  return { stories, absorbed };
}

/** What a story was made of is remembered, so that it can be told as it was known before. */
function absorbStories(story: Story | undefined, others: readonly Story[], absorbedAt: Date): Story | undefined {
  if (!story || others.length === 0) return story;
  const absorbed = others.flatMap((other) => [
    ...(other.absorbed ?? []),
    { id: other.id, absorbedAt, articles: other.articles },
  ]);
  return { ...story, absorbed: [...(story.absorbed ?? []), ...absorbed] };
}
