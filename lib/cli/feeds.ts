import type { Feed } from '../feeds/feed.ts';
import { findIdleWeeks, findYield } from '../feeds/harvest.ts';
import { changeListed, type ListChange, listAllFeeds } from '../jobs/feed-list.ts';
import { escapeTerminal } from '../render/escape.ts';
import { tellFeedHealth, tellYield } from '../render/feed-health-words.ts';
import { type Context, print, printJson, say, withStore } from './context.ts';

/** Characters of what a poll failed with. */
const maxReason = 200;

/** What a command says that finds no feed to work on. */
export const emptyList =
  'The feed list is empty. Begin with `faultline feeds catalogue --add`, or add feeds with `faultline feeds add URL` or `faultline feeds import FILE`.';

/** `feeds list` */
export async function runFeedsList(context: Context): Promise<void> {
  const feeds = await withStore(context, listAllFeeds);
  if (feeds.length === 0) say(emptyList);
  else if (context.json) for (const feed of feeds) printJson(reportFeed(feed));
  else {
    print(feeds.map(describeFeed).join('\n'));
    const idle = feeds.filter((feed) => findIdleWeeks(feed) !== undefined).map(({ id }) => id);
    if (idle.length > 0)
      say(`Nothing in scope for weeks: ${idle.join(', ')}. \`faultline feeds remove ID\` drops one.`);
  }
}

/** What programs read of a feed: what its list says of it, and what its polls have shown. */
export function reportFeed(feed: Feed): object {
  const { marks: _marks, wishes: _wishes, harvest: _harvest, rhythm, health, ...listed } = feed;
  const articlesAWeek = findYield(feed);
  const idleWeeks = findIdleWeeks(feed);
  return {
    ...listed,
    state: health?.state ?? 'ok',
    ...(health ? { stateSince: health.changedAt } : {}),
    ...(health?.wall ? { wall: health.wall } : {}),
    ...(rhythm ? { lastNewAt: rhythm.lastAt } : {}),
    ...(articlesAWeek === undefined ? {} : { yield: articlesAWeek }),
    ...(idleWeeks === undefined ? {} : { idleWeeks }),
  };
}

function describeFeed(feed: Feed): string {
  const standing = [tellFeedHealth(feed, maxReason), tellYield(feed)].filter(Boolean).join(' · ');
  return `${feed.id}  ${escapeTerminal(feed.title)}  [${feed.country}, ${feed.ownership}, ${feed.kind}]\n          ${escapeTerminal(feed.url)}  ${escapeTerminal(standing)}`;
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
