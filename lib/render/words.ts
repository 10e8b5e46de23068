import type { Publisher } from '../article.ts';
import type { Digest, DigestSide, DigestStory } from '../digest/digest.ts';
import { sectors, type Viewpoint, viewpoints } from '../taxonomy.ts';
import { stripUnseen } from './escape.ts';

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

/** The voices behind one side, at most `limit` named. */
export function listSidePublishers({ publishers }: Pick<DigestSide, 'publishers'>, limit = 4): string {
  const named = publishers.slice(0, limit).map(namePublisher);
  const more = publishers.length - limit;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
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

/** How sure we are of a story: its "why" without the sectors, for places that list those anyway. */
export function nameSureness({ why }: Pick<DigestStory, 'why'>): string {
  return why.slice(why.lastIndexOf(': ') + 1).trim();
}

/** "1 source", "2 sources". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
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
  const [year, month, day] = date.split('-');
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${Number(day)} ${names[Number(month) - 1]} ${year} ${clock.slice(0, 5)} UTC`;
}
