import type { Ownership, Topic } from '../taxonomy.ts';
import type { FeedEntry } from './feed.ts';

/** What to pick from a feed list; what is left out does not narrow, several values widen. */
export interface FeedChoice {
  /** Beginnings of the names of folders, in any case. */
  folders?: readonly string[] | undefined;
  countries?: readonly string[] | undefined;
  ownerships?: readonly Ownership[] | undefined;
  topics?: readonly Topic[] | undefined;
}

/** The feeds of a list that a choice names, in its order. */
export function pickFeeds(entries: readonly FeedEntry[], choice: FeedChoice): FeedEntry[] {
  const { folders, countries, ownerships, topics } = choice;
  return entries.filter(
    ({ folder = [], country, ownership, topics: about = [] }) =>
      (!folders?.length || folders.some((name) => isInFolder(folder, name))) &&
      (!countries || (country !== undefined && countries.includes(country))) &&
      (!ownerships || (ownership !== undefined && ownerships.includes(ownership))) &&
      (!topics || topics.some((topic) => about.includes(topic))),
  );
}

/** Whether a feed's folder, or one around it, begins with a name. */
export function isInFolder(folder: readonly string[], name: string): boolean {
  const wanted = name.toLowerCase();
  return folder.some((each) => each.toLowerCase().startsWith(wanted));
}
