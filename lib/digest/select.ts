import type { Article } from '../article.ts';
import { findMismatch, findStoryMismatch } from '../query/match.ts';
import type { Query } from '../query/query.ts';
import { findCopies } from '../stories/copies.ts';
import type { Story } from '../stories/story.ts';
import type { ArticleFate, Digest } from './digest.ts';
import { isMuted } from './subscription.ts';

/** The articles of a period sorted by what becomes of them. */
export interface Selection {
  /**
   * By story id: the matching articles, oldest first, and for copies the article that each repeats. With those of the period stand
   * those that were held back before it.
   */
  matched: Map<string, { articles: Article[]; copyOf: Map<string, string> }>;
  /** The fates already decided: every article of the period that stands in no story of `matched`. */
  fates: ArticleFate[];
}

export interface SelectionInput {
  query: Query;
  from: Date;
  to: Date;
  /** Seen or revised in the period, each once. */
  articles: readonly Article[];
  /** The stories of those articles, and those that the digest before held back, as known at `to`. */
  stories: ReadonlyMap<string, Story>;
  /** All articles of those stories known at `to`, by id. */
  known: ReadonlyMap<string, Article>;
  /** Names of publishers that the readers do not want to hear, as written. */
  muted: readonly string[];
  /** The digest before, its stories under the ids that they go by now. */
  previous?: Digest | undefined;
}

/**
 * Decides for each article of a period whether it stands in a story of the digest, and if not, why not. For a story that was held back
 * the period begins where it did when it was held first: nobody was told what came since.
 */
export function selectArticles(input: SelectionInput): Selection {
  const { query, from, to, articles, stories, previous } = input;
  const held = new Map(previous?.held.map((one) => [one.id, one.from]));
  const fates: ArticleFate[] = [];
  const byStory = findWaiting(input, held);
  for (const article of articles) {
    if (isMuted(input, article.publisher)) {
      fates.push({ articleId: article.id, fate: 'muted' });
      continue;
    }
    const story = stories.get(article.storyId);
    // A period begins after `from`: what was seen at that moment belongs to the period before.
    const since = held.has(article.storyId) ? held.get(article.storyId) : from;
    const term =
      findMismatch(query, article, to) ??
      (story ? findStoryMismatch(query, story, since === undefined || story.firstSeenAt > since) : undefined);
    if (term !== undefined) fates.push({ articleId: article.id, fate: 'outside', term });
    else if (!isNews(article, since)) fates.push({ articleId: article.id, fate: 'unchanged' });
    else byStory.set(article.storyId, [...(byStory.get(article.storyId) ?? []), article]);
  }
  return { matched: new Map([...byStory].map(([storyId, members]) => [storyId, orderArticles(members)])), fates };
}

/**
 * The articles of stories that were held back, from the periods that held them, that the query still wants. Their age is no reason to
 * drop them: they were held when they were fresh.
 */
function findWaiting(
  { query, to, articles, stories, known, muted }: SelectionInput,
  held: ReadonlyMap<string, Date | undefined>,
): Map<string, Article[]> {
  const ofPeriod = new Set(articles.map(({ id }) => id));
  const ageless = { ...query, terms: query.terms.filter(({ kind }) => kind !== 'since') };
  const waiting = new Map<string, Article[]>();
  for (const [storyId, from] of held) {
    const members = (stories.get(storyId)?.articles ?? []).flatMap((id) => known.get(id) ?? []);
    const wanted = members.filter(
      (article) =>
        !ofPeriod.has(article.id) &&
        isNews(article, from) &&
        !isMuted({ muted }, article.publisher) &&
        findMismatch(ageless, article, to) === undefined,
    );
    if (wanted.length > 0) waiting.set(storyId, wanted);
  }
  return waiting;
}

/** Whether an article is new to who knows all until a time, or nothing: not seen before, or revised with a new fact. */
function isNews({ seenAt, revisedAt, change }: Article, since: Date | undefined): boolean {
  return since === undefined || seenAt > since || (revisedAt > since && change === 'new-fact');
}

/** Oldest first, and for copies the article that each repeats. */
export function orderArticles(articles: readonly Article[]): { articles: Article[]; copyOf: Map<string, string> } {
  const ordered = articles.toSorted(
    (a, b) => a.publishedAt.getTime() - b.publishedAt.getTime() || (a.id < b.id ? -1 : 1),
  );
  const copyOf = new Map<string, string>();
  for (const [i, original] of findCopies(ordered).entries()) {
    const copy = ordered[i];
    const source = ordered[original];
    if (copy && source && original !== i) copyOf.set(copy.id, source.id);
  }
  return { articles: ordered, copyOf };
}
