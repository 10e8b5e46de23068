import type { FeedChange } from '../digest/feed-change.ts';
import type { Feed } from '../feeds/feed.ts';
import { findIdleWeeks, findYield } from '../feeds/harvest.ts';
import type { FeedState } from '../feeds/health.ts';
import { truncate } from '../text.ts';
import { countOf, nameTime } from './words.ts';

/** How a feed fares now, and what to do about it: a sentence or two that go on from its name. */
export function tellFeedChange(change: FeedChange): string {
  const { state, was, lastAt, wall, reason } = change;
  const since = lastAt ? ` since ${nameTime(lastAt)}` : '';
  switch (state) {
    case 'ok':
      return `is back; it was ${nameState(was)}.`;
    case 'silent':
      return `answers, but has brought nothing new${since}, far longer than it usually takes. If its site has news, its feed is broken: tell the publisher, or look there for another.`;
    case 'frozen':
      return `answers with the same document, to the byte,${since || ' for long'}, far longer than it usually takes: perhaps a copy that nobody renews. Compare its site, and tell the publisher.`;
    case 'empty':
      return 'answers with a feed that has no items any more. If its site has news, its feed is broken: tell the publisher.';
    case 'blocked':
      return `is blocked: a bot wall${wall ? ` of ${wall}` : ''} answers in its place. That is a service which the publisher hired to turn programs away; nothing is wrong here. Ask the publisher to let feed readers through at the feed's address.`;
    case 'failing':
      return `could not be read for a day${reason ? ` (${reason.replace(/\.$/, '')})` : ''}. It is tried on, every day at least.`;
    case 'gone':
      return 'is gone: the publisher took it away for good (410), so it is disabled. Remove it, or look for its successor on the site.';
  }
}

/** "frozen", "blocked by a bot wall". */
function nameState(state: FeedState): string {
  return state === 'blocked' ? 'blocked by a bot wall' : state;
}

/**
 * How a feed stands in the list: whether it is polled, in which state it is, how the last polls went.
 * @param room characters of what a poll failed with
 */
export function tellFeedHealth(feed: Feed, room: number): string {
  const { enabled, failures, lastError, lastSuccessAt, nextPollAt, health } = feed;
  const read = lastSuccessAt ? `last read ${nameTime(lastSuccessAt)}` : 'not read yet';
  const state = health?.state ?? 'ok';
  if (!enabled) return `${state === 'gone' ? 'Gone' : 'Disabled'}, ${read}`;
  if (failures > 0) {
    const reason = lastError ? ` (${truncate(lastError, room)})` : '';
    const how = state === 'blocked' ? `Blocked by a bot wall` : 'Failing';
    return `${how}: ${countOf(failures, 'poll')} in a row${reason}; ${read}, next try ${nameTime(nextPollAt)}`;
  }
  if (state === 'ok') return `${lastSuccessAt ? 'Healthy' : 'New'}, ${read}`;
  const since = feed.rhythm ? `, nothing new since ${nameTime(feed.rhythm.lastAt)}` : '';
  return `${state.charAt(0).toUpperCase()}${state.slice(1)}${since}, ${read}`;
}

/** "2.5 a week in scope", or why the feed might be dropped; '' in its first week. */
export function tellYield(feed: Feed): string {
  const found = findYield(feed);
  if (found === undefined) return '';
  const idle = findIdleWeeks(feed);
  if (idle !== undefined) return `nothing in scope for ${countOf(idle, 'week')}: drop it?`;
  return `${found >= 10 ? Math.round(found) : Math.round(found * 10) / 10} a week in scope`;
}
