import { countLeft, startOfLongestDay } from '../digest/budget.ts';
import { createDelivery } from '../digest/delivery.ts';
import type { Digest } from '../digest/digest.ts';
import { type Subscription, scheduleNext } from '../digest/subscription.ts';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';
import { requireQuery } from '../query/parse.ts';
import { type Archive, compilePeriod } from './compile.ts';
import type { Perspective } from './perspective.ts';
import type { MayBegin, Now, Store } from './ports.ts';
import { rememberArchive } from './remember-archive.ts';
import { createFeedWatch } from './tell-feed-health.ts';

export interface CompileDuePorts {
  store: Archive & Pick<Store, 'subscriptions' | 'digests' | 'deliveries' | 'alerts' | 'feeds'>;
  now: Now;
  loadPerspective: (team: string) => Promise<Perspective>;
  /** Looks at a subscription with cadence `alert`; `room` is how many alerts it may still post that day. */
  raise: (subscription: Subscription, look: { until: Date; room: number; perspective: Perspective }) => Promise<void>;
  log: Log;
}

/** Subscriptions under a lease, to be told what was seen by `until`. */
export interface SubscriptionClaim {
  subscriptions: Subscription[];
  until: Date;
  leaseUntil: Date;
}

/** What one round did, in subscriptions. */
export interface CompileCount {
  /** A message is on its way. */
  queued: number;
  /** There was nothing to tell, or an alert was looked at. */
  quiet: number;
  failed: number;
}

/**
 * Milliseconds from the end of a period to its digest: an article is written a moment after the time at which it was seen, and what
 * is written after its period was compiled would be in no digest.
 */
export const settlingTime = 60_000;
/** Far longer than a claim takes to work off. Who fails rests as long: a claim that did not settle is left to run out. */
const leaseTime = 10 * 60_000;
/** So many subscriptions are claimed at once. */
export const claimSize = 50;

/**
 * Tells every subscription that is due: compiles the digest of its period, queues its message, and only then settles. Each step made
 * again changes nothing, so that a run that was stopped anywhere is made up for by the next. One subscription that fails is logged
 * and stops no other.
 */
export async function compileDue(ports: CompileDuePorts): Promise<CompileCount> {
  const count: CompileCount = { queued: 0, quiet: 0, failed: 0 };
  const loadPerspective = rememberPerspectives(ports.loadPerspective);
  for (;;) {
    const claim = await claimSubscriptions(ports);
    await compileEach(claim, { ...ports, loadPerspective }, count);
    if (claim.subscriptions.length < claimSize) return count;
  }
}

/** Takes the subscriptions that are longest due under a lease, at most `claimSize`. */
export async function claimSubscriptions({
  store,
  now,
}: {
  store: Pick<Store, 'subscriptions'>;
  now: Now;
}): Promise<SubscriptionClaim> {
  const leaseUntil = new Date(now().getTime() + leaseTime);
  const until = untilOf(leaseUntil);
  return { subscriptions: await store.subscriptions.claimDue(until, leaseUntil, claimSize), until, leaseUntil };
}

/** Up to when a claim is told, which its lease tells as well. */
function untilOf(leaseUntil: Date): Date {
  return new Date(leaseUntil.getTime() - leaseTime - settlingTime);
}

/**
 * Tells subscriptions that another claimed because they were due. Asked for the same claim again, it does what was not done: a
 * subscription that was settled is due later, and what outlives the lease is claimed anew.
 * @param mayBegin once it says no, what was not begun is left to the next claim
 * @returns also how many were left
 */
export async function compileClaimed(
  ports: CompileDuePorts,
  { ids, leaseUntil }: { ids: readonly string[]; leaseUntil: Date },
  mayBegin: MayBegin,
): Promise<CompileCount & { left: number }> {
  const until = untilOf(leaseUntil);
  const found = await Promise.all(ids.map((id) => ports.store.subscriptions.get(id)));
  const subscriptions = found.filter((one) => one !== undefined).filter((one) => !one.paused && one.nextAt <= until);
  const count: CompileCount = { queued: 0, quiet: 0, failed: 0 };
  const loadPerspective = rememberPerspectives(ports.loadPerspective);
  await compileEach({ subscriptions, until, leaseUntil }, { ...ports, loadPerspective }, count, mayBegin);
  return { ...count, left: subscriptions.length - count.queued - count.quiet - count.failed };
}

/** Loads the perspective of each workspace once. */
function rememberPerspectives(load: CompileDuePorts['loadPerspective']): CompileDuePorts['loadPerspective'] {
  const perspectives = new Map<string, Promise<Perspective>>();
  return (team) => {
    const known = perspectives.get(team) ?? load(team);
    perspectives.set(team, known);
    return known;
  };
}

