import type { Publisher } from '../article.ts';
import type { Impact, IncidentState } from '../incident.ts';
import type { Sector, Topic, Viewpoint } from '../taxonomy.ts';

export type StoryState = 'ongoing' | 'monitoring' | 'resolved';

/** A label of a story, with the articles that carry it. */
export interface StoryLabel<Id extends string> {
  id: Id;
  /** The strongest score among the articles. */
  score: number;
  /** Article ids, oldest first. */
  articles: string[];
}

/** The latest word of a provider's status page on its incident. */
export interface OfficialWord {
  articleId: string;
  publisher: string;
  state: IncidentState;
  impact?: Impact;
  components: string[];
  /** Times of its first update and of its last. */
  from: Date;
  at: Date;
}

interface AbsorbedStory {
  id: string;
  absorbedAt: Date;
  /** Ids. */
  articles: string[];
}

/** Reports of one event or decision: everything here follows from its articles. */
export interface Story {
  id: string;
  title: string;
  topic: Topic;
  firstSeenAt: Date;
  /** When its latest report was first seen, or an earlier one revised. */
  updatedAt: Date;
  /** When its latest report was published. */
  reportedAt: Date;
  /** Absent for stories that have no running event, such as a law. */
  state?: StoryState;
  /** Absent where no status page whose wording is known speaks of it. */
  official?: OfficialWord;
  /** Ids, by time of publication. */
  articles: string[];
  /** Each voice once, in order of appearance. */
  publishers: Publisher[];
  /** Voices that did not merely carry another's copy word for word. */
  independentPublishers: number;
  sectors: StoryLabel<Sector>[];
  viewpoints: StoryLabel<Viewpoint>[];
  /** Stories that turned out to be this one: each with its id, the time, and the articles that it had till then. */
  absorbed?: AbsorbedStory[];
  /** One more at each write; a writer that read an older one is refused. */
  version: number;
}

/**
 * What is remembered of an article to recognise its story by: hashed terms with their weights, and its labels.
 */
export interface Sketch {
  articleId: string;
  storyId: string;
  /** Time of publication. */
  at: Date;
  topic: Topic;
  sectors: Sector[];
  /** Term hashes (32 bit), ascending. */
  terms: Uint32Array;
  /** Weight of the term at the same place; the squares add up to one. */
  weights: Float32Array;
  /** Terms of at least this weight are keys of the index. */
  keyWeight: number;
}

/** Whether a story goes by an id, or did so before it was absorbed. */
export function isPartOf(story: Pick<Story, 'id' | 'absorbed'>, id: string): boolean {
  return story.id === id || (story.absorbed ?? []).some((absorbed) => absorbed.id === id);
}
