import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Adjustment } from '../../lib/classify/model.ts';
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
import { type Fault, startFaultyProxy } from '../fixtures/faulty-proxy.ts';
import { idsOf } from './contract/placing.ts';

/** Against hanging only: what is refused waits longer each time. */
const timeout = 120_000;
const server = await startDynamoDb();
const proxy = server && (await startFaultyProxy(server.endpoint));
afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
});

const now = minutesLater(60);
const leaseUntil = minutesLater(65);

describe.skipIf(!server)('a table of DynamoDB', { timeout }, () => {
  let made = 0;
  let table = '';
  let store: Store;
  /** One whose client tries nothing again by itself. */
  let impatient: Store;
  beforeEach(async () => {
    table = `faults-${++made}`;
    proxy?.choose(() => 'none');
    const client = openClient(proxy ?? { endpoint: '' });
    await provisionTable(client, table);
    store = createDynamoStore({ table, client });
    impatient = createDynamoStore({ table, client: openImpatient(proxy?.endpoint ?? '') });
    return () => {
      store.close();
      impatient.close();
    };
  });

  /** From now on the first so many requests of each operation named meet a fault. */
  function begin(fault: Fault, count: number, ...operations: string[]): void {
    const left = new Map(operations.map((operation) => [operation, count]));
    proxy?.choose((operation) => {
      const more = left.get(operation) ?? 0;
      left.set(operation, more - 1);
      return more > 0 ? fault : 'none';
    });
  }

  const everyOperation = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'TransactWriteItems'];

  it('that throttles the first requests of each kind loses nothing and does nothing twice', async () => {
    begin('throttled', 4, ...everyOperation, 'BatchGetItem', 'BatchWriteItem');
    expect(await impatient.feeds.add(buildFeed())).toBe(true);
    expect(await impatient.subscriptions.add(buildSubscription({ nextAt: now }))).toBe(true);
    expect(await impatient.digests.add(buildDigest())).toBe(true);
    expect(await impatient.deliveries.add(buildDelivery())).toBe(true);
    expect(await impatient.deliveries.add(buildDelivery())).toBe(false);
    expect(idsOf(await impatient.feeds.claimDue(now, leaseUntil, 9))).toEqual(['feed-1']);
    expect(idsOf(await impatient.subscriptions.claimDue(now, leaseUntil, 9))).toEqual(['subscription-1']);
    const claimed = { ...buildDelivery(), state: 'claimed', leaseUntil, version: 2 };
    expect(await impatient.deliveries.claimDue(now, leaseUntil, 9)).toEqual([{ delivery: claimed, before: 'due' }]);
    expect(await impatient.deliveries.claimDue(now, leaseUntil, 9)).toEqual([]);
    expect(await impatient.feeds.settle(buildFeed({ nextPollAt: minutesLater(90) }), leaseUntil)).toBe(true);
    expect((await impatient.subscriptions.list('T1')).items).toHaveLength(1);
    expect(await impatient.subscriptions.remove('subscription-1')).toBe(true);
    await impatient.teams.forget('T1');
    expect(await impatient.deliveries.get('digest-1')).toBeUndefined();
  });

  it('that leaves half of each batch undone gives and deletes all of it', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => `subscription-${String(i).padStart(2, '0')}`);
    for (const id of ids) await store.subscriptions.add(buildSubscription({ id }));
    for (const id of ids.slice(0, 30)) await store.alerts.add(buildAlert({ id, subscriptionId: ids[0] ?? '' }));
    begin('half', Number.POSITIVE_INFINITY, 'BatchGetItem', 'BatchWriteItem');
    expect(idsOf((await store.subscriptions.list('T1')).items)).toEqual(ids);
    expect(idsOf(await store.alerts.listOpen(ids[0] ?? ''))).toEqual(ids.slice(0, 30));
    await store.teams.forget('T1');
    for (const id of ids) {
      expect(await store.subscriptions.get(id)).toBeUndefined();
      expect(await store.alerts.get(id)).toBeUndefined();
    }
    expect(await store.subscriptions.list('T1')).toEqual({ items: [] });
  });

  it('that leaves half of each batch undone keeps what is too long for one item', async () => {
    begin('half', Number.POSITIVE_INFINITY, 'BatchGetItem', 'BatchWriteItem');
    const learned = buildLongAdjustment(60_000);
    await store.corrections.adjust('T1', learned);
    expect(await store.corrections.adjustment('T1')).toStrictEqual(learned);
    await store.corrections.adjust('T1', { drone: [[6, 2]] });
    expect(await store.corrections.adjustment('T1')).toStrictEqual({ drone: [[6, 2]] });
  });

  it('whose answers are lost takes what it is asked again for what it was asked before', async () => {
    await store.feeds.add(buildFeed());
    begin('unanswered', 1, 'TransactWriteItems');
    expect(await store.deliveries.add(buildDelivery())).toBe(true);
    const [claim] = await store.deliveries.claimDue(now, leaseUntil, 1);
    const begun = { ...buildDelivery(), ...claim?.delivery, triedAt: now, version: 3 };
    begin('unanswered', 1, 'PutItem');
    expect(await store.deliveries.replace(begun)).toBe(true);
    expect(await store.deliveries.get('digest-1')).toStrictEqual(begun);
    begin('unanswered', 1, 'PutItem');
    expect(await store.teams.claimEvent('Ev1', now)).toBe(true);
    expect(await store.teams.claimEvent('Ev1', now)).toBe(false);
    begin('unanswered', 1, 'PutItem');
    await store.corrections.add({ articleId: 'a', team: 'T1', by: 'U1', at: now });
    expect((await store.corrections.list('T1')).items).toHaveLength(1);
  });

  it('whose answer to a claim is lost hands out the same again once the lease has run out', async () => {
    await store.feeds.add(buildFeed());
    begin('unanswered', 1, 'UpdateItem');
    expect(await store.feeds.claimDue(now, leaseUntil, 1)).toEqual([]);
    expect(idsOf(await store.feeds.claimDue(leaseUntil, minutesLater(70), 1))).toEqual(['feed-1']);
  });

  it('that has no room at all says so, by its name', async () => {
    begin('throttled', Number.POSITIVE_INFINITY, ...everyOperation);
    const failure = { code: 'table-throttled', facts: { table } };
    const asked = [impatient.feeds.add(buildFeed()), impatient.deliveries.add(buildDelivery())];
    for (const one of await Promise.allSettled(asked))
      expect(one).toMatchObject({ status: 'rejected', reason: failure });
  });

  it('that is not there says so, by its name', async () => {
    const elsewhere = createDynamoStore({ table: 'nowhere', client: openClient(proxy ?? { endpoint: '' }) });
    await expect(elsewhere.feeds.list()).rejects.toMatchObject({ code: 'table-unknown', facts: { table: 'nowhere' } });
    elsewhere.close();
  });
});

function openImpatient(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

/** So many words that none is like another: packed, they are longer than an item may be. */
function buildLongAdjustment(count: number): Adjustment {
  let seed = 1;
  const next = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed;
  };
  const words = Array.from({ length: count }, () => [
    `${next().toString(36)}${next().toString(36)}`,
    [[next() % 32, next() / 2 ** 32]],
  ]);
  return Object.fromEntries(words) as Adjustment;
}