async function compileEach(
  { subscriptions, until, leaseUntil }: SubscriptionClaim,
  ports: CompileDuePorts,
  count: CompileCount,
  mayBegin: MayBegin = () => true,
): Promise<void> {
  // Most of them are told of the same hours.
  const archive = rememberArchive(ports.store);
  const tellFeeds = createFeedWatch(ports);
  for (const subscription of subscriptions) {
    // Another may have it by now.
    if (ports.now() >= leaseUntil || !mayBegin()) return;
    try {
      const perspective = await ports.loadPerspective(subscription.team);
      const tell = subscription.cadence === 'alert' ? lookForAlerts : tellPeriods;
      const { toldUntil, queued } = await tell(ports, subscription, { until, archive, perspective });
      await tellFeeds(subscription, toldUntil);
      const { id, version } = subscription;
      const nextAt = scheduleNext(subscription, toldUntil);
      await ports.store.subscriptions.settle({ id, toldUntil, nextAt, version }, leaseUntil);
      count[queued ? 'queued' : 'quiet']++;
    } catch (error) {
      count.failed++;
      ports.log('error', 'subscription failed', { subscription: subscription.id, reason: describeError(error) });
    }
  }
}

interface Round {
  /** What was seen by then is in the store. */
  until: Date;
  archive: Archive;
  perspective: Perspective;
}

/** How far a subscription is told by now, and whether a message goes out for it. */
interface Told {
  toldUntil: Date;
  queued: boolean;
}

async function lookForAlerts(
  { store, raise }: CompileDuePorts,
  subscription: Subscription,
  { until, perspective }: Round,
): Promise<Told> {
  const room = countLeft(subscription, await listSent(store, subscription.id, until), until);
  await raise(subscription, { until, room, perspective });
  return { toldUntil: until, queued: false };
}

/**
 * Compiles what is due of a subscription as one period, however many went by while nobody compiled: up to the last scheduled time
 * that has passed.
 */
async function tellPeriods(
  { store, now, log }: CompileDuePorts,
  subscription: Subscription,
  { until, archive, perspective }: Round,
): Promise<Told> {
  const to = findLastDue(subscription, until);
  // A run that was stopped before it settled may have kept a digest: that period is told, if only its message is queued.
  const kept = await store.digests.previous(subscription.id, new Date(to.getTime() + 1));
  const isMadeUp = kept !== undefined && kept.to > subscription.toldUntil;
  const from = isMadeUp ? kept.to : subscription.toldUntil;
  let queued = isMadeUp && (await queueDigest(store, subscription, kept, now()));
  if (from >= to) return { toldUntil: from, queued };
  const sent = await listSent(store, subscription.id, now());
  const sources = { ...archive, digests: store.digests };
  const digest = await compileWithinBudget(sources, subscription, { from, to }, { sent, now: now(), perspective });
  queued = (await queueDigest(store, subscription, digest, now())) || queued;
  log('info', 'digest compiled', {
    subscription: subscription.id,
    digest: digest.id,
    items: digest.receipt.items,
    stories: digest.stories.length,
    held: digest.held.length,
  });
  return { toldUntil: to, queued };
}

/** Sends a digest on its way, once; one without stories is kept with its receipt and posts nothing. */
async function queueDigest(
  store: Pick<Store, 'deliveries'>,
  { id: subscriptionId, team, channel }: Subscription,
  { id, stories }: Digest,
  now: Date,
): Promise<boolean> {
  if (stories.length === 0) return false;
  const consignment = { kind: 'digest', digestId: id } as const;
  await store.deliveries.add(createDelivery({ id, team, channel, subscriptionId, consignment }, now));
  return true;
}

function findLastDue(subscription: Subscription, until: Date): Date {
  let last = subscription.nextAt;
  for (let next = scheduleNext(subscription, last); next <= until; next = scheduleNext(subscription, next)) last = next;
  return last;
}

/** When the messages of a subscription were made that may be of the local day of a time. */
async function listSent(store: Pick<Store, 'deliveries'>, id: string, time: Date): Promise<Date[]> {
  const deliveries = await store.deliveries.listSince(id, startOfLongestDay(time));
  return deliveries.map(({ createdAt }) => createdAt);
}

/**
 * The digest of a period as the readers of a subscription are told it: where the messages of its day are spent, all is held.
 * @param sent when its messages were made, those of that day at least
 * @throws FaultlineError `query-wrong`
 */
export async function compileWithinBudget(
  store: Archive & Pick<Store, 'digests'>,
  subscription: Pick<Subscription, 'id' | 'query' | 'timezone' | 'budget' | 'muted'>,
  { from, to }: { from: Date; to: Date },
  { sent, now, perspective }: { sent: readonly Date[]; now: Date; perspective: Perspective },
): Promise<Digest> {
  const { id: subscriptionId, muted } = subscription;
  const query = requireQuery(subscription.query);
  const room = countLeft(subscription, sent, now) > 0 ? undefined : 0;
  return compilePeriod(store, { subscriptionId, query, from, to, room, muted }, perspective);
}
