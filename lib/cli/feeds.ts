import { FaultlineError } from '../errors.ts';
import type { Feed } from '../feeds/feed.ts';
import { escapeTerminal } from '../render/escape.ts';
import { type Context, print, printJson, say, withStore } from './context.ts';
import { emptyList, findListed, listAllFeeds } from './feed-list.ts';

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
