import pMap from 'p-map';
import { describeError, FaultlineError } from '../errors.ts';
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
  if (context.json) for (const feed of feeds) printJson(feed);
  else if (feeds.length === 0) say('The feed list is empty. Add feeds with `faultline feeds add URL` or `faultline feeds import FILE`.');
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

/** `feeds add`: by the address of a feed or of a site that links to one. */
export async function runFeedsAdd(context: Context, url: string, entry: Omit<FeedEntry, 'url'>): Promise<void> {
  const { fetch, close } = openFetch(context.config);
  try {
    const found = await findFeed(url, fetch);
    const stated = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
    const feed = createFeed({ ...found, ...stated }, 'cli', new Date());
    const isNew = await withStore(context, (store) => store.feeds.add(feed));
    if (!isNew) throw new FaultlineError('feed-exists', { url: feed.url });
    if (context.json) printJson(feed);
    else print(`Added ${feed.id}  ${escapeTerminal(feed.title)}  ${escapeTerminal(feed.url)}`);
  } finally {
    await close();
  }
}

/** `feeds remove`, `enable` and `disable`: by id or address. */
export async function runFeedsChange(context: Context, name: string, change: 'remove' | 'enable' | 'disable'): Promise<void> {
  await withStore(context, async (store) => {
    const id = /^[\da-f]{8}$/.test(name) ? name : identifyFeed(name);
    const done = change === 'remove' ? await store.feeds.remove(id) : await store.feeds.tune(id, { enabled: change === 'enable' });
    if (!done) throw new FaultlineError('feed-unknown', { feed: name });
    const deed = { remove: 'Removed', enable: 'Enabled', disable: 'Disabled' }[change];
    if (context.json) printJson({ id, change });
    else print(`${deed} ${id}`);
  });
}

/**
 * `feeds check`: fetches every feed once without keeping anything.
 * @returns the exit status: 1 where any did not answer
 */
export async function runFeedsCheck(context: Context): Promise<number> {
  const feeds = await withStore(context, listAllFeeds);
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
        else print(`${read.kind === 'fetched' ? 'ok' : read.kind}  ${escapeTerminal(url)}  ${escapeTerminal(reason ?? `${items} items`)}`);
      },
      { concurrency: checkConcurrency },
    );
  } finally {
    await close();
  }
  return failed > 0 ? 1 : 0;
}

/** `feeds import`: adds the feeds of an OPML file; those that are there already stay as they are. */
export async function runFeedsImport(context: Context, file: string): Promise<void> {
  const entries = await readFeedList(file);
  await withStore(context, async (store) => {
    let added = 0;
    let refused = 0;
    for (const entry of entries) {
      try {
        if (await store.feeds.add(createFeed(entry, 'import', new Date()))) added++;
      } catch (error) {
        refused++;
        say(`${entry.url}: ${describeError(error)}`);
      }
    }
    const known = entries.length - added - refused;
    if (context.json) printJson({ added, known, refused });
    else print(`${added} added, ${known} known already${refused > 0 ? `, ${refused} refused` : ''}`);
  });
}

/** `feeds export`: the list as OPML, with what we know of each feed. */
export async function runFeedsExport(context: Context): Promise<void> {
  print(renderOpml(await withStore(context, listAllFeeds)));
}
