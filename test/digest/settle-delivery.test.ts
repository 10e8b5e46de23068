import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../lib/digest/delivery.ts';
import type { Finding, PostOutcome } from '../../lib/digest/post-outcome.ts';
import {
  beginPost,
  fail,
  finish,
  putOff,
  settleAnswer,
  settleEdit,
  settleFinding,
  settlePost,
} from '../../lib/digest/settle-delivery.ts';
import { buildDelivery, minutesLater, morning } from '../fixtures/builders.ts';

const moment = { now: minutesLater(1), random: 0.5 };
const secondsLater = (seconds: number) => new Date(moment.now.getTime() + seconds * 1000);

/** A delivery whose worker has begun to post, under a lease. */
function buildBegun(overrides: Partial<Delivery> = {}): Delivery {
  return buildDelivery({ state: 'claimed', triedAt: morning, leaseUntil: minutesLater(1), ...overrides });
}

const unsure: PostOutcome = { kind: 'unsure', reason: 'HTTP 500' };
const notSent: PostOutcome = { kind: 'not-sent', reason: 'ECONNREFUSED' };

describe('before a post', () => {
  it('is written when it began, and the lease renewed', () => {
    const claimed = buildDelivery({ state: 'claimed', leaseUntil: minutesLater(1) });
    expect(beginPost(claimed, moment.now)).toEqual({ ...claimed, triedAt: moment.now, leaseUntil: minutesLater(2) });
  });
});

describe('after a post', () => {
  it('is kept where the message stands, and the delivery stays claimed for the next', () => {
    const before = buildBegun({ attempts: 3, mayRepeat: true, reason: 'HTTP 500', posted: ['1.1'] });
    const after = settlePost(before, { kind: 'posted', ts: '1.2' }, moment);
    expect(after).toEqual(
      buildDelivery({ state: 'claimed', leaseUntil: minutesLater(1), posted: ['1.1', '1.2'], attempts: 0 }),
    );
  });

  it('is kept which version of an alert the message shows', () => {
    expect(settlePost(buildBegun(), { kind: 'posted', ts: '1.1' }, moment, 4)).toMatchObject({ shown: 4 });
  });

  it('the delivery is due when Slack wants it, and nothing is to be looked for', () => {
    const before = buildBegun({ attempts: 2, mayRepeat: true });
    expect(settlePost(before, { kind: 'limited', seconds: 30 }, moment)).toEqual(
      buildDelivery({ state: 'due', dueAt: secondsLater(30), attempts: 2, mayRepeat: true }),
    );
  });

  it.each([
    [0, 1],
    [-5, 1],
    [86_400, 3_600],
  ])('waits no less than a second and no more than an hour where Slack says %d s: %d s', (said, waited) => {
    expect(settlePost(buildBegun(), { kind: 'limited', seconds: said }, moment).dueAt).toEqual(secondsLater(waited));
  });

  it.each([
    [0, 10],
    [1, 20],
    [2, 40],
    [7, 1_280],
    [8, 1_800],
    [900, 1_800],
  ])('that certainly was not sent, after %d attempts the delivery is due in %d s', (attempts, seconds) => {
    const after = settlePost(buildBegun({ attempts }), notSent, moment);
    expect(after).toEqual(
      buildDelivery({ state: 'due', dueAt: secondsLater(seconds), attempts: attempts + 1, reason: 'ECONNREFUSED' }),
    );
  });

  it('spreads what failed together by a quarter', () => {
    const dueAt = (random: number) => settlePost(buildBegun(), notSent, { ...moment, random }).dueAt;
    expect([0, 0.5, 1].map(dueAt)).toEqual([secondsLater(8.75), secondsLater(10), secondsLater(11.25)]);
  });

  it('that may have arrived, the delivery is unsure, and looked at a minute later', () => {
    expect(settlePost(buildBegun({ posted: ['1.1'] }), unsure, moment)).toEqual(
      buildDelivery({
        state: 'unsure',
        triedAt: morning,
        dueAt: secondsLater(60),
        attempts: 1,
        posted: ['1.1'],
        reason: 'HTTP 500',
      }),
    );
  });

  it.each([
    [{ kind: 'channel-gone', why: 'channel-gone' }, 'the channel is archived or deleted'],
    [{ kind: 'channel-gone', why: 'not-in-channel' }, 'the app is not in the channel'],
    [{ kind: 'team-gone' }, 'the workspace took the access of the app away'],
    [{ kind: 'refused', reason: 'invalid_blocks' }, 'invalid_blocks'],
  ] as const)('that ended with %j, the delivery has failed', (outcome, reason) => {
    expect(settlePost(buildBegun(), outcome, moment)).toEqual(buildDelivery({ state: 'failed', reason }));
  });

  it('of a reply that Slack refuses, the other replies go on', () => {
    const before = buildBegun({ posted: ['1.1', '1.2'] });
    const after = settlePost(before, { kind: 'refused', reason: 'invalid_blocks' }, moment);
    expect(after).toMatchObject({ state: 'claimed', posted: ['1.1', '1.2', ''] });
  });
});

