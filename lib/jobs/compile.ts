import type { Article } from '../article.ts';
import { compileDigest } from '../digest/compile.ts';
import type { Digest } from '../digest/digest.ts';
import { listTold } from '../digest/told.ts';
import { findMismatch, findStoryMismatch } from '../query/match.ts';
import type { Query } from '../query/query.ts';
import { describeStory } from '../stories/describe.ts';
import { isPartOf, type Story } from '../stories/story.ts';
import { type Perspective, plainPerspective } from './perspective.ts';
import type { ArticleFilter, Store } from './ports.ts';

/** What is read of what was ingested. */
export interface Archive {
  articles: Pick<Store['articles'], 'find' | 'getMany' | 'revisions'>;
  stories: Pick<Store['stories'], 'getMany'>;
}

const pageSize = 500;
/** Milliseconds for which a story is new to who asks without a digest before. */
const newFor = 86_400_000;

/** A period of a subscription that is to be compiled. */
export interface Period {
  subscriptionId: string;
  query: Query;
  from: Date;
  to: Date;
  /** Stories that fit in the digest. */
  room?: number | undefined;
  /** Names of publishers that are not to be heard. */
  muted?: readonly string[];
}

/**
 * Compiles the digest of a period from the store and keeps it. The digest of the same subscription and period is made once: asked
 * for again, the kept one comes back.
 * @param perspective of the workspace that it is for
 */
export async function compilePeriod(
  store: Archive & Pick<Store, 'digests'>,
  { muted = [], ...period }: Period,
  perspective: Perspective = plainPerspective,
): Promise<Digest> {
  const { subscriptionId, query, from, to } = period;
  const previous = await store.digests.previous(subscriptionId, to);
  const found = (await findArticles(store, { from, to })).map(perspective.correct);
  // Whatever the story of an article that is outside by itself, it stays outside.
  const wanted = found.filter((article) => findMismatch(query, article, to) === undefined);
  const ids = new Set([...wanted.map(({ storyId }) => storyId), ...(previous?.held.map(({ id }) => id) ?? [])]);
  const { stories, known } = await loadStories(store, [...ids], to, perspective);
  const before = previous && followMergers(previous, stories);
  const heldFrom = new Map(before?.held.map((held) => [held.id, held.from]));
  for (const article of known.values()) {
    known.set(article.id, await judgeRevisions(store, article, heldFrom.get(article.storyId) ?? from));
  }
  const digest = compileDigest({
    ...period,
    articles: found.map((article) => known.get(article.id) ?? article),
    stories,
    known,
    muted,
    previous: before,
  });
  if (await store.digests.add(digest)) return digest;
  return (await store.digests.get(digest.id)) ?? digest;
}

/** The article with what its revisions since a time changed in all: a new wording takes back no new fact. */
async function judgeRevisions(store: Archive, article: Article, since: Date): Promise<Article> {
  if (article.change !== 'cosmetic' || article.revision < 3 || article.revisedAt <= since) return article;
  const revisions = await store.articles.revisions(article.id);
  const isNew = revisions.some(
    ({ change, revision, revisedAt }) => change === 'new-fact' && revisedAt > since && revision < article.revision,
  );
  return isNew ? { ...article, change: 'new-fact' } : article;
}

/** The digest before, what it says of stories under the ids that they go by now. */
function followMergers(digest: Digest, stories: ReadonlyMap<string, Story>): Digest {
  const into = new Map(
    [...stories.values()].flatMap((story) => (story.absorbed ?? []).map(({ id }) => [id, story.id] as const)),
  );
  const rename = <T extends { id: string }>(list: readonly T[], join: (own: T, absorbed: T) => T): T[] => {
    const named = new Map<string, T>();
    // What goes by its own id first: it says what is known of the story that goes on.
    for (const one of list.toSorted((a, b) => Number(into.has(a.id)) - Number(into.has(b.id)))) {
      const id = into.get(one.id) ?? one.id;
      const own = named.get(id);
      named.set(id, own ? join(own, one) : { ...one, id });
    }
    return [...named.values()];
  };
  return {
    ...digest,
    told: rename(listTold(digest), (own) => own),
    held: rename(digest.held, (own, absorbed) => {
      return own.from && absorbed.from && absorbed.from < own.from ? { ...own, from: absorbed.from } : own;
    }),
  };
}

/** The articles that a filter lets through, newest seen or revised first, a page at a time. */
export async function* readPages(
  { articles }: Pick<Archive, 'articles'>,
  filter: ArticleFilter,
): AsyncGenerator<Article[], void> {
  let after: string | undefined;
  do {
    const page = await articles.find(filter, { limit: pageSize, after });
    yield page.items;
    after = page.next;
  } while (after);
}

/** All of them. */
export async function findArticles(store: Pick<Archive, 'articles'>, filter: ArticleFilter): Promise<Article[]> {
  const articles: Article[] = [];
  for await (const page of readPages(store, filter)) articles.push(...page);
  return articles;
}

/**
 * Stories as they were known at a time, with all their articles of that time by id. Asked for a story that was absorbed since, it
 * gives both that one and the one that it became part of.
 */
