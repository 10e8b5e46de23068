import { describe } from 'vitest';
import type { Delivery } from '../../lib/digest/delivery.ts';
import type { Feed } from '../../lib/feeds/feed.ts';
import type { FeedHealth } from '../../lib/feeds/health.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import {
  buildAlert,
  buildDelivery,
  buildDigest,
  buildFeed,
  buildSubscription,
  minutesLater,
} from '../fixtures/builders.ts';
import { buildHourly, runDue } from './due-fixture.ts';
import { it } from './fixture.ts';

const hour = 60;
const silent = (minutes: number): FeedHealth => ({
  state: 'silent',
  changedAt: minutesLater(minutes),
  before: { state: 'ok', changedAt: minutesLater(-90 * 24 * hour) },
});

const addFeed = (store: Store, overrides: Partial<Feed> = {}): Promise<boolean> =>
  store.feeds.add(buildFeed({ health: silent(30), ...overrides }));

/** The notices of feeds that were queued, whom they are for, and what they say of which feed. */
async function listNotices(store: Store): Promise<[channel: string, ...told: string[]][]> {
  const notices: [string, ...string[]][] = [];
  const claimed = await store.deliveries.claimDue(minutesLater(1e6), minutesLater(1e6 + 1), 100);
  for (const { delivery } of claimed) {
    const { consignment, channel }: Delivery = delivery;
    if (consignment.kind !== 'notice' || consignment.notice.kind !== 'feeds') continue;
    notices.push([channel, ...consignment.notice.changes.map(({ feedId, state }) => `${feedId} ${state}`)]);
  }
  return notices.sort();
}

describe('that a feed fell silent is told, with the next digest,', () => {
  it.for<[string, string]>([
    ['names it', 'source:harbour'],
    ['names its country', 'country:GB,FR topic:outage'],
    ['names whose voice it is', 'owner:private -country:US'],
  ])('to a channel whose subscription %s: %s', async ([, query], { store, expect }) => {
    await addFeed(store);
    await store.subscriptions.add(buildHourly({ query }));
    await runDue(store, 61);
    expect(await listNotices(store)).toEqual([['C1', 'feed-1 silent']]);
  });

  it.for<[string, Partial<Parameters<typeof buildHourly>[0] & object>]>([
    ['names another', { query: 'source:ledger' }],
    ['rules it out', { query: 'country:GB -source:harbour' }],
    ['mutes it', { query: 'country:GB', muted: ['The Harbour Post'] }],
    ['speaks of no source, and told of it nothing', { query: 'topic:outage' }],
  ])('to no channel whose subscription %s', async ([, overrides], { store, expect }) => {
    await addFeed(store);
    await store.subscriptions.add(buildHourly(overrides));
    await runDue(store, 61);
    expect(await listNotices(store)).toEqual([]);
  });

  it.for(['digest', 'alert'] as const)(
    'to a channel that heard of it lately by a %s',
    async (kind, { store, expect }) => {
      await addFeed(store);
      await store.subscriptions.add(buildHourly());
      if (kind === 'digest')
        await store.digests.add(buildDigest({ id: 'posted', from: minutesLater(-120), to: minutesLater(-60) }));
      else await store.alerts.add(buildAlert({ id: 'posted', state: 'closed' }));
      const consignment =
        kind === 'digest' ? ({ kind, digestId: 'posted' } as const) : ({ kind, alertId: 'posted' } as const);
      await store.deliveries.add(
        buildDelivery({ id: 'posted', state: 'sent', consignment, createdAt: minutesLater(-60) }),
      );
      await runDue(store, 61);
      expect(await listNotices(store)).toEqual([['C1', 'feed-1 silent']]);
    },
  );

  it('once to each channel, however many of its subscriptions follow it and however often they are told', async ({
    store,
    expect,
  }) => {
    await addFeed(store);
    await addFeed(store, { id: 'feed-2', title: 'Harbour Radio' });
    for (const [id, channel] of [
      ['s1', 'C1'],
      ['s2', 'C1'],
      ['s3', 'C2'],
    ] as const)
      await store.subscriptions.add(buildHourly({ id, channel, query: 'source:harbour' }));
    for (const minutes of [61, 121, 181]) await runDue(store, minutes);
    expect(await listNotices(store)).toEqual([
      ['C1', 'feed-2 silent', 'feed-1 silent'],
      ['C2', 'feed-2 silent', 'feed-1 silent'],
    ]);
  });

  it('once, where the worker died before it wrote that the period was told', async ({ store, expect }) => {
    await addFeed(store);
    await store.subscriptions.add(buildHourly({ query: 'source:harbour' }));
    const dying: Store = {
      ...store,
      subscriptions: { ...store.subscriptions, settle: () => Promise.reject(new Error('killed')) },
    };
    await runDue(dying, 61);
    await runDue(store, 75);
    expect(await listNotices(store)).toEqual([['C1', 'feed-1 silent']]);
  });

  it('to a channel that is alerted, within the hour', async ({ store, expect }) => {
    await addFeed(store);
    await store.subscriptions.add(
      buildSubscription({ cadence: 'alert', query: 'source:harbour', nextAt: minutesLater(1) }),
    );
    for (const minutes of [10, 40, 59]) await runDue(store, minutes);
    expect(await listNotices(store)).toEqual([]);
    await runDue(store, 62);
    expect(await listNotices(store)).toEqual([['C1', 'feed-1 silent']]);
  });
});

describe('that a feed is back is told', () => {
  const back = (minutes: number, before: FeedHealth): FeedHealth => ({
    state: 'ok',
    changedAt: minutesLater(minutes),
    before,
  });

  it('where it was told before that it was not', async ({ store, expect }) => {
    await addFeed(store, { health: back(30, silent(-600)) });
    await store.subscriptions.add(buildHourly({ query: 'source:harbour' }));
    await runDue(store, 61);
    expect(await listNotices(store)).toEqual([['C1', 'feed-1 ok']]);
  });

  it('not where nobody knew', async ({ store, expect }) => {
    await addFeed(store, { health: back(30, silent(10)) });
    await addFeed(store, { id: 'new', health: { state: 'ok', changedAt: minutesLater(30) } });
    await store.subscriptions.add(buildHourly({ query: 'source:harbour' }));
    await runDue(store, 61);
    expect(await listNotices(store)).toEqual([]);
  });
});
