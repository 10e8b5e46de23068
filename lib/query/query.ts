import type { StoryState } from '../stories/story.ts';
import type { Ownership, Sector, Topic, Viewpoint } from '../taxonomy.ts';

/** One part of a query; the values of a list are alternatives. */
export type Condition =
  | { kind: 'word'; text: string }
  | { kind: 'phrase'; text: string }
  | { kind: 'topic'; ids: Topic[] }
  | { kind: 'sector'; ids: Sector[] }
  | { kind: 'view'; ids: Viewpoint[] }
  | { kind: 'country'; codes: string[] }
  | { kind: 'owner'; ids: Ownership[] }
  | { kind: 'source'; names: string[] }
  /** Components of a status page's incident. */
  | { kind: 'component'; names: string[] }
  | { kind: 'lang'; codes: string[] }
  /** Milliseconds back from now. */
  | { kind: 'since'; span: number }
  | { kind: 'state'; ids: StoryState[] }
  | { kind: 'sources'; operator: '>' | '<' | '='; count: number }
  | { kind: 'is'; what: 'new' };

export type Term = Condition & {
  /** As the person wrote it: named in the receipt where it kept an article out. */
  source: string;
  negated: boolean;
};

/** A query: every term must hold. No terms ask for everything in scope. */
export interface Query {
  text: string;
  terms: Term[];
}

/** What was not understood: the offending part, why, and the nearest spelling that would be. */
export interface Misunderstood {
  kind: 'misunderstood';
  part: string;
  why: string;
  nearest?: string;
}
