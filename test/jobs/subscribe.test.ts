import { describe, expect } from 'vitest';
import { FaultlineError } from '../../lib/errors.ts';
import type { Directory } from '../../lib/jobs/ports.ts';
import {
  changeSubscription,
  createSubscription,
  muteSource,
  pauseSubscription,
  removeSubscription,
  resumeSubscription,
  type SubscribePorts,
  type SubscriptionWish,
} from '../../lib/jobs/subscribe.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';
import { it } from './fixture.ts';

/** Ada is an admin, Ben a member of C1, Cleo of neither. */
const directory: Directory = {
  isAdmin: async (_team, user) => user === 'UADA',
  isMember: async (_team, channel, user) => channel === 'C1' && user === 'UBEN',
};
const ben = { team: 'T1', user: 'UBEN' };
const ada = { team: 'T1', user: 'UADA' };
const cleo = { team: 'T1', user: 'UCLEO' };

const wish: SubscriptionWish = {
  channel: 'C1',
  query: 'topic:outage sector:aviation',
  cadence: 'daily',
  at: '08:30',
  timezone: 'UTC',
  budget: 4,
  muted: [],
};

function portsOf(store: SubscribePorts['store'], now = morning): SubscribePorts {
  return { store, directory, now: () => now };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'nothing was refused';
  } catch (error) {
    return error instanceof FaultlineError ? error.code : String(error);
  }
}

describe('subscribing', () => {
  it('keeps what was wished, due at its next time, looking back one period', async ({ store }) => {
    const made = await createSubscription(portsOf(store), ben, wish);
    expect(made).toMatchObject({ ...wish, team: 'T1', createdBy: 'UBEN', createdAt: morning, version: 1 });
    expect(made.nextAt).toEqual(minutesLater(150));
    expect(made.toldUntil).toEqual(minutesLater(150 - 24 * 60));
    expect(await store.subscriptions.get(made.id)).toStrictEqual(made);
  });

  it('starts an alert from now: what crossed before is no news', async ({ store }) => {
    const threshold = { publishers: 3, within: 60, official: true };
    const made = await createSubscription(portsOf(store), ben, { ...wish, cadence: 'alert', threshold });
    expect(made.toldUntil).toEqual(morning);
  });

  it.for([
    ['no time of day', { at: '8:30' }, 'subscription-wrong'],
    ['a time past midnight', { at: '24:00' }, 'subscription-wrong'],
    ['an unknown time zone', { timezone: 'Europe/Atlantis' }, 'subscription-wrong'],
    ['no messages', { budget: 0 }, 'subscription-wrong'],
    ['half a message', { budget: 1.5 }, 'subscription-wrong'],
    ['a query that nobody understands', { query: 'sektor:aviation' }, 'query-wrong'],
    ['a query that goes on for ever', { query: 'word '.repeat(400) }, 'subscription-wrong'],
    ['an alert without a threshold', { cadence: 'alert' }, 'subscription-wrong'],
    [
      'an alert of no publisher',
      { cadence: 'alert', threshold: { publishers: 0, within: 60, official: false } },
      'subscription-wrong',
    ],
    [
      'an alert within a minute',
      { cadence: 'alert', threshold: { publishers: 2, within: 1, official: false } },
      'subscription-wrong',
    ],
  ] as const)('refuses %s', async ([, changes, code], { store }) => {
    expect(await codeOf(createSubscription(portsOf(store), ben, { ...wish, ...changes }))).toBe(code);
    expect((await store.subscriptions.list('T1')).items).toEqual([]);
  });

  it('stops at twenty in one channel', async ({ store }) => {
    for (let i = 0; i < 20; i++) await createSubscription(portsOf(store), ben, wish);
    expect(await codeOf(createSubscription(portsOf(store), ben, wish))).toBe('subscriptions-full');
  });
});

