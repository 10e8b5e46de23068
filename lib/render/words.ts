import type { Publisher } from '../article.ts';
import type { Digest, DigestSide, DigestStory } from '../digest/digest.ts';
import type { Missing } from '../stories/missing.ts';
import type { OfficialWord } from '../stories/story.ts';
import { sectors, type Viewpoint, viewpoints } from '../taxonomy.ts';
import { truncate } from '../text.ts';
import { stripUnseen } from './escape.ts';

const namedComponents = 6;

/** "Canglan Ribao (CN, state)". */
export function namePublisher({ name, country, ownership }: Publisher): string {
  return `${name} (${country === 'ZZ' ? '' : `${country}, `}${ownership})`;
}

/** "Aviation 24 · Rail and public transit 9", strongest first, at most `limit` named. */
export function listSectorCounts(story: Pick<DigestStory, 'sectors'>, limit = 9): string {
  const named = story.sectors.slice(0, limit).map(({ id, articles }) => `${sectors[id].title} ${articles.length}`);
  const more = story.sectors.length - limit;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(' · ');
}

/** As many of some names as fit in so many characters, of the first as much of it as fits, and how many more there are. */
export function listWithin(names: readonly string[], room: number, separator = ', '): string {
  const told: string[] = [];
  let left = room - `${separator}${names.length} more`.length;
  for (const name of names) {
    if (left <= 0 || (told.length > 0 && name.length > left)) break;
    told.push(truncate(name, left));
    left -= name.length + separator.length;
  }
  const more = names.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more`] : [])].join(separator);
}

/** The voices behind one side, at most `limit` named. */
export function listSidePublishers({ publishers }: Pick<DigestSide, 'publishers'>, limit = 4): string {
  const named = publishers.slice(0, limit).map(namePublisher);
  const more = publishers.length - limit;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** The stories that found no place, at most `limit` named. */
export function listHeld({ held }: Pick<Digest, 'held'>, limit = 5): string {
  const named = held.slice(0, limit).map(nameTitle);
  const more = held.length - limit;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(' · ');
}

/** Who of those that we follow has said nothing of a story, a line for each kind of silence. */
export function tellMissing(missing: Missing | undefined): string[] {
  if (!missing) return ['Too few sources to say who is missing.'];
  const lines: string[] = [];
  if (missing.ownerships.length > 0)
    lines.push(`Silent so far: ${missing.ownerships.join(', ')} outlets that you follow`);
  if (missing.countries.length > 0) lines.push(`No word from: ${missing.countries.join(', ')}`);
  if (missing.loneViewpoints.length > 0) {
    lines.push(`One source only for: ${missing.loneViewpoints.map((id) => viewpoints[id].title).join(', ')}`);
  }
  return lines.length > 0 ? lines : ['Nobody that you follow is missing.'];
}

/** "Regulation against Industry-led". */
export function nameContest([one, other]: readonly [Viewpoint, Viewpoint]): string {
  return `${viewpoints[one].title} against ${viewpoints[other].title}`;
}

/** A headline as one clean line; a feed may give one that has nothing to see in it. */
export function nameTitle({ title }: { title: string }): string {
  return stripUnseen(title) || 'Untitled';
}

/** "outage, ongoing". */
export function nameKind({ topic, state }: Pick<DigestStory, 'topic' | 'state'>): string {
  return state ? `${topic}, ${state}` : topic;
}

/** "Stratavine Status: resolved at 18 Jul 2024 19:10 UTC, open since 18 Jul 2024 13:52 UTC; impact major; hits API, Dashboard". */
export function nameOfficial({ publisher, state, impact, components, from, at }: OfficialWord): string {
  const open = from < at ? `, open since ${nameTime(from)}` : '';
  const hit = components.slice(0, namedComponents);
  const more = components.length - hit.length;
  return [
    `${stripUnseen(publisher)}: ${state} at ${nameTime(at)}${open}`,
    ...(impact ? [`impact ${impact}`] : []),
    ...(hit.length > 0 ? [`hits ${hit.map(stripUnseen).join(', ')}${more > 0 ? ` and ${more} more` : ''}`] : []),
  ].join('; ');
}

/** How sure we are of a story: its "why" without the sectors, for places that list those anyway. */
export function nameSureness({ why }: Pick<DigestStory, 'why'>): string {
  return why.slice(why.lastIndexOf(': ') + 1).trim();
}

/** "97%, almost certain". @param score a calibrated probability, 0 to 1 */
export function nameScore(score: number): string {
  const word =
    score >= 0.95 ? 'almost certain' : score >= 0.8 ? 'very likely' : score >= 0.6 ? 'likely' : 'as likely as not';
  return `${score >= 0.995 ? 'over 99' : Math.round(score * 100)}%, ${word}`;
}

/** "1 source", "2 sources". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "5 hours 20 minutes", "3 days", to the two largest units. @param span milliseconds */
export function nameSpan(span: number): string {
  const minutes = Math.max(1, Math.round(span / 60_000));
  const parts = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => countOf(count, unit))
    .join(' ');
}

/** The period of a digest: its length and its end, in UTC. */
export function namePeriod({ from, to }: Pick<Digest, 'from' | 'to'>): string {
  const minutes = Math.round((to.getTime() - from.getTime()) / 60_000);
  const hours = Math.round(minutes / 60);
  const isDays = hours % 24 === 0 && hours > 24;
  const span = isDays ? countOf(hours / 24, 'day') : minutes < 60 ? countOf(minutes, 'minute') : countOf(hours, 'hour');
  return `${span} to ${nameTime(to)}`;
}

/** "20 Jul 2024 06:00 UTC". */
export function nameTime(time: Date): string {
  const [date = '', clock = ''] = time.toISOString().split('T');
  return `${nameDay(date)} ${date.slice(0, 4)} ${clock.slice(0, 5)} UTC`;
}

/** "20 Jul". @param date "2024-07-20" */
export function nameDay(date: string): string {
  const [, month, day] = date.split('-');
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${Number(day)} ${names[Number(month) - 1]}`;
}
