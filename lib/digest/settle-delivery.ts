import type { Delivery } from './delivery.ts';
import { describeFailure, type Finding, type PostFailure, type PostOutcome } from './post-outcome.ts';

/** Longer than posting one message takes, so that a claim runs out only where its worker died or sleeps. */
export const leaseTime = 60_000;
const firstRetry = 10_000;
/** A post without an answer may still be on its way into the channel: it is looked for when it has arrived or never will. */
const firstLook = 60_000;
const longestWait = 30 * 60_000;
/** Slack asks for seconds; whoever asks for more than this on the way there has miscounted. */
const longestLimit = 60 * 60;

/** When something is settled, and a number from 0 to 1 that spreads what failed together. */
export interface Moment {
  now: Date;
  random: number;
}

/**
 * A claimed delivery whose next message is posted right after this is written. It stays so where the worker then dies, and whoever
 * takes the delivery over knows that the message may have arrived.
 */
export function beginPost(before: Delivery, now: Date): Delivery {
  return { ...before, triedAt: now, leaseUntil: new Date(now.getTime() + leaseTime) };
}

/**
 * A claimed delivery after the post of its next message. A reply that Slack refuses takes no others with it; where Slack refuses the
 * first message, the delivery has failed.
 * @param shown the version of the alert that the message shows
 */
export function settlePost(before: Delivery, outcome: PostOutcome, moment: Moment, shown?: number): Delivery {
  if (outcome.kind === 'posted') return recordPosted(before, outcome.ts, shown);
  if (outcome.kind === 'refused' && before.posted.length > 0) return recordPosted(before, '');
  if (outcome.kind !== 'unsure') return settleFailure(before, outcome, moment);
  return wait({ ...release(before), reason: outcome.reason }, 'unsure', firstLook, moment);
}

/** A claimed delivery after the edit of its message, which can be made again whatever became of it. */
export function settleEdit(before: Delivery, outcome: PostOutcome, moment: Moment, shown: number): Delivery {
  // A message that the workspace's rules do not let us edit any more still has a thread; one that somebody deleted has not.
  const isSettled = outcome.kind === 'refused' && !/^message_not_found\b/.test(outcome.reason);
  if (outcome.kind === 'posted' || isSettled) return { ...forgetReason(before), attempts: 0, shown };
  return settleFailure(before, outcome, moment);
}

/**
 * A claimed delivery whose next message may have arrived, after the search for it. Where it is `claimed` still and was not found, the
 * message is to be posted.
 * @param whenUnsure what the workspace wants where the app may not read the channel
 */
export function settleFinding(
  before: Delivery,
  finding: Finding,
  whenUnsure: 'ask' | 'repeat',
  moment: Moment,
): Delivery {
  switch (finding.kind) {
    // Which version of an alert it shows is not known: it is edited to the latest.
    case 'found':
      return recordPosted(before, finding.ts);
    case 'absent':
      return forgetTry(before);
    case 'unreadable':
      return whenUnsure === 'repeat'
        ? { ...forgetTry(before), mayRepeat: true }
        : { ...release(before), state: 'asked' };
    case 'failed':
      return wait({ ...release(before), reason: finding.reason }, 'unsure', firstLook, moment);
    default:
      return settleFailure(before, finding, moment);
  }
}

/** A claimed delivery of which all stands in Slack. */
export function finish(before: Delivery): Delivery {
  return { ...forgetReason(release(before)), state: 'sent' };
}

/** A claimed delivery that cannot be posted. */
export function fail(before: Delivery, reason: string): Delivery {
  return { ...forgetTry(release(before)), state: 'failed', reason };
}

/** A claimed delivery put off, whatever is known of its next message. */
export function putOff(before: Delivery, until: Date): Delivery {
  return { ...release(before), state: before.triedAt ? 'unsure' : 'due', dueAt: until };
}

/**
 * A delivery of which a person said what became of its next message: `leave` it counts as arrived, `post-again` it is posted, saying
 * that it may be a repeat. Nobody knows where a message is that was left: replies to it have no place.
 */
export function settleAnswer(before: Delivery, choice: 'post-again' | 'leave', now: Date): Delivery {
  const due: Delivery = { ...forgetTry(release(before)), state: 'due', dueAt: now, attempts: 0 };
  if (choice === 'post-again') return { ...due, mayRepeat: true };
  const { mayRepeat: _mayRepeat, ...left } = { ...due, posted: [...due.posted, ''] };
  return before.posted.length > 0 ? left : { ...left, state: 'sent' };
}

function settleFailure(before: Delivery, failure: PostFailure, moment: Moment): Delivery {
  const certain = forgetTry(release(before));
  switch (failure.kind) {
    case 'limited': {
      const seconds = Math.min(longestLimit, Math.max(1, failure.seconds));
      return { ...certain, state: 'due', dueAt: new Date(moment.now.getTime() + seconds * 1000) };
    }
    case 'not-sent':
    case 'unsure':
      return wait({ ...certain, reason: failure.reason }, 'due', firstRetry, moment);
    default:
      return { ...certain, state: 'failed', reason: describeFailure(failure) };
  }
}

function recordPosted(before: Delivery, ts: string, shown?: number): Delivery {
  const { mayRepeat: _mayRepeat, ...rest } = forgetReason(forgetTry(before));
  return { ...rest, posted: [...before.posted, ts], attempts: 0, ...(shown === undefined ? {} : { shown }) };
}

function forgetTry(before: Delivery): Delivery {
  const { triedAt: _triedAt, ...rest } = before;
  return rest;
}

function forgetReason(before: Delivery): Delivery {
  const { reason: _reason, ...rest } = before;
  return rest;
}

function release(before: Delivery): Delivery {
  const { leaseUntil: _leaseUntil, ...rest } = before;
  return rest;
}

/** Later each time, up to half an hour, for ever: nothing is lost. Spread by a quarter. */
function wait(before: Delivery, state: 'due' | 'unsure', first: number, { now, random }: Moment): Delivery {
  const attempts = before.attempts + 1;
  const pause = Math.min(longestWait, first * 2 ** Math.min(before.attempts, 20)) * (0.875 + random / 4);
  return { ...before, state, attempts, dueAt: new Date(now.getTime() + pause) };
}
