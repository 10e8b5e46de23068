import { identify, type Publisher } from '../article.ts';
import { createDelivery, type Delivery } from '../digest/delivery.ts';
import { type FeedChange, findFeedChange } from '../digest/feed-change.ts';
import { isMuted, type Subscription } from '../digest/subscription.ts';
import { describePublisher, type Feed } from '../feeds/feed.ts';
import { namesPublisher } from '../query/match.ts';
import { isQuery, parseQuery } from '../query/parse.ts';
import { listAllFeeds } from './feed-list.ts';
import type { Now, Store } from './ports.ts';

export interface FeedHealthPorts {
  store: Pick<Store, 'feeds' | 'subscriptions' | 'digests' | 'deliveries' | 'alerts'>;
  now: Now;
}

const hour = 3_600_000;
const day = 24 * hour;
/** Who heard of a feed within so long follows it. */
const followedFor = 30 * day;
/** Of what was posted in that time, the last so many are looked into. */
const maxLookedInto = 40;
/** A channel with more has other worries than each of them. */
const maxChanges = 20;

/**
 * Tells how feeds fare, in one round of subscriptions: the list is read once, and only where the period of one of them ends an hour.
 */
export function createFeedWatch(
  ports: FeedHealthPorts,
): (subscription: Subscription, toldUntil: Date) => Promise<void> {
  let loading: Promise<Feed[]> | undefined;
  return async (subscription, toldUntil) => {
    const [from, to] = [subscription.toldUntil, toldUntil].map((time) => Math.floor(time.getTime() / hour) * hour);
    if (from === undefined || to === undefined || from >= to) return;
    loading ??= listAllFeeds(ports.store);
    await tellFeedHealth(ports, subscription, await loading, { from: new Date(from), to: new Date(to) });
  };
}

/**
 * Queues a notice to a channel of those feeds that it follows and that fare otherwise since a period: silent, frozen, empty, blocked,
 * failing or gone, and back. A channel follows a feed that one of its subscriptions names (`source:`, `country:`, `owner:`), or of which
 * it heard within a month. Its oldest running subscription tells it, so that it is told once; told again, it is the same notice.
 */
async function tellFeedHealth(
  ports: FeedHealthPorts,
  { id, team, channel }: Subscription,
  feeds: readonly Feed[],
  { from, to }: { from: Date; to: Date },
): Promise<void> {
  const { store, now } = ports;
  const changed = feeds.flatMap((feed) => {
    const change = findFeedChange(feed, from, to);
    return change ? [{ feed, change }] : [];
  });
  if (changed.length === 0) return;
  const running = (await store.subscriptions.list(team, channel)).items.filter(({ paused }) => !paused);
  if (running[0]?.id !== id) return;
  const heard = new Set<string>();
  for (const one of running) for (const name of await listHeard(ports, one)) heard.add(name);
  const followed = changed.filter(({ feed }) => heard.has(feed.title) || running.some((one) => names(one, feed)));
  if (followed.length === 0) return;
  const changes = followed.map(({ change }) => change).slice(0, maxChanges);
  const notice = { kind: 'feeds', changes, more: followed.length - changes.length } as const;
  const consignment = { kind: 'notice', notice } as const;
  const noticeId = identify(['feeds', team, channel, ...followed.map(({ change }) => nameChange(change))].join('\n'));
  await store.deliveries.add(createDelivery({ id: noticeId, team, channel, consignment }, now()));
}

/** Not of its words: what a feed failed with may change before it is told. */
function nameChange({ feedId, state, changedAt }: FeedChange): string {
  return `${feedId} ${state} ${changedAt.toISOString()}`;
}

function names({ query, muted }: Subscription, feed: Feed): boolean {
  const parsed = parseQuery(query);
  const publisher = describePublisher(feed);
  return isQuery(parsed) && !isMuted({ muted }, publisher) && namesPublisher(parsed, publisher);
}

/** The names of the publishers that a subscription told of lately. */
async function listHeard({ store, now }: FeedHealthPorts, { id }: Subscription): Promise<string[]> {
  const posted = await store.deliveries.listSince(id, new Date(now().getTime() - followedFor));
  const lists = await Promise.all(posted.slice(-maxLookedInto).map((delivery) => listPublishers(store, delivery)));
  return lists.flat().map(({ name }) => name);
}

async function listPublishers(
  store: Pick<Store, 'digests' | 'alerts'>,
  { consignment }: Delivery,
): Promise<Publisher[]> {
  switch (consignment.kind) {
    case 'digest':
      return (await store.digests.get(consignment.digestId))?.stories.flatMap(({ publishers }) => publishers) ?? [];
    case 'alert':
      return (await store.alerts.get(consignment.alertId))?.story.publishers ?? [];
    case 'notice':
      return [];
  }
}
