import pMap from 'p-map';
import { FaultlineError } from '../errors.ts';
import { checkUrl } from '../feeds/address.ts';
import { createFeed, type Feed, type FeedEntry, identifyFeed } from '../feeds/feed.ts';
import { renderOpml } from '../feeds/opml.ts';
import { findFeed } from '../jobs/find-feed.ts';
import { readFeed } from '../jobs/ingest.ts';
import type { Store } from '../jobs/ports.ts';
import { escapeTerminal } from '../render/escape.ts';
import { openFetch } from '../runtime/local.ts';
import { type Context, print, printJson, say, withStore } from './context.ts';
import { readFeedList } from './feed-list.ts';

const checkConcurrency = 8;

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

/** `feeds list` */
export async function runFeedsList(context: Context): Promise<void> {
  const feeds = await withStore(context, listAllFeeds);
  if (feeds.length === 0) say(emptyList);
  else if (context.json) for (const feed of feeds) printJson(feed);
  else print(feeds.map(describeFeed).join('\n'));
}

function describeFeed(feed: Feed): string {
  const health = !feed.enabled
    ? 'disabled'
    : feed.failures > 0
      ? `failed ${feed.failures} ${feed.failures === 1 ? 'time' : 'times'}: ${feed.lastError ?? ''}`
      : feed.lastSuccessAt
        ? `read ${feed.lastSuccessAt.toISOString().slice(0, 16)}Z`
        : 'not read yet';
  return `${feed.id}  ${escapeTerminal(feed.title)}  [${feed.country}, ${feed.ownership}, ${feed.kind}]\n          ${escapeTerminal(feed.url)}  ${escapeTerminal(health)}`;
}

/**
 * `feeds add`: by the address of a feed or of a site that links to one; `https://` may be left out.
 * @throws FaultlineError `feed-address-refused`, `feed-exists`, and what `findFeed` throws
 */
export async function runFeedsAdd(context: Context, address: string, entry: Omit<FeedEntry, 'url'>): Promise<void> {
  const url = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]|$)/.test(address) ? `https://${address}` : address;
  const why = checkUrl(url, context.config.allowPrivate);
  if (why) {
    const hint = context.config.allowPrivate ? '' : ', and private ones with --allow-private';
    throw new FaultlineError('feed-address-refused', { why, hint });
  }
  const { fetch, close } = openFetch(context.config);
  try {
    const found = await findFeed(url, fetch);
    const stated = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
    const feed = createFeed({ ...found, ...stated }, 'cli', new Date());
    const isNew = await withStore(
      context,
      async (store) => !(await findListed(store, feed.url)) && (await store.feeds.add(feed)),
    );
    if (!isNew) throw new FaultlineError('feed-exists', { url: feed.url });
    if (context.json) printJson(feed);
    else print(`Added ${feed.id}  ${escapeTerminal(feed.title)}  ${escapeTerminal(feed.url)}`);
  } finally {
    await close();
  }
}

/** The feed of the list with that id, or with that address: the one it was added by, or the one it has moved to since. */
async function findListed(store: Pick<Store, 'feeds'>, name: string): Promise<Feed | undefined> {
  const byId = (await store.feeds.get(name)) ?? (await store.feeds.get(identifyFeed(name)));
  if (byId) return byId;
  const id = identifyFeed(name);
  return (await listAllFeeds(store)).find(({ url }) => identifyFeed(url) === id);
}

/**
 * `feeds remove`, `enable` and `disable`: by id or address.
 * @throws FaultlineError `feed-unknown`
 */
export async function runFeedsChange(
  context: Context,
  name: string,
  change: 'remove' | 'enable' | 'disable',
): Promise<void> {
  await withStore(context, async (store) => {
    const feed = await findListed(store, name);
    if (!feed) throw new FaultlineError('feed-unknown', { feed: name });
    const { id } = feed;
    if (change === 'remove') await store.feeds.remove(id);
    else await store.feeds.tune(id, { enabled: change === 'enable' });
    const deed = { remove: 'Removed', enable: 'Enabled', disable: 'Disabled' }[change];
    if (context.json) printJson({ id, change });
    else print(`${deed} ${id}  ${escapeTerminal(feed.title)}`);
  });
}

/**
 * `feeds check`: fetches every feed once without keeping anything.
 * @returns the exit status: 1 where any did not answer
 */
export async function runFeedsCheck(context: Context): Promise<number> {
  const feeds = await withStore(context, listAllFeeds);
  if (feeds.length === 0) say(emptyList);
  const { fetch, close } = openFetch(context.config);
  let failed = 0;
  try {
    await pMap(
      feeds,
      async ({ id, url }) => {
        const read = await readFeed({ url }, fetch);
        const items = read.kind === 'fetched' ? read.parsed.items.length : 0;
        const reason = 'reason' in read ? read.reason : 'by' in read ? `bot wall: ${read.by}` : undefined;
        if (read.kind !== 'fetched') failed++;
        if (context.json) printJson({ id, url, kind: read.kind, items, ...(reason ? { reason } : {}) });
        else
          print(
            `${read.kind === 'fetched' ? 'ok' : read.kind}  ${escapeTerminal(url)}  ${escapeTerminal(reason ?? `${items} items`)}`,
          );
      },
      { concurrency: checkConcurrency },
    );
  } finally {
    await close();
  }
  return failed > 0 ? 1 : 0;
}

/**
 * `feeds import`: adds the feeds of an OPML file; those that are there already stay as they are.
 * @throws FaultlineError `file-unreadable` or `feed-list-unreadable`
 */
export async function runFeedsImport(context: Context, file: string): Promise<void> {
  const entries = await readFeedList(file);
  let added = 0;
  await withStore(context, async (store) => {
    for (const entry of entries) if (await store.feeds.add(createFeed(entry, 'import', new Date()))) added++;
  });
  const known = entries.length - added;
  if (context.json) printJson({ added, known });
  else print(`${added} added, ${known} known already`);
}

/** `feeds export`: the list as OPML, with what we know of each feed. */
export async function runFeedsExport(context: Context): Promise<void> {
  const feeds = await withStore(context, listAllFeeds);
  if (context.json) for (const feed of feeds) printJson(feed);
  else print(renderOpml(feeds));
}
