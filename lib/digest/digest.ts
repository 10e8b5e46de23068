import type { Publisher } from '../article.ts';
import type { OfficialWord, StoryState } from '../stories/story.ts';
import type { Sector, Topic, Viewpoint } from '../taxonomy.ts';

export const fates = ['sent', 'same-story', 'outside', 'unchanged', 'muted', 'held'] as const;

/**
 * What became of an article of the period:
 * `sent` it stands in a story of the digest; `same-story` it repeats another article of such a story word for word, or nearly so;
 * `outside` the query does not want it (`term` says which part); `unchanged` it was seen before and says nothing new, or its story
 * was told before and nothing changed in it; `muted` its source is muted; `held` its story did not fit and stands first in the next digest.
 */
export type Fate = (typeof fates)[number];

export interface ArticleFate {
  articleId: string;
  fate: Fate;
  /** The term of the query that kept it out; only with `outside`. */
  term?: string;
}

/** An article with its fate, as a receipt lists it. */
export interface ReceiptRow extends ArticleFate {
  /** As it was when the digest was made. */
  title: string;
  publisher: string;
}

/** One article as a digest cites it. */
export interface DigestArticle {
  id: string;
  title: string;
  url: string;
  publisher: Publisher;
  publishedAt: Date;
  language: string;
  /** The article that it repeats nearly word for word. */
  copyOf?: string;
}

export interface DigestSector {
  id: Sector;
  /** Articles that say so. */
  articles: string[];
}

/** One side of a story: who took the position, in which words. */
export interface DigestSide {
  id: Viewpoint;
  articles: string[];
  publishers: Publisher[];
  /** Words of the articles that decided, heaviest first. */
  evidence: string[];
}

export interface DigestStory {
  id: string;
  title: string;
  /** At most two sentences taken from the articles. */
  summary: string;
  /** One line: who is hit, how sure we are. */
  why: string;
  /** What is new since the story was told last; absent for one that was not told before. */
  changed?: string;
  topic: Topic;
  state?: StoryState;
  /** What its provider's status page says. */
  official?: OfficialWord;
  updatedAt: Date;
  /** When its latest report was published. */
  reportedAt: Date;
  sectors: DigestSector[];
  viewpoints: DigestSide[];
  /** Pairs of positions that both stand in the story and exclude each other. */
  contested: (readonly [Viewpoint, Viewpoint])[];
  publishers: Publisher[];
  independentPublishers: number;
  articles: DigestArticle[];
}

interface HeldStory {
  id: string;
  title: string;
  articles: number;
  /** Beginning of the first period that held it; absent in digests that were made before it was kept. */
  from?: Date;
}

export interface Receipt {
  /** Feeds that the articles of the period came from. */
  feeds: number;
  /** Articles of the period; the fates add up to it. */
  items: number;
  fates: Record<Fate, number>;
}

/** What the readers of a subscription know of a story. */
export interface ToldBefore extends Pick<DigestStory, 'id' | 'state' | 'independentPublishers'> {
  sectors: { id: Sector }[];
  viewpoints: { id: Viewpoint }[];
  /** End of the last period whose digest told it. */
  toldAt: Date;
  /** End of the last period in which an article of it was wanted, told or not. */
  heardAt: Date;
}

/** What is told of a period, stored whole: it can be shown again unchanged, whatever was corrected since. */
export interface Digest {
  id: string;
  subscriptionId: string;
  query: string;
  from: Date;
  to: Date;
  stories: DigestStory[];
  held: HeldStory[];
  /**
   * The stories that readers know of by the end of the period, so that one look at the digest before tells what is news to them; absent
   * in digests that were made before it was kept.
   */
  told?: ToldBefore[];
  receipt: Receipt;
  fates: ArticleFate[];
}
