import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openClient, startDynamoDb } from '../../lib/cli/bench/local-dynamodb.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { provisionTable } from '../../lib/store/dynamodb/provision-table.ts';
import { createDynamoStore } from '../../lib/store/dynamodb/store.ts';
import {
  buildAlert,
  buildDelivery,
  buildDigest,
  buildFeed,
  buildSubscription,
  minutesLater,
} from '../fixtures/builders.ts';
import { idsOf } from './contract/placing.ts';
import { type Outcome, runProcesses } from './run-processes.ts';

/** Against hanging only: several processes on a busy machine take their time to start. */
const timeout = 120_000;
const server = await startDynamoDb();
afterAll(() => server?.stop());

/** As the processes claim it. */
const leaseEnd = minutesLater(65);

describe.skipIf(!server)('several processes on one table of DynamoDB', { timeout }, () => {
  let made = 0;
  let table = '';
  let store: Store;
  beforeEach(async () => {
    table = `processes-${++made}`;
    const client = openClient(server ?? { endpoint: '' });
    await provisionTable(client, table);
    store = createDynamoStore({ table, client });
    return () => store.close();
  });

  const run = (...deeds: string[][]): Promise<Outcome[]> =>
    runProcesses(
      'dynamodb-writer.ts',
      deeds.map((deed) => [server?.endpoint ?? '', table, ...deed]),
    );

  async function addDue(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, (_, i) => `due-${i}`).sort();
    for (const [i, id] of ids.entries()) {
      await store.feeds.add(buildFeed({ id, nextPollAt: minutesLater(-i) }));
      await store.subscriptions.add(buildSubscription({ id, nextAt: minutesLater(-i) }));
      await store.deliveries.add(buildDelivery({ id, dueAt: minutesLater(-i) }));
    }
    return ids;
  }

  it.each(['feeds', 'subscriptions', 'deliveries'])('never claim the same of the %s', async (name) => {
    const ids = await addDue(60);
    const outcomes = await run(['claim', name], ['claim', name], ['claim', name]);
    expect(outcomes.map(({ errors }) => errors)).toEqual(['', '', '']);
    expect(outcomes.flatMap(linesOf).sort()).toEqual(ids);
  });

  it('leave what one held that was killed to the others, once its lease has run out and not before', async () => {
    const ids = await addDue(12);
    for (const name of ['feeds', 'subscriptions', 'deliveries']) {
      const [killed, other] = await run(['hold', name, '4'], ['claim', name]);
      expect(killed).toMatchObject({ signal: 'SIGKILL', errors: '' });
      const held = linesOf(killed).filter((line) => line !== 'half way');
      // Of what it asks for, the other may have had some before.
      expect(held.length).toBeGreaterThan(0);
      expect(held.length).toBeLessThanOrEqual(4);
      expect([...held, ...linesOf(other)].sort()).toEqual(ids);
    }
    const claimAll = async (now: Date, leaseUntil: Date): Promise<string[][]> => [
      idsOf(await store.feeds.claimDue(now, leaseUntil, 20)),
      idsOf(await store.subscriptions.claimDue(now, leaseUntil, 20)),
      idsOf((await store.deliveries.claimDue(now, leaseUntil, 20)).map(({ delivery }) => delivery)),
    ];
    expect(await claimAll(new Date(leaseEnd.getTime() - 1), minutesLater(70))).toEqual([[], [], []]);
    const claimed = await claimAll(leaseEnd, minutesLater(70));
    expect(claimed.map((some) => some.sort())).toEqual([ids, ids, ids]);
  });

  it.each([2, 4, 6, 9, 12, 15])('forget a workspace whole where one is killed before its request %i', async (count) => {
    const ids = ['one', 'two', 'three'];
    for (const team of ['T1', 'T2'])
      for (const id of ids) {
        const subscriptionId = `${id} of ${team}`;
        await store.subscriptions.add(buildSubscription({ id: subscriptionId, team }));
        await store.digests.add(buildDigest({ id: `digest of ${subscriptionId}`, subscriptionId }));
        await store.deliveries.add(buildDelivery({ id: `delivery of ${subscriptionId}`, team, subscriptionId }));
        await store.alerts.add(buildAlert({ id: `alert of ${subscriptionId}`, team, subscriptionId }));
        await store.corrections.add({ articleId: id, team, by: 'U1', at: minutesLater(0) });
      }
    const recall = (team: string) =>
      Promise.all([
        store.subscriptions.list(team).then(({ items }) => items.length),
        store.corrections.list(team).then(({ items }) => items.length),
        ...ids.flatMap((id) => [
          store.subscriptions.get(`${id} of ${team}`),
          store.digests.get(`digest of ${id} of ${team}`),
          store.deliveries.get(`delivery of ${id} of ${team}`),
          store.alerts.get(`alert of ${id} of ${team}`),
        ]),
      ]);
    const theirs = await recall('T2');
    expect(await run(['forget', 'T1', String(count)])).toMatchObject([{ signal: 'SIGKILL', output: 'half way\n' }]);
    await store.teams.forget('T1');
    expect(await recall('T1')).toEqual([0, 0, ...Array(12).fill(undefined)]);
    expect(await recall('T2')).toEqual(theirs);
  });
});

function linesOf(outcome: Outcome | undefined): string[] {
  return outcome?.output.split('\n').filter(Boolean) ?? [];
}
