import type { Subscription } from '../digest/subscription.ts';
import type { ListChange } from '../jobs/feed-list.ts';
import type { Query } from '../query/query.ts';
import type { CommandName } from './command-forms.ts';

/** One of several: by its place in what was last shown, counted from 1, or by its id. */
export type Which = { by: 'number'; number: number } | { by: 'id'; id: string };

/** When a subscription comes; the time zone is the asker's own where none was named. */
export type Schedule = Pick<Subscription, 'cadence' | 'at'> & { timezone?: string };

/** What a command asks for. */
export type Wanted =
  | { kind: 'help'; of?: CommandName }
  /** A modal asks for the rest; the element that would open it, and what that would carry. */
  | { kind: 'open'; action: string; value: string }
  | { kind: 'subscribe'; query: string; schedule: Schedule }
  | { kind: 'unsubscribe'; which: Which }
  | { kind: 'subscriptions' }
  | { kind: 'latest'; query: Query }
  | { kind: 'story'; which: Which }
  | { kind: 'why'; which: Which }
  | { kind: 'sides'; of: Which | Query }
  | { kind: 'trends'; query: Query }
  | { kind: 'receipt'; digestId?: string }
  | { kind: 'feeds-list' }
  | { kind: 'feeds-add'; address: string }
  | { kind: 'feeds-change'; feed: string; change: ListChange }
  | { kind: 'feeds-export' };