describe('after an edit', () => {
  const posted = buildDelivery({
    state: 'claimed',
    leaseUntil: minutesLater(1),
    posted: ['1.1'],
    shown: 1,
    attempts: 1,
  });

  it('is kept which version the message shows', () => {
    expect(settleEdit(posted, { kind: 'posted', ts: '1.1' }, moment, 3)).toEqual({ ...posted, shown: 3, attempts: 0 });
  });

  it.each([unsure, notSent])('that ended with %j, it is made again later: it can be made twice', (outcome) => {
    expect(settleEdit(posted, outcome, moment, 3)).toEqual(
      buildDelivery({
        state: 'due',
        posted: ['1.1'],
        shown: 1,
        dueAt: secondsLater(20),
        attempts: 2,
        reason: outcome.kind === 'unsure' || outcome.kind === 'not-sent' ? outcome.reason : '',
      }),
    );
  });

  it('the thread goes on where the message may not be edited, and ends where it was deleted', () => {
    const settle = (reason: string) => settleEdit(posted, { kind: 'refused', reason }, moment, 3);
    expect(settle('edit_window_closed')).toEqual({ ...posted, shown: 3, attempts: 0 });
    expect(settle('message_not_found')).toMatchObject({ state: 'failed', reason: 'message_not_found' });
  });
});

describe('after the search for a message that may have arrived', () => {
  const before = buildBegun({ posted: ['1.1'] });
  const settle = (finding: Finding, whenUnsure: 'ask' | 'repeat' = 'ask') =>
    settleFinding(before, finding, whenUnsure, moment);

  it('it is kept where it was found; which version of an alert it shows is not known', () => {
    const after = settle({ kind: 'found', ts: '1.2' });
    expect(after).toMatchObject({ state: 'claimed', posted: ['1.1', '1.2'] });
    expect(after).not.toHaveProperty('triedAt');
    expect(after).not.toHaveProperty('shown');
  });

  it('it is to be posted where it is absent', () => {
    const after = settle({ kind: 'absent' });
    expect(after).toMatchObject({ state: 'claimed', posted: ['1.1'] });
    expect(after).not.toHaveProperty('triedAt');
    expect(after).not.toHaveProperty('mayRepeat');
  });

  it('where nobody may look, a person is asked, or it is repeated with a word', () => {
    expect(settle({ kind: 'unreadable' })).toMatchObject({ state: 'asked', triedAt: morning });
    const repeated = settle({ kind: 'unreadable' }, 'repeat');
    expect(repeated).toMatchObject({ state: 'claimed', mayRepeat: true });
    expect(repeated).not.toHaveProperty('triedAt');
  });

  it('where it failed, it is looked for later, and no less unsure', () => {
    expect(settle({ kind: 'failed', reason: 'HTTP 500' })).toMatchObject({
      state: 'unsure',
      triedAt: morning,
      dueAt: secondsLater(60),
      attempts: 1,
    });
  });

  it('where the channel or the workspace is gone, the delivery has failed', () => {
    expect(settle({ kind: 'channel-gone', why: 'not-in-channel' })).toMatchObject({ state: 'failed' });
    expect(settle({ kind: 'team-gone' })).toMatchObject({ state: 'failed' });
  });
});

describe('the answer of a person', () => {
  const asked = buildDelivery({ state: 'asked', triedAt: morning, attempts: 2, posted: ['1.1'], reason: 'HTTP 500' });

  it('has the message posted again, saying that it may be a repeat', () => {
    expect(settleAnswer(asked, 'post-again', moment.now)).toEqual(
      buildDelivery({ state: 'due', dueAt: moment.now, posted: ['1.1'], mayRepeat: true, reason: 'HTTP 500' }),
    );
  });

  it('has a reply count as arrived, and the next ones posted', () => {
    const after = settleAnswer({ ...asked, mayRepeat: true }, 'leave', moment.now);
    expect(after).toMatchObject({ state: 'due', dueAt: moment.now, posted: ['1.1', ''] });
    expect(after).not.toHaveProperty('mayRepeat');
  });

  it('ends a delivery whose first message is left: nobody knows where its thread would be', () => {
    expect(settleAnswer({ ...asked, posted: [] }, 'leave', moment.now)).toMatchObject({ state: 'sent', posted: [''] });
  });
});

describe('a delivery', () => {
  it('that is put off is as sure as it was', () => {
    expect(putOff(buildBegun(), minutesLater(9))).toMatchObject({ state: 'unsure', dueAt: minutesLater(9) });
    const { triedAt: _, ...certain } = buildBegun();
    expect(putOff(certain, minutesLater(9))).toMatchObject({ state: 'due', dueAt: minutesLater(9) });
  });

  it('that is sent or has failed is held by nobody, and nothing of it is to be looked for', () => {
    const { triedAt: _, ...certain } = buildBegun({ posted: ['1.1'], reason: 'HTTP 500' });
    expect(finish(certain)).toEqual(buildDelivery({ state: 'sent', posted: ['1.1'] }));
    expect(fail(buildBegun(), 'gone')).toEqual(buildDelivery({ state: 'failed', reason: 'gone' }));
  });

  it('forgets that a message may have arrived only where it is known, or a person said so', () => {
    const outcomes = fc.oneof(
      fc.constant<PostOutcome>(unsure),
      fc.record({ kind: fc.constant('unsure' as const), reason: fc.string() }),
    );
    const findings = fc.record({ kind: fc.constant('failed' as const), reason: fc.string() });
    fc.assert(
      fc.property(
        outcomes,
        findings,
        fc.nat(50),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (outcome, finding, attempts, random) => {
          const when = { now: moment.now, random };
          const posted = settlePost(buildBegun({ attempts }), outcome, when);
          const searched = settleFinding(buildBegun({ attempts }), finding, 'repeat', when);
          for (const { state, triedAt, dueAt } of [posted, searched, putOff(buildBegun(), moment.now)]) {
            expect({ state, triedAt }).toEqual({ state: 'unsure', triedAt: morning });
            expect(dueAt >= moment.now && dueAt <= minutesLater(40)).toBe(true);
          }
        },
      ),
    );
  });
});