describe('who may', () => {
  it('subscribe a channel: its members and the admins', async ({ store }) => {
    expect(await codeOf(createSubscription(portsOf(store), cleo, wish))).toBe('not-a-member');
    expect((await createSubscription(portsOf(store), ada, wish)).createdBy).toBe('UADA');
  });

  it('change one: likewise, and nobody of another workspace', async ({ store }) => {
    const { id } = await createSubscription(portsOf(store), ben, wish);
    for (const deed of [pauseSubscription, resumeSubscription, removeSubscription]) {
      expect(await codeOf(deed(portsOf(store), cleo, id))).toBe('not-a-member');
      expect(await codeOf(deed(portsOf(store), { ...ada, team: 'T2' }, id))).toBe('subscription-unknown');
    }
    expect(await codeOf(changeSubscription(portsOf(store), cleo, id, { budget: 9 }))).toBe('not-a-member');
    expect(await codeOf(muteSource(portsOf(store), cleo, id, 'Somebody'))).toBe('not-a-member');
    expect((await store.subscriptions.get(id))?.version).toBe(1);
  });

  it('move one: only into a channel of their own', async ({ store }) => {
    const { id } = await createSubscription(portsOf(store), ben, wish);
    expect(await codeOf(changeSubscription(portsOf(store), ben, id, { channel: 'C2' }))).toBe('not-a-member');
    expect((await changeSubscription(portsOf(store), ada, id, { channel: 'C2' })).channel).toBe('C2');
  });
});

describe('changing', () => {
  it('moves the next time with the hour, and not with the query', async ({ store }) => {
    const { id, nextAt } = await createSubscription(portsOf(store), ben, wish);
    const reworded = await changeSubscription(portsOf(store, minutesLater(60)), ben, id, { query: 'sector:rail' });
    expect(reworded).toMatchObject({ query: 'sector:rail', nextAt, version: 2 });
    const moved = await changeSubscription(portsOf(store, minutesLater(60)), ben, id, { at: '07:15' });
    expect(moved.nextAt).toEqual(minutesLater(75));
  });

  it('refuses what a new one could not be either', async ({ store }) => {
    const { id } = await createSubscription(portsOf(store), ben, wish);
    expect(await codeOf(changeSubscription(portsOf(store), ben, id, { timezone: 'Mars/Olympus' }))).toBe(
      'subscription-wrong',
    );
    expect((await store.subscriptions.get(id))?.timezone).toBe('UTC');
  });

  it('loses nothing where two people edit at once', async ({ store }) => {
    const { id } = await createSubscription(portsOf(store), ben, wish);
    await Promise.all([
      changeSubscription(portsOf(store), ben, id, { budget: 9 }),
      changeSubscription(portsOf(store), ada, id, { query: 'sector:rail' }),
      muteSource(portsOf(store), ben, id, 'Canglan Ribao'),
    ]);
    expect(await store.subscriptions.get(id)).toMatchObject({
      budget: 9,
      query: 'sector:rail',
      muted: ['Canglan Ribao'],
      version: 4,
    });
  });

  it('mutes a source once', async ({ store }) => {
    const { id } = await createSubscription(portsOf(store), ben, wish);
    await muteSource(portsOf(store), ben, id, 'Canglan Ribao');
    expect((await muteSource(portsOf(store), ben, id, 'canglan ribao')).muted).toEqual(['Canglan Ribao']);
  });
});

describe('resting', () => {
  it('keeps the first reason, and runs again from where it was', async ({ store }) => {
    const { id, toldUntil } = await createSubscription(portsOf(store), ben, wish);
    await pauseSubscription(portsOf(store), ben, id);
    const again = await pauseSubscription(portsOf(store, minutesLater(5)), ben, id);
    expect(again.paused).toEqual({ at: morning, why: 'asked' });
    const resumed = await resumeSubscription(portsOf(store, minutesLater(10)), ben, id);
    expect(resumed.paused).toBeUndefined();
    expect(resumed).toMatchObject({ toldUntil, nextAt: minutesLater(150) });
  });

  it('does not tell a month that it slept through', async ({ store }) => {
    const { id } = await createSubscription(portsOf(store), ben, wish);
    await pauseSubscription(portsOf(store), ben, id);
    const month = 30 * 24 * 60;
    const resumed = await resumeSubscription(portsOf(store, minutesLater(month)), ben, id);
    expect(resumed.toldUntil).toEqual(minutesLater(month + 150 - 24 * 60));
  });
});

it('notes who did what, newest first', async ({ store }) => {
  const { id } = await createSubscription(portsOf(store), ben, wish);
  await pauseSubscription(portsOf(store, minutesLater(1)), ada, id);
  await removeSubscription(portsOf(store, minutesLater(2)), ben, id);
  expect(await store.subscriptions.get(id)).toBeUndefined();
  const { items } = await store.teams.listAudit('T1');
  expect(items.map(({ by, deed }) => `${by} ${deed}`)).toEqual([
    'UBEN removed the subscription of <#C1> to "topic:outage sector:aviation", daily',
    'UADA paused the subscription of <#C1> to "topic:outage sector:aviation", daily',
    'UBEN subscribed <#C1> to "topic:outage sector:aviation", daily',
  ]);
});
