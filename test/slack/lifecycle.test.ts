import { describe, expect } from 'vitest';
import type { Delivery } from '../../lib/digest/delivery.ts';
import type { Subscription } from '../../lib/digest/subscription.ts';
import { deliverDue } from '../../lib/jobs/deliver.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { createSubscription, pauseSubscription, resumeSubscription } from '../../lib/jobs/subscribe.ts';
import { handleEvent } from '../../lib/slack/lifecycle.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';
import { messengerOf, readChannel, it as withSlack } from './fixture.ts';

const team = 'T1';
const everybody = { isAdmin: async () => false, isMember: async () => true };
const at = '2024-07-19T06:00:00.000Z';

const it = withSlack.extend<{
  store: Store;
  tell: (event: string, more?: { channel?: string; at?: string }) => Promise<void>;
}>({
  store: async ({ task: _task }, use) => {
    const store = createSqliteStore(':memory:');
    await use(store);
    store.close();
  },
  tell: async ({ store, clock }, use) =>
    use((event, more = {}) =>
      handleEvent({ event, team, channel: 'C1', at, ...more }, { store, now: clock.now, log: () => undefined }),
    ),
});

function subscribe(store: Store, user: string, channel = 'C1', owner = team): Promise<Subscription> {
  return createSubscription(
    { store, directory: everybody, now: () => morning },
    { team: owner, user },
    { channel, query: 'topic:outage', cadence: 'daily', at: '08:30', timezone: 'UTC', budget: 6, muted: [] },
  );
}

async function listQueued(store: Store): Promise<Delivery[]> {
  const claimed = await store.deliveries.claimDue(minutesLater(60), minutesLater(61), 100);
  return claimed.map(({ delivery }) => delivery).toSorted((a, b) => (a.channel < b.channel ? -1 : 1));
}

async function listPauses(store: Store): Promise<(string | undefined)[]> {
  return (await store.subscriptions.list(team)).items.map(({ paused }) => paused?.why);
}

describe('when the app comes into a channel', () => {
  it('welcomes it once, however often it is told', async ({ store, tell }) => {
    await Promise.all([tell('member_joined_channel'), tell('member_joined_channel')]);
    await tell('member_joined_channel');
    expect(await listQueued(store)).toMatchObject([
      { channel: 'C1', team, state: 'claimed', consignment: { kind: 'notice', notice: { kind: 'welcome' } } },
    ]);
  });

  it('welcomes it again when it comes again, and says what rests there', async ({ store, tell }) => {
    await tell('member_joined_channel');
    await subscribe(store, 'U1');
    await tell('channel_left');
    await tell('member_joined_channel', { at: '2024-07-19T07:00:00.000Z' });
    const notices = (await listQueued(store)).map(({ consignment }) => 'notice' in consignment && consignment.notice);
    expect(notices).toContainEqual({ kind: 'welcome' });
    expect(notices).toContainEqual({ kind: 'welcome', resting: 1 });
  });

  it('says its three first steps in the channel', async ({ store, tell, slack, clock, log }) => {
    await tell('member_joined_channel');
    await deliverDue({ store, messenger: messengerOf(slack), now: clock.now, log }, { limit: 10 });
    const [message] = readChannel(slack, 'C1');
    for (const step of ['1. Look around.', '2. Subscribe this channel.', '3. Tune the sources.'])
      expect(message?.text).toContain(step);
  });
});

