import { FaultlineError } from '../errors.ts';
import type { FeedEntry } from '../feeds/feed.ts';
import { isInFolder, pickFeeds } from '../feeds/pick-feeds.ts';
import { enlistEntries } from '../jobs/feed-list.ts';
import { loadCatalogue } from '../runtime/catalogue.ts';
import type { Ownership, Topic } from '../taxonomy.ts';
import { type Context, print, printJson, say, withStore } from './context.ts';

export interface CatalogueOptions {
  add?: boolean;
  country?: string[];
  ownership?: Ownership[];
  topic?: Topic[];
}

/**
 * `feeds catalogue`: shows the feeds that ship with Faultline, or those of a choice, by desk; with `add` they join the list, where those that
 * are there already stay as they are.
 * @throws FaultlineError `desk-unknown`
 */
export async function runFeedsCatalogue(
  context: Context,
  desks: readonly string[],
  { add, country, ownership, topic }: CatalogueOptions,
): Promise<void> {
  const catalogue = await loadCatalogue();
  for (const desk of desks) requireDesk(catalogue, desk);
  const entries = pickFeeds(catalogue, { folders: desks, countries: country, ownerships: ownership, topics: topic });
  if (add) {
    const { added, known } = await withStore(context, (store) =>
      enlistEntries(store, entries, 'catalogue', new Date()),
    );
    if (context.json) printJson({ added, known });
    else print(`${added} added, ${known} known already`);
  } else if (context.json) for (const entry of entries) printJson(entry);
  else if (entries.length > 0) print(describeCatalogue(entries));
  if (context.json) return;
  if (entries.length === 0) say('The catalogue has no feed like that.');
  else if (!add)
    say(`${countFeeds(entries)}. --add adds them to your feed list; \`faultline feeds check\` says which answer.`);
}

function requireDesk(catalogue: readonly FeedEntry[], desk: string): void {
  if (catalogue.some(({ folder = [] }) => isInFolder(folder, desk))) return;
  const desks = new Set(catalogue.map(({ folder = [] }) => folder[0] ?? ''));
  throw new FaultlineError('desk-unknown', { desk, desks: [...desks].join(', ') });
}

function describeCatalogue(entries: readonly FeedEntry[]): string {
  const byDesk = Map.groupBy(entries, ({ folder = [] }) => folder.join(' / '));
  return [...byDesk].map(([desk, feeds]) => [desk, ...feeds.map(describeEntry)].join('\n')).join('\n\n');
}

function describeEntry({ url, title, country, ownership, language }: FeedEntry): string {
  return `  ${title}  [${country}, ${ownership}, ${language}]\n    ${url}`;
}

function countFeeds(entries: readonly FeedEntry[]): string {
  return entries.length === 1 ? '1 feed' : `${entries.length} feeds`;
}
