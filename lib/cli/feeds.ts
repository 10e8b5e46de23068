import type { Feed } from '../feeds/feed.ts';
import { changeListed, type ListChange, listAllFeeds } from '../jobs/feed-list.ts';
import { escapeTerminal } from '../render/escape.ts';
import { type Context, print, printJson, say, withStore } from './context.ts';

/** What a command says that finds no feed to work on. */
export const emptyList =
  'The feed list is empty. Begin with `faultline feeds catalogue --add`, or add feeds with `faultline feeds add URL` or `faultline feeds import FILE`.';

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
export async function runFeedsChange(context: Context, name: string, change: ListChange): Promise<void> {
  const { id, title } = await withStore(context, (store) => changeListed(store, name, change));
  const deed = { remove: 'Removed', enable: 'Enabled', disable: 'Disabled' }[change];
  if (context.json) printJson({ id, change });
  else print(`${deed} ${id}  ${escapeTerminal(title)}`);
}
