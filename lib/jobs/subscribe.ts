import { randomBytes } from 'node:crypto';
import { cadences, isMuted, isTimezone, type Subscription, scheduleNext, spanOf } from '../digest/subscription.ts';
import { FaultlineError } from '../errors.ts';
import { requireQuery } from '../query/parse.ts';
import { type Actor, authorizeChannel } from './authorize.ts';
import { noteDeed, quote } from './note-deed.ts';
import type { Directory, Now, Store } from './ports.ts';

/** What people choose of a subscription. */
export type SubscriptionWish = Pick<
  Subscription,
  'channel' | 'query' | 'cadence' | 'at' | 'timezone' | 'budget' | 'muted' | 'threshold'
>;

export interface SubscribePorts {
  store: Pick<Store, 'subscriptions' | 'teams'>;
  directory: Directory;
  now: Now;
}

/** Of the numbers that people choose, least and most; of a query, characters. */
export const wishLimits = { budget: [1, 48], publishers: [1, 50], within: [5, 2_880], query: 1_000 } as const;
/** A channel with more is told nothing that anybody would read. */
const maxPerChannel = 20;

/**
 * Subscribes a channel. Its first digest looks back one period of its cadence; a story that crossed the threshold of an alert before
 * is no news any more.
 * @throws FaultlineError `not-a-member`, `subscription-wrong`, `query-wrong`, or `subscriptions-full`
 */
export async function createSubscription(
  { store, directory, now }: SubscribePorts,
  actor: Actor,
  wish: SubscriptionWish,
): Promise<Subscription> {
  await authorizeChannel(directory, actor, wish.channel);
  checkWish(wish);
  const { items: others } = await store.subscriptions.list(actor.team, wish.channel, { limit: maxPerChannel });
  if (others.length >= maxPerChannel) throw new FaultlineError('subscriptions-full', { most: maxPerChannel });
  const createdAt = now();
  const nextAt = scheduleNext(wish, createdAt);
  const subscription: Subscription = {
    ...wish,
    // Short enough to type; a hash of its content would forbid two alike.
    id: randomBytes(5).toString('hex'),
    team: actor.team,
    createdBy: actor.user,
    createdAt,
    toldUntil: wish.cadence === 'alert' ? createdAt : new Date(nextAt.getTime() - spanOf(wish.cadence)),
    nextAt,
    version: 1,
  };
  await store.subscriptions.add(subscription);
  await noteDeed(
    { store, now },
    actor,
    `subscribed <#${wish.channel}> to ${quote(wish.query || 'everything')}, ${wish.cadence}`,
  );
  return subscription;
}

/**
 * @throws FaultlineError `subscription-unknown`, and as `createSubscription` does; moving it asks for a place in both channels
 */
export async function changeSubscription(
  ports: SubscribePorts,
  actor: Actor,
  id: string,
  changes: Partial<SubscriptionWish>,
): Promise<Subscription> {
  if (changes.channel) await authorizeChannel(ports.directory, actor, changes.channel);
  return edit(ports, actor, id, 'changed', (before) => {
    const after = { ...before, ...changes };
    checkWish(after);
    const isSameTime = after.cadence === before.cadence && after.at === before.at && after.timezone === before.timezone;
    return isSameTime ? after : { ...after, nextAt: scheduleNext(after, ports.now()) };
  });
}

/** Lets a subscription rest: nothing is sent until it is resumed, and what came meanwhile stands in the first digest after. */
export function pauseSubscription(ports: SubscribePorts, actor: Actor, id: string): Promise<Subscription> {
  return edit(ports, actor, id, 'paused', (before) => ({
    ...before,
    paused: before.paused ?? { at: ports.now(), why: 'asked' },
  }));
}

/**
 * Lets a subscription run again. What was missed is told once, as far back as one period of its cadence: a channel that rested for a
 * month does not want the month.
 */
