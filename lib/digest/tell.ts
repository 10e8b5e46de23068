import type { Article, Publisher } from '../article.ts';
import type { StoryState } from '../stories/story.ts';
import { type Sector, sectors, type Viewpoint, viewpoints } from '../taxonomy.ts';
import type { Receipt } from './digest.ts';

const namedSectors = 5;

/**
 * One line for the reader in a hurry: who is hit, and how sure we are of it.
 */
export function tellWhy(story: {
  sectors: readonly { id: Sector }[];
  publishers: readonly Publisher[];
  independentPublishers: number;
}): string {
  const names = story.sectors.map(({ id }) => sectors[id].title);
  const more = names.length - namedSectors;
  const hit =
    names.length === 0
      ? ''
      : `${joinWords(more > 1 ? [...names.slice(0, namedSectors), `${more} more sectors`] : names)}: `;
  return `${hit}${tellSureness(story)}`;
}

function tellSureness({
  publishers,
  independentPublishers,
}: {
  publishers: readonly Publisher[];
  independentPublishers: number;
}): string {
  const countries = new Set(publishers.map(({ country }) => country).filter((code) => code !== 'ZZ')).size;
  const official = publishers.some(({ ownership }) => ownership === 'government' || ownership === 'intergovernmental');
  if (independentPublishers <= 1) {
    return `one source only${publishers.length > 1 ? `, carried by ${publishers.length}` : ''}${official ? ', an official one' : ''}`;
  }
  // Who carried a copy adds a country, but no source: three sources cannot come from five countries.
  const hasCarriers = publishers.length > independentPublishers;
  const from = countries > 1 ? `${hasCarriers ? ', carried in' : ' from'} ${countries} countries` : '';
  return `${independentPublishers} independent sources${from}${official ? ', official ones among them' : ''}`;
}

/** What a story is to its readers, as far as they would call another such a change. */
interface Account {
  state?: StoryState;
  sectors: readonly { id: Sector }[];
  viewpoints: readonly { id: Viewpoint }[];
  independentPublishers: number;
}

/**
 * What is new in a story since it was last told; `undefined` where nothing is.
 * @param newFacts reports that came with a new fact since (`countNewFacts`)
 */
export function tellChange(before: Account, now: Account, newFacts = 0): string | undefined {
  const parts: string[] = [];
  if (now.state && before.state !== now.state) parts.push(`${before.state ?? 'reported'} → ${now.state}`);
  const hit = listAdded(before.sectors, now.sectors).map(({ id }) => sectors[id].title);
  if (hit.length > 0) parts.push(`now also ${joinWords(hit)}`);
  const sides = listAdded(before.viewpoints, now.viewpoints).map(({ id }) => viewpoints[id].title);
  if (sides.length > 0) parts.push(`new ${sides.length === 1 ? 'side' : 'sides'}: ${joinWords(sides)}`);
  const sources = now.independentPublishers - before.independentPublishers;
  if (sources > 0) parts.push(`${sources} more ${sources === 1 ? 'source' : 'sources'}`);
  if (newFacts > 0)
    parts.push(
      newFacts === 1 ? 'a new figure or statement in a report' : `new figures or statements in ${newFacts} reports`,
    );
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function listAdded<T extends { id: string }>(before: readonly T[], now: readonly T[]): T[] {
  const known = new Set(before.map(({ id }) => id));
  return now.filter(({ id }) => !known.has(id));
}

/** What is new in a story of which nothing changed but that more was reported. */
export function tellReports(count: number): string {
  return `${count} more ${count === 1 ? 'report' : 'reports'}`;
}

/** How many articles were revised after a time and said something new by it. */
export function countNewFacts(articles: readonly Article[], since: Date): number {
  return articles.filter(({ change, revisedAt }) => change === 'new-fact' && revisedAt > since).length;
}

/**
 * The receipt's one line, which adds up: every item of the period, by what became of it.
 */
export function tellReceipt({ feeds, items, fates }: Receipt, stories: number): string {
  const told = fates.sent + fates['same-story'];
  const lost = items - Object.values(fates).reduce((sum, count) => sum + count, 0);
  const parts = [`${fates.outside} outside your query`, `${told} in ${stories} ${stories === 1 ? 'story' : 'stories'}`];
  if (fates.unchanged > 0) parts.push(`${fates.unchanged} unchanged`);
  if (fates.muted > 0) parts.push(`${fates.muted} muted`);
  parts.push(`${fates.held} held for the next`, `${lost} lost`);
  return `${items} ${items === 1 ? 'item' : 'items'} from ${feeds} ${feeds === 1 ? 'feed' : 'feeds'}: ${parts.join(', ')}`;
}

/** "a, b and c". */
function joinWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