export async function loadStories(
  store: Archive,
  ids: readonly string[],
  at: Date,
  perspective: Perspective = plainPerspective,
): Promise<{ stories: Map<string, Story>; known: Map<string, Article> }> {
  const stories = new Map<string, Story>();
  const known = new Map<string, Article>();
  const stored = await store.stories.getMany(ids);
  // A workspace may have moved articles into a story of its own.
  const own: StoryPart[] = ids
    .filter((id) => !stored.some((story) => isPartOf(story, id)))
    .map((id) => ({ id, articles: [] }));
  for (const part of [...stored.flatMap((story) => separateStories(story, at)), ...own]) {
    const moved = perspective.movedInto(part.id);
    const members = (await store.articles.getMany([...part.articles, ...moved], at))
      .map((article) => perspective.correct({ ...article, storyId: moved.includes(article.id) ? '' : part.id }))
      .filter(({ storyId }) => storyId === part.id);
    if (members.length === 0) continue;
    for (const article of members) known.set(article.id, article);
    const { story, absorbed = [] } = part;
    const before = story ?? (absorbed.length > 0 ? { version: 0, absorbed } : undefined);
    const isAsStored = story !== undefined && story.updatedAt <= at && perspective === plainPerspective;
    stories.set(part.id, isAsStored ? story : describeStory(part.id, members, before));
  }
  return { stories, known };
}

/** A story as it was composed at a time; `story` is the stored one where it was so composed then. */
interface StoryPart {
  id: string;
  articles: readonly string[];
  /** What it had absorbed by then. */
  absorbed?: NonNullable<Story['absorbed']>;
  story?: Story;
}

/** What a story absorbed after a time stood apart then. */
function separateStories(story: Story, at: Date): StoryPart[] {
  const later = (story.absorbed ?? [])
    .filter(({ absorbedAt }) => absorbedAt > at)
    .sort((a, b) => a.absorbedAt.getTime() - b.absorbedAt.getTime());
  if (later.length === 0) return [{ id: story.id, articles: story.articles, story }];
  // What was absorbed twice belonged at first to what was absorbed first.
  const taken = new Set<string>();
  const take = (articles: readonly string[]): string[] => {
    const own = articles.filter((id) => !taken.has(id));
    for (const id of own) taken.add(id);
    return own;
  };
  const parts = [...later, story].map(({ id, articles }) => ({ id, articles: take(articles) }));
  const earlier = (story.absorbed ?? []).filter(({ absorbedAt }) => absorbedAt <= at);
  return parts.map((part) => ({
    ...part,
    absorbed: earlier.filter(({ articles }) => articles.some((id) => part.articles.includes(id))),
  }));
}

/** A story that a query found, with the articles of it that matched. */
export interface FoundStory {
  story: Story;
  matching: Article[];
}

/**
 * Stories with at least one article that matches by a time, biggest first, the last updated first among equals. Where far more match
 * than are asked for, those with the newest articles are looked at: the cost depends on `limit`, not on how much is stored.
 * @param limit at most so many stories
 */
export async function findStories(
  store: Archive,
  query: Query,
  now: Date,
  limit: number,
  perspective: Perspective = plainPerspective,
): Promise<FoundStory[]> {
  const found = await gatherStories(store, query, now, limit * 4, perspective);
  return found
    .sort((a, b) => b.story.articles.length - a.story.articles.length || compareUpdates(a.story, b.story))
    .slice(0, limit);
}

/**
 * Stories with at least one article that matches by a time, last updated first.
 * @param limit at most so many stories
 */
export async function findLatestStories(
  store: Archive,
  query: Query,
  now: Date,
  limit: number,
  perspective: Perspective = plainPerspective,
): Promise<Story[]> {
  const found = await gatherStories(store, query, now, limit, perspective);
  return found
    .map(({ story }) => story)
    .sort(compareUpdates)
    .slice(0, limit);
}

/** What came by one poll was seen at one time: then the report that was published last decides. */
function compareUpdates(a: Story, b: Story): number {
  return (
    b.updatedAt.getTime() - a.updatedAt.getTime() ||
    b.reportedAt.getTime() - a.reportedAt.getTime() ||
    (a.id < b.id ? -1 : 1)
  );
}

/** Matching stories by their newest matching articles, until there are enough. */
async function gatherStories(
  store: Archive,
  query: Query,
  now: Date,
  enough: number,
  perspective: Perspective,
): Promise<FoundStory[]> {
  const seen = new Set<string>();
  const found: FoundStory[] = [];
  for await (const page of readPages(store, narrowFilter(query, now))) {
    const ids = new Set<string>();
    for (const article of page.map(perspective.correct)) {
      if (!seen.has(article.storyId) && findMismatch(query, article, now) === undefined) ids.add(article.storyId);
    }
    for (const id of ids) seen.add(id);
    const { stories, known } = await loadStories(store, [...ids], now, perspective);
    for (const story of stories.values()) {
      const isNew = now.getTime() - story.firstSeenAt.getTime() < newFor;
      if (findStoryMismatch(query, story, isNew) !== undefined) continue;
      const members = story.articles.flatMap((id) => known.get(id) ?? []);
      found.push({ story, matching: members.filter((article) => findMismatch(query, article, now) === undefined) });
    }
    if (found.length >= enough) break;
  }
  return found;
}

/** What the store can narrow by itself of a query at a time. */
export function narrowFilter(query: Query, now: Date): ArticleFilter {
  const spans = query.terms.flatMap((term) => (term.kind === 'since' && !term.negated ? [term.span] : []));
  const words = query.terms.flatMap((term) =>
    (term.kind === 'word' || term.kind === 'phrase') && !term.negated ? [term.text] : [],
  );
  return {
    to: now,
    ...(spans.length > 0 ? { from: new Date(now.getTime() - Math.min(...spans)) } : {}),
    ...(words.length > 0 ? { words } : {}),
  };
}
