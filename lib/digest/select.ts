import type { Article } from '../article.ts';
import { findMismatch, findStoryMismatch } from '../query/match.ts';
import type { Query } from '../query/query.ts';
import { findCopies } from '../stories/copies.ts';
import type { Story } from '../stories/story.ts';
import type { ArticleFate } from './digest.ts';

/** The articles of a period sorted by what becomes of them. */
export interface Selection {
  /** By story id: the matching articles, oldest first, and for copies the article that each repeats. */
  matched: Map<string, { articles: Article[]; copyOf: Map<string, string> }>;
  /** The fates already decided: everything that stands in no story of `matched`. */
  fates: ArticleFate[];
}

export interface SelectionInput {
  query: Query;
  from: Date;
  to: Date;
  /** Seen or revised in the period, each once. */
  articles: readonly Article[];
  stories: ReadonlyMap<string, Story>;
  /** Names of muted sources, lower case. */
  muted: ReadonlySet<string>;
}

/**
 * Decides for each article of a period whether it stands in a story of the digest, and if not, why not.
 */
export function selectArticles({ query, from, to, articles, stories, muted }: SelectionInput): Selection {
  const fates: ArticleFate[] = [];
  const byStory = new Map<string, Article[]>();
  for (const article of articles) {
    if (muted.has(article.publisher.name.toLowerCase())) {
      fates.push(describeFate(article, 'muted'));
      continue;
    }
    const story = stories.get(article.storyId);
    const term =
      findMismatch(query, article, to) ??
      (story ? findStoryMismatch(query, story, story.firstSeenAt >= from) : undefined);
    if (term !== undefined) fates.push({ ...describeFate(article, 'outside'), term });
    else if (article.seenAt < from && article.change !== 'new-fact') fates.push(describeFate(article, 'unchanged'));
    else byStory.set(article.storyId, [...(byStory.get(article.storyId) ?? []), article]);
  }
  const matched: Selection['matched'] = new Map();
  for (const [storyId, unsorted] of byStory) {
    const ordered = unsorted.toSorted(
      (a, b) => a.publishedAt.getTime() - b.publishedAt.getTime() || (a.id < b.id ? -1 : 1),
    );
    const copyOf = new Map<string, string>();
    for (const [i, original] of findCopies(ordered).entries()) {
      const copy = ordered[i];
      const source = ordered[original];
      if (copy && source && original !== i) copyOf.set(copy.id, source.id);
    }
    matched.set(storyId, { articles: ordered, copyOf });
  }
  return { matched, fates };
}

/** The fate of one article, with what names it to a reader. */
export function describeFate(article: Article, fate: ArticleFate['fate']): ArticleFate {
  return { articleId: article.id, title: article.title, publisher: article.publisher.name, fate };
}
