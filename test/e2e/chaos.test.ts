import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalDynamoDb, openClient, startDynamoDb } from '../../lib/cli/bench/local-dynamodb.ts';
import { answerUnsure } from '../../lib/jobs/ask-maker.ts';
import type { Directory } from '../../lib/jobs/ports.ts';
import { createRandom } from '../../lib/random.ts';
import type { Fault } from '../../lib/slack/playground/faults.ts';
import { provisionTable } from '../../lib/store/dynamodb/provision-table.ts';
import { readDelivery, readMarks } from '../jobs/deliver-fixture.ts';
import { markOf, readChannel } from '../slack/fixture.ts';
import { bundleWorker, type End, growAlert, openRound, type Round, runWorker, settle } from './chaos-round.ts';

/** Workers to kill in all. */
const kills = Number(process.env.CHAOS_KILLS ?? 40);
/** In the life of a worker that delivers everything undisturbed. */
const moments = 48;
const requests = 5;
/** What a worker calls often; `request` is Slack's side of a call. */
const calls = [
  'deliveries.claimDue',
  'deliveries.replace',
  'digests.get',
  'alerts.get',
  'teams.settings',
  'messenger.post',
  'messenger.edit',
  'messenger.find',
  'request',
];
const timeout = 60_000 + kills * 3_000;

/** The stores that workers deliver from, each an empty one. */
const stores = ['SQLite', 'DynamoDB'] as const;

let folder = '';
let worker = '';
let database: LocalDynamoDb | undefined;
const killed = new Map<string, number>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-chaos-'));
  [worker, database] = await Promise.all([bundleWorker(folder), startDynamoDb()]);
}, timeout);

afterAll(async () => {
  await database?.stop();
  await rm(folder, { recursive: true });
});

type Random = () => number;
const chooseBelow = (random: Random, count: number): number => Math.floor(random() * count);

/** How a worker ends: the first of a round mostly at one moment after the other, those after it have less to do. */
function chooseEnd(random: Random, turn: number | undefined): End {
  const when = random() < 0.5 ? 'before' : 'after';
  const atMoment = random() < 0.6;
  if (turn === undefined) {
    return atMoment
      ? { kind: 'moment', moment: chooseBelow(random, moments / 2) }
      : { kind: 'request', request: 1 + chooseBelow(random, 3), when };
  }
  // The moments in an order that is mixed and leaves none out.
  return atMoment
    ? { kind: 'moment', moment: (turn * 7) % moments }
    : { kind: 'request', request: 1 + chooseBelow(random, requests), when };
}

function chooseFault(random: Random): Fault {
  const taken = random() < 0.5;
  const faults: readonly Fault[] = [
    { kind: 'error', taken },
    { kind: 'cut', taken },
    { kind: 'limited', seconds: 20 },
  ];
  return faults[chooseBelow(random, faults.length)] ?? { kind: 'cut', taken };
}

/** Lets workers die in a row, one or two at a time, with faults of Slack's among it, and the alert growing. */
async function wreak(round: Round, turn: number, random: Random): Promise<number> {
  let count = 0;
  const lives = 1 + chooseBelow(random, 4);
  for (let life = 0; life < lives; life++) {
    if (random() < 0.2) round.slack.faults.next('chat.postMessage', chooseFault(random));
    const ends = [chooseEnd(random, life === 0 ? turn : undefined)];
    const other = chooseEnd(random, undefined);
    if (random() < 0.3) ends.push(other.kind === 'request' ? { ...other, kind: 'growth' } : other);
    for (const place of await Promise.all(ends.map((end) => runWorker(worker, round, end)))) {
      if (place === undefined) continue;
      count++;
      killed.set(place, (killed.get(place) ?? 0) + 1);
    }
    // At times before the lease of the dead has run out.
    round.clock.pass(random() < 0.2 ? 0.5 : 2.5);
    if (random() < 0.4) await growAlert(round);
  }
  return count;
}

/** The marks of all that is to stand in a channel in the end. */
async function listDue({ store }: Round, id: keyof typeof channels): Promise<string[]> {
  const replies = id === 'digest-1' ? 2 : ((await store.alerts.get(id))?.history.length ?? 0);
  return [`${id}:0`, ...Array.from({ length: replies }, (_, i) => `>${id}:${i + 1}`)];
}

const channels = { 'digest-1': 'C1', 'alert-1': 'C2' } as const;
const ids = ['digest-1', 'alert-1'] as const;

