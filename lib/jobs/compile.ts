import type { Article } from '../article.ts';
import { compileDigest } from '../digest/compile.ts';
import type { Digest } from '../digest/digest.ts';
import { findMismatch, findStoryMismatch } from '../query/match.ts';
import type { Query } from '../query/query.ts';
import { describeStory } from '../stories/describe.ts';
import type { Story } from '../stories/story.ts';
import type { ArticleFilter, Store } from './ports.ts';

type Archive = Pick<Store, 'articles' | 'stories'>;

const pageSize = 500;
/** Milliseconds for which a story is new to who asks without a digest before. */
const newFor = 86_400_000;

/**
 * Compiles the digest of a period from the store and keeps it. The digest of the same subscription and period is made once: asked
 * for again, the kept one comes back.
 */
export async function compilePeriod(
  store: Archive & Pick<Store, 'digests'>,
  { subscriptionId, query, from, to }: { subscriptionId: string; query: Query; from: Date; to: Date },
): Promise<Digest> {
  const previous = await store.digests.previous(subscriptionId, to);
  const articles = await findArticles(store, { from, to });
  const ids = new Set([...articles.map(({ storyId }) => storyId), ...(previous?.held.map(({ id }) => id) ?? [])]);
  const { stories, known } = await loadStories(store, [...ids], to);
  const digest = compileDigest({
    subscriptionId,
    query,
    from,
    to,
    articles,
    stories,
    known,
    muted: new Set(),
    previous,
  });
  if (await store.digests.add(digest)) return digest;
  return (await store.digests.get(digest.id)) ?? digest;
}

/** All articles that a filter lets through, page by page. */
async function findArticles(store: Pick<Store, 'articles'>, filter: ArticleFilter): Promise<Article[]> {
  const articles: Article[] = [];
  let after: string | undefined;
  do {
    const page = await store.articles.find(filter, { limit: pageSize, after });
    articles.push(...page.items);
    after = page.next;
  } while (after);
  return articles;
}

/**
 * Stories as they were known at a time, with all their articles of that time by id.
 */
export async function loadStories(
  store: Archive,
  ids: readonly string[],
  at: Date,
): Promise<{ stories: Map<string, Story>; known: Map<string, Article> }> {
  const stories = new Map<string, Story>();
  const known = new Map<string, Article>();
  for (const story of await store.stories.getMany(ids)) {
    const members = await store.articles.getMany(story.articles, at);
    if (members.length === 0) continue;
    for (const article of members) known.set(article.id, article);
    stories.set(story.id, story.updatedAt > at ? describeStory(story.id, members, story.version) : story);
  }
  return { stories, known };
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
export async function findStories(store: Archive, query: Query, now: Date, limit: number): Promise<FoundStory[]> {
  const filter = narrow(query, now);
  const seen = new Set<string>();
  const found: FoundStory[] = [];
  let after: string | undefined;
  do {
    const page = await store.articles.find(filter, { limit: pageSize, after });
    const ids = new Set<string>();
    for (const article of page.items) {
      if (!seen.has(article.storyId) && findMismatch(query, article, now) === undefined) ids.add(article.storyId);
    }
    for (const id of ids) seen.add(id);
    const { stories, known } = await loadStories(store, [...ids], now);
    for (const story of stories.values()) {
      const isNew = now.getTime() - story.firstSeenAt.getTime() < newFor;
      if (findStoryMismatch(query, story, isNew) !== undefined) continue;
      const members = story.articles.flatMap((id) => known.get(id) ?? []);
      found.push({ story, matching: members.filter((article) => findMismatch(query, article, now) === undefined) });
    }
    after = page.next;
  } while (after && found.length < limit * 4);
  return found
    .sort(
      (a, b) =>
        b.story.articles.length - a.story.articles.length || b.story.updatedAt.getTime() - a.story.updatedAt.getTime(),
    )
    .slice(0, limit);
}

/** What the store can narrow by itself. */
function narrow(query: Query, now: Date): ArticleFilter {
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