export function resumeSubscription(ports: SubscribePorts, actor: Actor, id: string): Promise<Subscription> {
  return edit(ports, actor, id, 'resumed', ({ paused: _paused, ...before }) => {
    const nextAt = scheduleNext(before, ports.now());
    const earliest = new Date(nextAt.getTime() - spanOf(before.cadence));
    return { ...before, nextAt, toldUntil: before.toldUntil < earliest ? earliest : before.toldUntil };
  });
}

/**
 * @returns what was removed
 * @throws FaultlineError `subscription-unknown` or `not-a-member`
 */
export async function removeSubscription(ports: SubscribePorts, actor: Actor, id: string): Promise<Subscription> {
  const subscription = await findSubscription(ports.store, actor, id);
  await authorizeChannel(ports.directory, actor, subscription.channel);
  await ports.store.subscriptions.remove(id);
  await noteDeed(ports, actor, `removed ${tellSubscription(subscription)}`);
  return subscription;
}

/** Keeps a publisher out of a subscription's digests from now on; its articles are accounted for as muted. */
export function muteSource(ports: SubscribePorts, actor: Actor, id: string, publisher: string): Promise<Subscription> {
  return edit(ports, actor, id, `muted ${quote(publisher)} in`, (before) =>
    isMuted(before, { name: publisher }) ? before : { ...before, muted: [...before.muted, publisher] },
  );
}

/**
 * The subscription of the actor's own workspace with that id.
 * @throws FaultlineError `subscription-unknown`
 */
export async function findSubscription(
  store: Pick<Store, 'subscriptions'>,
  { team }: Actor,
  id: string,
): Promise<Subscription> {
  const subscription = await store.subscriptions.get(id);
  if (subscription?.team !== team) throw new FaultlineError('subscription-unknown', { subscription: id });
  return subscription;
}

/** Reads, decides and writes until no other writer came between. */
async function edit(
  ports: SubscribePorts,
  actor: Actor,
  id: string,
  deed: string,
  decide: (before: Subscription) => Subscription,
): Promise<Subscription> {
  for (;;) {
    const before = await findSubscription(ports.store, actor, id);
    await authorizeChannel(ports.directory, actor, before.channel);
    const after = { ...decide(before), version: before.version + 1 };
    if (!(await ports.store.subscriptions.replace(after))) continue;
    await noteDeed(ports, actor, `${deed} ${tellSubscription(after)}`);
    return after;
  }
}

function tellSubscription({ channel, query, cadence }: Subscription): string {
  return `the subscription of <#${channel}> to ${quote(query || 'everything')}, ${cadence}`;
}

/**
 * @throws FaultlineError `query-wrong` or `subscription-wrong`
 */
function checkWish(wish: SubscriptionWish): void {
  const { query, cadence, at, timezone, budget, threshold } = wish;
  const refuse = (why: string): never => {
    throw new FaultlineError('subscription-wrong', { why });
  };
  if (query.length > wishLimits.query) refuse(`a query has at most ${wishLimits.query} characters`);
  requireQuery(query);
  if (!cadences.includes(cadence)) refuse(`it comes ${cadences.join(', ')}`);
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(at)) refuse(`"${at}" is no time of day such as 08:30`);
  if (!isTimezone(timezone)) refuse(`"${timezone}" is no time zone such as Europe/Berlin`);
  if (!isWhole(budget, wishLimits.budget))
    refuse(`the messages a day are a whole number from ${wishLimits.budget.join(' to ')}`);
  if (cadence !== 'alert') return;
  if (!threshold) refuse('an alert needs to know how many publishers are enough');
  else if (!isWhole(threshold.publishers, wishLimits.publishers))
    refuse(`the publishers of an alert are a whole number from ${wishLimits.publishers.join(' to ')}`);
  else if (!isWhole(threshold.within, wishLimits.within)) refuse('the time of an alert is 5 minutes to 48 hours');
}

function isWhole(value: number, [least, most]: readonly [number, number]): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
