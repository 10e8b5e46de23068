import pMap from 'p-map';
import type { Alert } from '../digest/alert.ts';
import type { Delivery } from '../digest/delivery.ts';
import { type Cargo, findNextStep, type Step } from '../digest/next-message.ts';
import type { Finding, PostOutcome } from '../digest/post-outcome.ts';
import {
  beginPost,
  fail,
  finish,
  leaseTime,
  putOff,
  settleEdit,
  settleFinding,
  settlePost,
} from '../digest/settle-delivery.ts';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';
import { askMaker } from './ask-maker.ts';
import type { MayBegin, Messenger, Now, Store } from './ports.ts';
import { restSubscriptions } from './rest-subscriptions.ts';
import { loadTeamSettings } from './team-settings.ts';

export interface DeliverPorts {
  store: Pick<Store, 'deliveries' | 'digests' | 'alerts' | 'subscriptions' | 'teams'>;
  messenger: Messenger;
  now: Now;
  log: Log;
  /** Once it says no, no delivery is taken and no message begun: what is left is put off till the next round. Always yes if not given. */
  mayBegin?: MayBegin;
}

/** How many deliveries ended how: `later` is taken up again, `lost` went to another worker meanwhile. */
export type DeliverReport = Record<'sent' | 'later' | 'asked' | 'failed' | 'lost', number>;

const always: MayBegin = () => true;

/** Slack takes about one message a second of a channel, so that channels wait side by side. */
const concurrency = 10;

/** The deliveries of one channel, one after another. */
interface Line {
  last: Promise<unknown>;
  /** Slack wants nothing for the channel before. */
  closedUntil?: Date;
}

/**
 * Posts what is due: channels side by side, the deliveries of one channel one after another. Each is claimed when there is a hand
 * for it.
 *
 * That nothing is posted twice hangs on the order of things: that a post begins is written before it, under the lease, and what came
 * of it after. Whoever takes over a delivery with a post begun looks for the message first, or asks.
 * @param limit at most so many deliveries
 * @param onEnd told of each delivery as it was left, but for those that went to another worker
 * @throws what the store throws; a delivery that was under way then is taken over when its lease has run out
 */
export async function deliverDue(
  ports: DeliverPorts,
  { limit, onEnd }: { limit: number; onEnd?: (delivery: Delivery) => void },
): Promise<DeliverReport> {
  const report: DeliverReport = { sent: 0, later: 0, asked: 0, failed: 0, lost: 0 };
  const lines = new Map<string, Line>();
  const errors: unknown[] = [];
  await pMap(
    claimEach(ports, limit, errors),
    async (claimed) => {
      const key = `${claimed.team} ${claimed.channel}`;
      const line = lines.get(key) ?? { last: Promise.resolve() };
      lines.set(key, line);
      const turn = line.last.then(() => deliver(claimed, ports, line));
      line.last = turn.catch(() => undefined);
      try {
        const left = await turn;
        report[nameEnding(left)] += 1;
        if (left) onEnd?.(left);
      } catch (error) {
        ports.log('error', 'a delivery stopped', { delivery: claimed.id, why: describeError(error) });
        errors.push(error);
      }
    },
    { concurrency },
  );
  if (errors.length > 0) throw errors[0];
  return report;
}

async function* claimEach(
  { store, now, mayBegin = always }: DeliverPorts,
  limit: number,
  errors: unknown[],
): AsyncGenerator<Delivery> {
  for (let count = 0; count < limit && mayBegin(); count++) {
    try {
      const time = now();
      const [claim] = await store.deliveries.claimDue(time, new Date(time.getTime() + leaseTime), 1);
      if (!claim) return;
      yield claim.delivery;
    } catch (error) {
      // Thrown here, it would end the round while others are still at work.
      errors.push(error);
      return;
    }
  }
}

/** @returns the delivery as it was left, `undefined` where the claim was lost to another worker */
async function deliver(claimed: Delivery, ports: DeliverPorts, line: Line): Promise<Delivery | undefined> {
  const { store, now, mayBegin = always } = ports;
  const { closedUntil } = line;
  if (closedUntil && closedUntil > now()) return rewrite(store, claimed, (before) => putOff(before, closedUntil));
  let held = claimed;
  let cargo: Cargo | undefined;
  for (;;) {
    if (!mayBegin()) return rewrite(store, held, (before) => putOff(before, now()));
    // A digest never changes; an alert may have grown since the last step.
    if (cargo?.kind !== 'digest') cargo = await loadCargo(store, held.consignment);
    const after = cargo
      ? await takeStep(findNextStep(held, cargo), held, ports, line)
      : await rewrite(store, held, (before) => fail(before, 'what it would say is not kept any more'));
    if (after?.state !== 'claimed') return after;
    held = after;
  }
}

function nameEnding(delivery: Delivery | undefined): keyof DeliverReport {
  if (!delivery) return 'lost';
  const { state } = delivery;
  return state === 'sent' || state === 'asked' || state === 'failed' ? state : 'later';
}

async function loadCargo(
  store: Pick<Store, 'digests' | 'alerts'>,
  consignment: Delivery['consignment'],
): Promise<Cargo | undefined> {
  switch (consignment.kind) {
    case 'digest': {
      const digest = await store.digests.get(consignment.digestId);
      return digest && { kind: 'digest', digest };
    }
    case 'alert': {
      const alert = await store.alerts.get(consignment.alertId);
      return alert && { kind: 'alert', alert };
    }
    case 'notice':
      return consignment;
  }
}

