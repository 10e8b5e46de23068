import { type Feed, identifyFeed } from '../feeds/feed.ts';
import type { Store } from '../jobs/ports.ts';

/** What a command says that finds no feed to work on. */
export const emptyList =
  'The feed list is empty. Add feeds with `faultline feeds add URL` or `faultline feeds import FILE`.';

/** Every feed of the list. */
export async function listAllFeeds(store: Pick<Store, 'feeds'>): Promise<Feed[]> {
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
export async function findListed(store: Pick<Store, 'feeds'>, name: string): Promise<Feed | undefined> {
  const byId = (await store.feeds.get(name)) ?? (await store.feeds.get(identifyFeed(name)));
  if (byId) return byId;
  const id = identifyFeed(name);
  return (await listAllFeeds(store)).find(({ url }) => identifyFeed(url) === id);
}
