import pMap from 'p-map';
import { FaultlineError } from '../errors.ts';
import { checkUrl } from '../feeds/address.ts';
import { createFeed, type FeedEntry } from '../feeds/feed.ts';
import { findFeed } from '../jobs/find-feed.ts';
import { readFeed } from '../jobs/ingest.ts';
import { escapeTerminal } from '../render/escape.ts';
import { openFetch } from '../runtime/local.ts';
import { type Context, print, printJson, say, withStore } from './context.ts';
import { emptyList, findListed, listAllFeeds } from './feed-list.ts';

const checkConcurrency = 8;

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