describe('when there is no posting to a channel any more', () => {
  it.for([
    ['channel_archive', 'channel-gone'],
    ['channel_deleted', 'channel-gone'],
    ['channel_left', 'not-in-channel'],
    ['group_archive', 'channel-gone'],
    ['group_deleted', 'channel-gone'],
    ['group_left', 'not-in-channel'],
  ] as const)(
    'lets its subscriptions rest after %s, and tells each maker why',
    async ([event, why], { store, tell }) => {
      const [one, two] = [await subscribe(store, 'U1'), await subscribe(store, 'U2')];
      const other = await subscribe(store, 'U1', 'C2');
      await tell(event);
      expect(await listPauses(store)).toEqual([why, why, undefined]);
      const notice = { kind: 'paused', query: 'topic:outage', channel: 'C1', why };
      expect(await listQueued(store)).toMatchObject([
        { channel: 'U1', consignment: { notice: { ...notice, subscriptionId: one.id } } },
        { channel: 'U2', consignment: { notice: { ...notice, subscriptionId: two.id } } },
      ]);
      expect((await store.subscriptions.get(other.id))?.version).toBe(1);
    },
  );

  it('tells them once, however often and whatever it is told', async ({ store, tell, clock }) => {
    await subscribe(store, 'U1');
    await Promise.all([tell('channel_archive'), tell('channel_left'), tell('channel_archive')]);
    clock.pass(5);
    await tell('channel_deleted');
    expect(await listQueued(store)).toHaveLength(1);
  });

  it('makes up for a notice that was not queued when the work was cut short', async ({ store, tell }) => {
    const subscription = await subscribe(store, 'U1');
    await store.subscriptions.replace({ ...subscription, paused: { at: morning, why: 'channel-gone' }, version: 2 });
    await tell('channel_archive');
    expect(await listQueued(store)).toHaveLength(1);
  });

  it('tells them again when it happens again', async ({ store, tell, clock }) => {
    const { id } = await subscribe(store, 'U1');
    await tell('channel_left');
    await resumeSubscription({ store, directory: everybody, now: clock.now }, { team, user: 'U1' }, id);
    clock.pass(1);
    await tell('channel_left');
    expect(await listQueued(store)).toHaveLength(2);
  });

  it('lets be what somebody paused', async ({ store, tell }) => {
    const { id } = await subscribe(store, 'U1');
    await pauseSubscription({ store, directory: everybody, now: () => morning }, { team, user: 'U1' }, id);
    await tell('channel_archive');
    expect(await listPauses(store)).toEqual(['asked']);
    expect(await listQueued(store)).toEqual([]);
  });

  it('does not stop at an edit that comes between', async ({ store, tell }) => {
    const subscription = await subscribe(store, 'U1');
    const edit = store.subscriptions.replace({ ...subscription, budget: 2, version: 2 });
    await Promise.all([tell('channel_archive'), edit]);
    expect(await listPauses(store)).toEqual(['channel-gone']);
  });
});

describe('when a channel is back', () => {
  it.for(['channel_unarchive', 'group_unarchive'])(
    'tells it after %s what rests there',
    async (event, { store, tell }) => {
      await subscribe(store, 'U1');
      await tell('channel_archive');
      await tell(event);
      expect(await listQueued(store)).toMatchObject([
        { channel: 'C1', consignment: { notice: { kind: 'welcome', resting: 1 } } },
        { channel: 'U1', consignment: { notice: { kind: 'paused' } } },
      ]);
    },
  );

  it('tells nothing where nothing rests', async ({ store, tell }) => {
    await tell('channel_unarchive');
    expect(await listQueued(store)).toEqual([]);
  });
});

describe('when the app is taken out of the workspace', () => {
  const deeds = ['app_uninstalled', 'tokens_revoked'];

  it.for([deeds, deeds.toReversed(), [...deeds, ...deeds]])(
    'forgets all of it: %s',
    async (events, { store, tell }) => {
      await store.teams.saveInstallation(team, 'sealed');
      await store.teams.saveSettings({ team, feedTuners: [], whenUnsure: 'ask' });
      await subscribe(store, 'U1');
      const kept = await subscribe(store, 'U1', 'C1', 'T2');
      for (const event of events) await tell(event);
      expect(await store.teams.installation(team)).toBeUndefined();
      expect(await store.teams.settings(team)).toBeUndefined();
      expect((await store.teams.listAudit(team)).items).toEqual([]);
      expect((await store.subscriptions.list(team)).items).toEqual([]);
      expect(await store.subscriptions.get(kept.id)).toEqual(kept);
    },
  );

  it('does so told of both at once', async ({ store, tell }) => {
    await subscribe(store, 'U1');
    await Promise.all([...deeds, ...deeds].map((event) => tell(event)));
    expect((await store.subscriptions.list(team)).items).toEqual([]);
  });
});

describe('other events', () => {
  it.for(['channel_rename', 'message', ''])('change nothing: %s', async (event, { store, tell }) => {
    await subscribe(store, 'U1');
    await tell(event);
    expect(await listPauses(store)).toEqual([undefined]);
    expect(await listQueued(store)).toEqual([]);
  });
});
