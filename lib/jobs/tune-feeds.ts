import { FaultlineError } from '../errors.ts';
import { checkUrl } from '../feeds/address.ts';
import type { Feed, FeedEntry } from '../feeds/feed.ts';
import { parseOpml } from '../feeds/opml.ts';
import { type Actor, authorizeFeeds } from './authorize.ts';
import {
  changeListed,
  type Enlisted,
  type EnlistPorts,
  enlistEntries,
  enlistFeed,
  type ListChange,
} from './feed-list.ts';
import { noteDeed, quote } from './note-deed.ts';
import type { Directory, Store } from './ports.ts';

export interface TuneFeedsPorts extends EnlistPorts {
  store: Pick<Store, 'feeds' | 'teams'>;
  directory: Directory;
}

/** A list with more was not made for one workspace, and reading it all would take longer than anybody waits. */
const maxImported = 2_000;

/**
 * Adds a feed to the list in the name of a person, by its own address or that of a site.
 * @throws FaultlineError `not-a-feed-tuner`, and as `enlistFeed` does
 */
export async function addFeed(
  ports: TuneFeedsPorts,
  actor: Actor,
  address: string,
  stated: Omit<FeedEntry, 'url'> = {},
): Promise<Enlisted> {
  await authorizeFeeds(ports.store, ports.directory, actor);
  const enlisted = await enlistFeed(ports, address, stated, actor.user);
  if (enlisted.kind === 'added') await noteDeed(ports, actor, `added ${nameFeed(enlisted.feed)}`);
  return enlisted;
}

/**
 * Removes, enables or disables the feed with that id or address.
 * @returns the feed as it was
 * @throws FaultlineError `not-a-feed-tuner` or `feed-unknown`
 */
export async function changeFeed(
  ports: Pick<TuneFeedsPorts, 'store' | 'directory' | 'now'>,
  actor: Actor,
  name: string,
  change: ListChange,
): Promise<Feed> {
  await authorizeFeeds(ports.store, ports.directory, actor);
  const feed = await changeListed(ports.store, name, change);
  const deed = { remove: 'removed', enable: 'enabled', disable: 'disabled' }[change];
  await noteDeed(ports, actor, `${deed} ${nameFeed(feed)}`);
  return feed;
}

/**
 * Adds the feeds of an OPML document; those that are there already stay as they are, and addresses that may not be fetched are left out.
 * @throws FaultlineError `not-a-feed-tuner`, `feed-list-unreadable`, or `feed-list-long`
 */
export async function importFeeds(
  ports: Pick<TuneFeedsPorts, 'store' | 'directory' | 'allowPrivate' | 'now'>,
  actor: Actor,
  opml: string,
  file: string,
): Promise<{ added: number; known: number; refused: number }> {
  await authorizeFeeds(ports.store, ports.directory, actor);
  const entries = parseOpml(opml, file);
  if (entries.length > maxImported) throw new FaultlineError('feed-list-long', { file, most: maxImported });
  const allowed = entries.filter(({ url }) => checkUrl(url, ports.allowPrivate) === undefined);
  const { added, known } = await enlistEntries(ports.store, allowed, actor.user, ports.now());
  await noteDeed(ports, actor, `imported a feed list: ${added} added, ${known} known already`);
  return { added, known, refused: entries.length - allowed.length };
}

function nameFeed({ title, url }: Feed): string {
  return `the feed ${quote(title)} (${quote(url)})`;
}
