import pMap from 'p-map';
import { FaultlineError } from '../errors.ts';
import type { FeedLink } from '../feeds/discover.ts';
import type { FeedEntry } from '../feeds/feed.ts';
import { enlistFeed, listAllFeeds } from '../jobs/feed-list.ts';
import { readFeed } from '../jobs/ingest.ts';
import { escapeTerminal } from '../render/escape.ts';
import { openFetch } from '../runtime/local.ts';
import { type Context, print, printJson, say, withStore } from './context.ts';
import { emptyList, reportFeed } from './feeds.ts';

const checkConcurrency = 8;

/**
 * `feeds add`: by the address of a feed or of a site that links to one; `https://` may be left out.
 * @throws FaultlineError `feeds-found` with the choice where there are several, and what `enlistFeed` throws
 */
export async function runFeedsAdd(context: Context, address: string, stated: Omit<FeedEntry, 'url'>): Promise<void> {
  const { allowPrivate } = context.config;
  const { fetch, close } = openFetch(context.config);
  try {
    const enlisted = await withStore(context, (store) =>
      enlistFeed({ store, fetch, allowPrivate, now: () => new Date() }, address, stated, 'cli'),
    );
    if (enlisted.kind === 'several') {
      const choices = enlisted.links.map((link) => `  ${nameFeedLink(link)}`).join('\n');
      throw new FaultlineError('feeds-found', { url: enlisted.url, choices });
    }
    const { feed } = enlisted;
    if (context.json) printJson(reportFeed(feed));
    else print(`Added ${feed.id}  ${escapeTerminal(feed.title)}  ${escapeTerminal(feed.url)}`);
  } catch (error) {
    const isRefused = error instanceof FaultlineError && error.code === 'feed-address-refused';
    if (!isRefused || allowPrivate) throw error;
    throw new FaultlineError(error.code, { ...error.facts, hint: ', and private ones with --allow-private' }, error);
  } finally {
    await close();
  }
}

/** Its address, title and format. */
function nameFeedLink({ url, title, format }: FeedLink): string {
  return [url, title, format ? `(${format})` : ''].filter(Boolean).join('  ');
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