/** @returns the delivery after one step, `undefined` where the claim was lost to another worker */
async function takeStep(step: Step, held: Delivery, ports: DeliverPorts, line: Line): Promise<Delivery | undefined> {
  const { store, messenger, now } = ports;
  if (step.kind === 'done') {
    // Whoever comes between is an alert that grew: then it is not finished but looked at again.
    return rewrite(store, held, (before) => (before === held ? finish(before) : before));
  }
  const { team, channel, triedAt, mayRepeat } = held;
  if (step.kind === 'edit') {
    const outcome = await messenger.edit({ team, channel, ts: step.ts }, step.message);
    const moment = { now: now(), random: Math.random() };
    return settle(outcome, held, (before) => settleEdit(before, outcome, moment, step.shown), ports, line);
  }
  // A notice said twice does no harm.
  if (triedAt && step.message.kind !== 'notice') return findOut(step, held, triedAt, ports, line);
  const begun = await rewrite(store, held, (before) => beginPost(before, now()));
  if (!begun) return undefined;
  const outcome = await messenger.post(addressOf(step, held), step.message, step.mark, mayRepeat);
  const moment = { now: now(), random: Math.random() };
  return settle(outcome, begun, (before) => settlePost(before, outcome, moment, step.shown), ports, line);
}

/** Settles a message that may have arrived: looks for it, or has the maker of the subscription asked. */
async function findOut(
  step: Extract<Step, { kind: 'post' }>,
  held: Delivery,
  triedAt: Date,
  ports: DeliverPorts,
  line: Line,
): Promise<Delivery | undefined> {
  const { store, messenger, now } = ports;
  const finding = await messenger.find(addressOf(step, held), step.mark, triedAt);
  const { whenUnsure } = await loadTeamSettings(store, held.team);
  const moment = { now: now(), random: Math.random() };
  const mustAsk = finding.kind === 'unreadable' && whenUnsure === 'ask';
  if (mustAsk && !(await askMaker(ports, held, triedAt, step.message))) {
    return rewrite(store, held, (before) => fail(before, 'it may not have arrived, and its subscription was removed'));
  }
  return settle(finding, held, (before) => settleFinding(before, finding, whenUnsure, moment), ports, line);
}

function addressOf({ thread }: Extract<Step, { kind: 'post' }>, { team, channel }: Delivery) {
  return { team, channel, ...(thread ? { thread } : {}) };
}

/** Does what an outcome asks for beside the delivery, and then writes what becomes of the delivery. */
async function settle(
  outcome: PostOutcome | Finding,
  held: Delivery,
  change: (before: Delivery) => Delivery,
  ports: DeliverPorts,
  line: Line,
): Promise<Delivery | undefined> {
  const { id, team, channel, posted, correlation } = held;
  const facts = { delivery: id, part: posted.length, ...(correlation ? { correlation } : {}) };
  if (outcome.kind === 'posted') ports.log('info', 'message posted', facts);
  if (outcome.kind === 'unsure') ports.log('warn', 'whether a message arrived is not known', facts);
  if (outcome.kind === 'channel-gone') {
    ports.log('warn', 'a channel cannot be posted to', { ...facts, team, channel, why: outcome.why });
    await restSubscriptions(ports, { team, channel }, outcome.why);
  }
  if (outcome.kind === 'team-gone') ports.log('warn', 'a workspace took our access away', { ...facts, team });
  if (outcome.kind === 'refused') ports.log('error', 'Slack refused a message', { ...facts, why: outcome.reason });
  const after = await rewrite(ports.store, held, change);
  if (!after) ports.log('warn', 'a claim ran out while its worker was at it', { ...facts, outcome: outcome.kind });
  if (after && outcome.kind === 'limited') line.closedUntil = after.dueAt;
  return after;
}

/**
 * Writes a change of a claimed delivery, on top of what others wrote meanwhile.
 * @returns the delivery as written, `undefined` where the claim was lost to another worker
 */
async function rewrite(
  store: Pick<Store, 'deliveries'>,
  held: Delivery,
  change: (before: Delivery) => Delivery,
): Promise<Delivery | undefined> {
  for (let before = held; ; ) {
    const after = { ...change(before), version: before.version + 1 };
    if (await store.deliveries.replace(after)) return after;
    const current = await store.deliveries.get(held.id);
    // A lease begins only where the one before has run out: its end tells claims apart.
    if (current?.state !== 'claimed' || current.leaseUntil?.getTime() !== held.leaseUntil?.getTime()) return undefined;
    before = current;
  }
}

/**
 * Has an alert that grew looked at again by whoever delivers. To be called after the alert was written; where it is called again for
 * the same version, nothing happens.
 */
export async function reopenDelivery(
  store: Pick<Store, 'deliveries'>,
  { id, version }: Pick<Alert, 'id' | 'version'>,
  now: Date,
): Promise<void> {
  for (;;) {
    const before = await store.deliveries.get(id);
    if (!before || isLookedAt(before, version)) return;
    // A worker that holds it may have read the alert before it grew: its next write is refused, and it looks again.
    const after = before.state === 'sent' ? { ...before, state: 'due' as const, dueAt: now } : before;
    if (await store.deliveries.replace({ ...after, version: before.version + 1 })) return;
  }
}

/** Whether whoever takes it up next will read the alert anyway, or nothing is to be done. */
function isLookedAt({ state, shown = 0, posted }: Delivery, version: number): boolean {
  if (state === 'sent') return shown >= version || posted[0] === '';
  return state !== 'claimed';
}
