import { describe, expect } from 'vitest';
import type { Delivery } from '../../lib/digest/delivery.ts';
import { FaultlineError } from '../../lib/errors.ts';
import { answerUnsure } from '../../lib/jobs/ask-maker.ts';
import { deliverDue } from '../../lib/jobs/deliver.ts';
import type { Directory, Store } from '../../lib/jobs/ports.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';
import { readChannel } from '../slack/fixture.ts';
import { it, queueDigest, readDelivery, readMarks } from './deliver-fixture.ts';

const limit = 100;

/** Uma is an admin, U2 a member of C1; U1 made the subscription and has left the channel. */
const directory: Directory = {
  isAdmin: async (_team, user) => user === 'UMA',
  isMember: async (_team, channel, user) => channel === 'C1' && user === 'U2',
};

function answer(store: Store, user: string, choice: 'post-again' | 'leave', { team = 'T1', id = 'digest-1' } = {}) {
  return answerUnsure({ store, directory, now: () => minutesLater(5) }, { team, user }, id, choice);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof FaultlineError ? error.code : String(error);
  }
}

async function ask(store: Store, overrides: Partial<Delivery> = {}): Promise<void> {
  await queueDigest(store, { state: 'asked', triedAt: morning, ...overrides });
}

describe('the answer to whether a message arrived', () => {
  it('has it posted again, with a word, and what follows it', async ({ store, slack, portsOf, clock }) => {
    await ask(store);
    await answer(store, 'U2', 'post-again');
    clock.pass(5);
    await deliverDue(portsOf(slack), { limit });
    expect(readMarks(slack)).toEqual(['?digest-1:0', '>digest-1:1', '>digest-1:2']);
  });

  it('leaves a message that has a thread, which is given up: nobody knows where it is', async ({
    store,
    slack,
    portsOf,
    clock,
  }) => {
    await ask(store);
    expect(await answer(store, 'U2', 'leave')).toMatchObject({ state: 'sent', posted: [''] });
    clock.pass(5);
    await deliverDue(portsOf(slack), { limit });
    expect(readMarks(slack)).toEqual([]);
  });

  it('leaves a reply, and goes on with the next', async ({ store, slack, portsOf, clock }) => {
    await queueDigest(store);
    const ports = portsOf(slack);
    const post: typeof ports.messenger.post = (to, message, mark, mayRepeat) => {
      if (mark === 'digest-1:1') slack.faults.next('chat.postMessage', { kind: 'cut', taken: true });
      return ports.messenger.post(to, message, mark, mayRepeat);
    };
    await deliverDue({ ...ports, messenger: { ...ports.messenger, post } }, { limit });
    clock.pass(2);
    await deliverDue(ports, { limit });
    await answer(store, 'U1', 'leave');
    clock.pass(5);
    await deliverDue(ports, { limit });
    expect(readMarks(slack)).toEqual(['digest-1:0', '>digest-1:1', '>digest-1:2']);
    expect(readChannel(slack, 'U1')[0]?.text).toContain('the details of "Story 1 of digest-1"');
  });

  it('is asked for anew where the message may again have arrived or not', async ({ store, slack, portsOf, clock }) => {
    await ask(store);
    await answer(store, 'U1', 'post-again');
    clock.pass(5);
    const ports = portsOf(slack);
    slack.faults.next('chat.postMessage', { kind: 'error', taken: false });
    await deliverDue(ports, { limit });
    clock.pass(2);
    await deliverDue(ports, { limit });
    await deliverDue(ports, { limit });
    expect(await readDelivery(store)).toMatchObject({ state: 'asked', triedAt: minutesLater(5) });
    expect(readChannel(slack, 'U1')).toHaveLength(1);
  });

  it('counts once, also where several give it at the same time', async ({ store }) => {
    await ask(store);
    const codes = await Promise.all(
      (['leave', 'post-again', 'leave'] as const).map((one) => codeOf(answer(store, 'U2', one))),
    );
    expect(codes.toSorted()).toEqual(['delivery-settled', 'delivery-settled', 'done']);
    expect(await readDelivery(store)).toMatchObject({ version: 2 });
  });

  for (const [user, code] of [
    ['U1', 'done'],
    ['U2', 'done'],
    ['UMA', 'done'],
    ['U3', 'not-a-member'],
  ] as const) {
    it(`of ${user} is ${code}`, async ({ store }) => {
      await ask(store);
      expect(await codeOf(answer(store, user, 'leave'))).toBe(code);
    });
  }

  it('is of no use in another workspace, or for what is not known', async ({ store }) => {
    await ask(store);
    expect(await codeOf(answer(store, 'U1', 'leave', { team: 'T2' }))).toBe('delivery-unknown');
    expect(await codeOf(answer(store, 'U1', 'leave', { id: 'digest-2' }))).toBe('delivery-unknown');
    expect(await readDelivery(store)).toMatchObject({ state: 'asked' });
  });

  for (const [state, code] of [
    ['due', 'delivery-settled'],
    ['sent', 'delivery-settled'],
    ['failed', 'delivery-settled'],
    ['unsure', 'done'],
  ] as const) {
    it(`to what is ${state} is ${code}`, async ({ store }) => {
      await ask(store, { state });
      expect(await codeOf(answer(store, 'U1', 'leave'))).toBe(code);
    });
  }

  it('may come before the worker has written that it asked, but not while one is at it', async ({ store }) => {
    await ask(store, { state: 'claimed', leaseUntil: minutesLater(6) });
    expect(await codeOf(answer(store, 'U1', 'leave'))).toBe('delivery-settled');
    await ask(store, { id: 'digest-2', state: 'claimed', leaseUntil: minutesLater(5) });
    expect(await codeOf(answer(store, 'U1', 'leave', { id: 'digest-2' }))).toBe('done');
  });

  it('does not settle what a worker took without beginning to post', async ({ store }) => {
    await queueDigest(store, { state: 'claimed', leaseUntil: minutesLater(1) });
    expect(await codeOf(answer(store, 'U1', 'leave'))).toBe('delivery-settled');
  });
});
