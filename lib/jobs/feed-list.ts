import { FaultlineError } from '../errors.ts';
import { checkUrl } from '../feeds/address.ts';
import type { FeedLink } from '../feeds/discover.ts';
import { createFeed, type Feed, type FeedEntry, identifyFeed } from '../feeds/feed.ts';
import { findFeed } from './find-feed.ts';
import type { Fetch, Now, Store } from './ports.ts';

type FeedList = Pick<Store, 'feeds'>;

/** Every feed of the list. */
export async function listAllFeeds(store: FeedList): Promise<Feed[]> {
  const feeds: Feed[] = [];
  let after: string | undefined;
  do {
    const page = await store.feeds.list({ limit: 500, after });
    feeds.push(...page.items);
    after = page.next;
  } while (after);
  return feeds;
}

/** The feed of the list with that id, or with that address: the one it was added by, or the one it has moved to since. */
async function findListed(store: FeedList, name: string): Promise<Feed | undefined> {
  const byId = (await store.feeds.get(name)) ?? (await store.feeds.get(identifyFeed(name)));
  if (byId) return byId;
  const id = identifyFeed(name);
  return (await listAllFeeds(store)).find(({ url }) => identifyFeed(url) === id);
}

export interface EnlistPorts {
  store: FeedList;
  fetch: Fetch;
  /** Admits loopback and private addresses. */
  allowPrivate: boolean;
  now: Now;
}

/** How adding an address ended: with its feed in the list, or with the choice among those that the page there offers. */
export type Enlisted = { kind: 'added'; feed: Feed } | { kind: 'several'; url: string; links: FeedLink[] };

/**
 * Adds a feed by its own address or by that of a site that links to it; `https://` may be left out.
 * @param stated what is known of the feed better than it says itself
 * @throws FaultlineError `feed-address-refused`, `feed-exists`, and what `findFeed` throws
 */
export async function enlistFeed(
  { store, fetch, allowPrivate, now }: EnlistPorts,
  address: string,
  stated: Omit<FeedEntry, 'url'>,
  addedBy: string,
): Promise<Enlisted> {
  const url = completeAddress(address);
  const why = checkUrl(url, allowPrivate);
  if (why) throw new FaultlineError('feed-address-refused', { why });
  const found = await findFeed(url, fetch);
  if (found.kind === 'several') return found;
  const known = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
  const feed = createFeed({ ...found.entry, ...known }, addedBy, now());
  const isNew = !(await findListed(store, feed.url)) && (await store.feeds.add(feed));
  if (!isNew) throw new FaultlineError('feed-exists', { url: feed.url });
  return { kind: 'added', feed };
}

/** `https://` may be left out of what people type. */
export function completeAddress(address: string): string {
  return /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]|$)/.test(address) ? `https://${address}` : address;
}

/** Adds the feeds of a list; those that are there already stay as they are. */
export async function enlistEntries(
  store: FeedList,
  entries: readonly FeedEntry[],
  addedBy: string,
  now: Date,
): Promise<{ added: number; known: number }> {
  let added = 0;
  for (const entry of entries) if (await store.feeds.add(createFeed(entry, addedBy, now))) added++;
  return { added, known: entries.length - added };
}

export const listChanges = ['remove', 'enable', 'disable'] as const;
export type ListChange = (typeof listChanges)[number];

/**
 * Changes the feed with that id or address.
 * @returns the feed as it was
 * @throws FaultlineError `feed-unknown`
 */
export async function changeListed(store: FeedList, name: string, change: ListChange): Promise<Feed> {
  const feed = await findListed(store, name);
  if (!feed) throw new FaultlineError('feed-unknown', { feed: name });
  if (change === 'remove') await store.feeds.remove(feed.id);
  else await store.feeds.tune(feed.id, { enabled: change === 'enable' });
  return feed;
}
