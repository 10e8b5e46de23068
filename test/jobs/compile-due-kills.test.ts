import { describe } from 'vitest';
import type { Digest } from '../../lib/digest/digest.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { minutesLater } from '../fixtures/builders.ts';
import { buildHourly, buildReport, listQueued, runDue, storyIdsOf } from './due-fixture.ts';
import { fileReports, it } from './fixture.ts';

const moments = ['before', 'after'] as const;
type Moment = (typeof moments)[number];

interface Mortal {
  store: Store;
  /** What was asked of the store so far, as "digests.add". */
  calls: string[];
}

/**
 * A store as a process has it that is killed before or after its n-th call: from then on nothing that the process does is done.
 */
function createMortal(store: Store, dieAt = Number.POSITIVE_INFINITY, moment: Moment = 'before'): Mortal {
  const calls: string[] = [];
  let isDead = false;
  const wrap = <T extends object>(name: string, part: T): T =>
    new Proxy(part, {
      get: (target, key) => {
        const method: unknown = Reflect.get(target, key);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          if (isDead) throw new Error('the process is dead');
          calls.push(`${name}.${String(key)}`);
          isDead = calls.length === dieAt;
          if (isDead && moment === 'before') throw new Error('killed');
          const result: unknown = await Reflect.apply(method, target, args);
          if (isDead) throw new Error('killed');
          return result;
        };
      },
    });
  const { articles, stories, digests, subscriptions, deliveries } = store;
  const parts = { articles, stories, digests, subscriptions, deliveries };
  const wrapped = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, wrap(name, part)]));
  return { store: { ...store, ...wrapped }, calls };
}

/** Runs what may be killed; whether the process ended in an error is its own affair. */
async function runMortal({ store }: Mortal, minutes: number): Promise<void> {
  await runDue(store, minutes).catch(() => undefined);
}

/** Four hours with three stories each, of which the last runs on, and two subscriptions that are told of all. */
async function fill(store: Store): Promise<void> {
  for (let hour = 0; hour < 4; hour++) {
    for (const name of ['airports', 'banks'])
      await fileReports(store, buildReport(`${name} ${hour}`, `${name} ${hour}`, 60 * hour + 5));
    await fileReports(store, buildReport(`running ${hour}`, 'running', 60 * hour + 20));
  }
  for (const id of ['one', 'two']) await store.subscriptions.add(buildHourly({ id }));
}

async function countCalls(): Promise<string[]> {
  const store = createSqliteStore(':memory:');
  await fill(store);
  const mortal = createMortal(store);
  await runMortal(mortal, 61);
  store.close();
  return mortal.calls;
}

const calls = await countCalls();
const kills = calls.flatMap((call, i) => moments.map((moment) => [moment, i + 1, call] as const));

describe.each(kills)('a run that is killed %s its step %i, %s,', (moment, step) => {
  it('is made up for by the next: the same digests, the same messages, each once', async ({ expect }) => {
    const stores = [createSqliteStore(':memory:'), createSqliteStore(':memory:')] as const;
    const [killed, whole] = stores;
    for (const store of stores) await fill(store);
    await runMortal(createMortal(killed, step, moment), 61);
    await runDue(whole, 61);
    await runDue(killed, 72);
    for (const id of ['one', 'two']) {
      const digests = await listQueued(killed, id);
      expect(digests).toHaveLength(1);
      expect(digests).toStrictEqual(await listQueued(whole, id));
      expect(await killed.subscriptions.get(id)).toMatchObject({
        toldUntil: minutesLater(60),
        nextAt: minutesLater(120),
      });
    }
    for (const store of stores) store.close();
  });

  it('loses and repeats nothing, though the next comes hours later and is killed at the same step', async ({
    expect,
  }) => {
    const store = createSqliteStore(':memory:');
    await fill(store);
    await runMortal(createMortal(store, step, moment), 61);
    await runMortal(createMortal(store, step, moment), 122);
    await runDue(store, 182);
    await runDue(store, 242);
    for (const id of ['one', 'two']) {
      const digests = await listQueued(store, id);
      expect(storyIdsOf(digests).flat().sort()).toEqual(expectedOf(digests));
      for (const [i, { from }] of digests.slice(1).entries()) expect(from).toEqual(digests[i]?.to);
      expect([digests[0]?.from, digests.at(-1)?.to]).toEqual([minutesLater(0), minutesLater(240)]);
    }
    store.close();
  });
});

/** Each story that came and went once, and the one that runs on once in each digest. */
function expectedOf(digests: readonly Digest[]): string[] {
  const once = [0, 1, 2, 3].flatMap((hour) => [`airports ${hour}`, `banks ${hour}`]);
  return [...once, ...digests.map(() => 'running')].sort();
}

describe('the steps of a run', () => {
  it('are those at which a run was killed: every write, and every read between them', ({ expect }) => {
    expect(new Set(calls)).toEqual(
      new Set([
        'subscriptions.claimDue',
        'digests.previous',
        'deliveries.listSince',
        'articles.find',
        'stories.getMany',
        'articles.getMany',
        'digests.add',
        'deliveries.add',
        'subscriptions.settle',
      ]),
    );
  });
});