async function foundStore(kind: (typeof stores)[number], name: string): Promise<string> {
  if (kind === 'SQLite' || !database) return join(folder, `${name}.sqlite`);
  await provisionTable(openClient(database), name);
  return `${database.endpoint}/${name}`;
}

async function runRounds(
  kind: (typeof stores)[number],
  mayRead: boolean,
  check: (round: Round) => Promise<void>,
): Promise<void> {
  const random = createRandom(mayRead ? 1 : 2);
  for (let number = 0, count = 0; count < kills / 4; number++) {
    const place = await foundStore(kind, `${mayRead}-${number}`);
    const round = await openRound(place, { mayRead, isUnderWay: number % 2 > 0 });
    try {
      count += await wreak(round, number >> 1, random);
      await settle(round);
      await check(round);
    } catch (error) {
      throw new Error(`round ${number} failed`, { cause: error });
    } finally {
      await round.close();
    }
  }
}

describe.each(stores)(`workers killed on %s`, { timeout, concurrent: true }, (kind) => {
  beforeEach((context) => {
    const isThere = kind === 'SQLite' || database;
    if (!isThere) context.skip('there is no DynamoDB on this machine: npm ci --prefix infra/local');
  });

  it('lose nothing and post nothing twice where the app may read the channel', async () => {
    await runRounds(kind, true, async (round) => {
      for (const id of ids) {
        expect(readMarks(round.slack, channels[id])).toEqual(await listDue(round, id));
        expect(await readDelivery(round.store, id)).toMatchObject({ state: 'sent' });
      }
      const alert = await round.store.alerts.get('alert-1');
      expect(readChannel(round.slack, 'C2')[0]?.text).toContain(alert?.story.title);
      expect(readChannel(round.slack, 'U1')).toEqual([]);
    });
  });

  it('post nothing twice, and ask about each unsure one once, where it may not', async () => {
    await runRounds(kind, false, async (round) => {
      let answers = 0;
      for (;;) {
        for (const id of ids) expectNothingTwice(round, id);
        const asked: (typeof ids)[number][] = [];
        for (const id of ids) if ((await readDelivery(round.store, id)).state === 'asked') asked.push(id);
        // A notice may come twice, the question is one.
        const questions = new Set(readChannel(round.slack, 'U1').map(markOf));
        expect(questions.size).toBe(answers + asked.length);
        if (asked.length === 0) break;
        for (const id of asked) await answer(round, id);
        answers += asked.length;
        await settle(round);
      }
      for (const id of ids) {
        const { state, posted } = await readDelivery(round.store, id);
        expect(state).toBe('sent');
        // Of a message that was left, nobody knows where its thread is.
        const due = posted[0] === '' ? [`${id}:0`] : await listDue(round, id);
        expect(readMarks(round.slack, channels[id]).map((mark) => mark.replace('?', ''))).toEqual(due);
      }
    });
  });
});

it('workers were killed before and after every call that they make, and in the middle of requests', () => {
  const total = [...killed.values()].reduce((sum, count) => sum + count, 0);
  const places = [...killed].toSorted(([a], [b]) => a.localeCompare(b)).map(([place, count]) => `${count} ${place}`);
  process.stdout.write(`${total} workers killed: ${places.join(', ')}\n`);
  expect(total).toBeGreaterThanOrEqual(database ? kills : kills / 2);
  const everywhere = calls.flatMap((call) => [`before ${call}`, `after ${call}`]);
  // So many that none is left out by chance.
  if (kills >= 500) expect([...killed.keys()]).toEqual(expect.arrayContaining(everywhere));
});

function expectNothingTwice({ slack }: Round, id: keyof typeof channels): void {
  const marks = readMarks(slack, channels[id]);
  expect(marks).toEqual([...new Set(marks)]);
}

const directory: Directory = { isAdmin: async () => false, isMember: async () => false };

/** The maker looks into the channel and says what is so. */
async function answer({ store, slack, clock }: Round, id: keyof typeof channels): Promise<void> {
  const { posted } = await readDelivery(store, id);
  const stands = readChannel(slack, channels[id]).some((message) => markOf(message) === `${id}:${posted.length}`);
  const ports = { store, directory, now: clock.now };
  await answerUnsure(ports, { team: 'T1', user: 'U1' }, id, stands ? 'leave' : 'post-again');
}
