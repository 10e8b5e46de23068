import type { Subscription } from '../../digest/subscription.ts';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { PageRequest, SubscriptionStore } from '../../jobs/ports.ts';
import { claimReady, indexDue, moveDue } from './due.ts';
import type { Condition } from './expression.ts';
import { readBody, writeBody, writeTime } from './item.ts';
import { joinKey, type Key } from './key.ts';
import { partitionOfSubscription, partitionOfTeam, writeOwner } from './owners.ts';
import { type Item, isNew, type Table, type Write } from './table.ts';

/**
 *   pk = subscription#ID   sk = subscription                     in the index of what is due, unless it rests
 *   pk = team#TEAM         sk = subscription#CHANNEL#CREATED#ID  lists it; moved along with the channel in one transaction
 */
const dueKind = 'subscription';
const apart = ['version', 'nextAt', 'toldUntil'] as const;

export function createSubscriptionStore(table: Table): SubscriptionStore {
  async function load(id: string): Promise<Item | undefined> {
    return table.get(keyOf(id), true);
  }

  return {
    async get(id) {
      const item = await load(id);
      return item && readSubscription(item);
    },
    async list(team, channel, page) {
      const limit = limitOf(page);
      const listed = await table.queryAll(
        {
          pk: partitionOfTeam(team),
          sk: { expression: '#sk BETWEEN :from AND :to', values: findSpan(channel, page) },
          consistent: true,
        },
        limit + 1,
      );
      const { items, next } = createPage(
        listed,
        limit,
        ({ id }) => String(id),
        ({ channel, id, createdAt }) => [String(channel), String(id), Number(createdAt)],
      );
      const found = (await table.getMany(items.map(keyOf), true)).map(readSubscription);
      const byId = new Map(found.map((one) => [one.id, one]));
      // One that was removed or moved since it was listed is no part of the list any more.
      const kept = items.flatMap((id) => byId.get(id) ?? []).filter((one) => !channel || one.channel === channel);
      return { items: kept, ...(next === undefined ? {} : { next }) };
    },
    async add(subscription) {
      const { id, team } = subscription;
      return table.transact([
        { kind: 'put', item: writeSubscription(subscription), condition: isNew },
        { kind: 'put', item: listSubscription(subscription, team) },
        ...writeOwner(id, team),
      ]);
    },
    async replace(subscription) {
      for (;;) {
        const item = await load(subscription.id);
        if (item?.version !== subscription.version - 1) return false;
        if (await rewrite(item)) return true;
      }

      /** False where a claim began or ended meanwhile, or another edited it. */
      async function rewrite(item: Item): Promise<boolean> {
        const before = readSubscription(item);
        const changed = writeSubscription(subscription, item.leaseUntil);
        const condition = isAsRead(item);
        const [from, to] = [listSubscription(before, before.team), listSubscription(subscription, before.team)];
        if (from.sk === to.sk) return table.put(changed, condition);
        return table.transact([
          { kind: 'put', item: changed, condition },
          { kind: 'remove', key: from },
          { kind: 'put', item: to },
        ]);
      }
    },
    async remove(id) {
      for (;;) {
        const item = await load(id);
        if (!item) return false;
        const before = readSubscription(item);
        const writes: Write[] = [
          { kind: 'remove', key: item, condition: isAsRead(item) },
          { kind: 'remove', key: listSubscription(before, before.team) },
        ];
        if (await table.transact(writes)) return true;
      }
    },
    async claimDue(now, leaseUntil, limit) {
      const claimed = await claimReady(table, dueKind, now, limit, async ({ pk, sk, sk1 }) => {
        const before = await table.update(
          { pk, sk },
          { set: { leaseUntil: writeTime(leaseUntil), sk1: moveDue(sk1, leaseUntil) } },
          { expression: '#sk1 = :sk1', values: { ':sk1': sk1 } },
        );
        return before && readSubscription(before);
      });
      return claimed.sort((a, b) => a.nextAt.getTime() - b.nextAt.getTime() || (a.id < b.id ? -1 : 1));
    },
    async settle({ id, toldUntil, nextAt, version }, leaseUntil) {
      const told = (next: Date, before: number, isPaused: boolean) =>
        table.update(
          keyOf(id),
          {
            set: {
              toldUntil: writeTime(toldUntil),
              nextAt: writeTime(next),
              version: before + 1,
              leaseUntil: undefined,
              ...indexDue(dueKind, id, isPaused ? undefined : next),
            },
          },
          {
            expression: '#leaseUntil = :lease AND #version = :before',
            values: { ':lease': writeTime(leaseUntil), ':before': before },
          },
        );
      // Nearly always nobody edited it meanwhile; one that rests was edited.
      if (await told(nextAt, version, false)) return true;
      for (;;) {
        const item = await load(id);
        if (item?.leaseUntil !== writeTime(leaseUntil)) return false;
        const stored = readSubscription(item);
        const wasPutOff = stored.version !== version && stored.nextAt > toldUntil;
        const next = wasPutOff ? stored.nextAt : nextAt;
        if (await told(next, stored.version, stored.paused !== undefined)) return true;
      }
    },
  };
}

function keyOf(id: string): Key {
  return { pk: partitionOfSubscription(id), sk: 'subscription' };
}

/** @param leaseUntil of the claim that runs or ran, as it is stored: nobody takes it before */
export function writeSubscription(subscription: Subscription, leaseUntil?: unknown): Item {
  const { id, nextAt, paused } = subscription;
  const lease = typeof leaseUntil === 'string' ? { leaseUntil } : {};
  const free = new Date(lease.leaseUntil ?? 0);
  const ready = paused ? undefined : free > nextAt ? free : nextAt;
  return { ...keyOf(id), ...writeBody(subscription, apart), ...lease, ...indexDue(dueKind, id, ready) };
}

export function readSubscription(item: Item): Subscription {
  return readBody<Subscription>(item, apart);
}

/** Neither edited nor claimed nor told since. */
function isAsRead({ version, leaseUntil }: Item): Condition {
  return leaseUntil === undefined
    ? { expression: '#version = :version AND attribute_not_exists(#leaseUntil)', values: { ':version': version } }
    : {
        expression: '#version = :version AND #leaseUntil = :lease',
        values: { ':version': version, ':lease': leaseUntil },
      };
}

/** The entry in the list of its workspace. */
export function listSubscription({ id, channel, createdAt }: Subscription, team: string): Item {
  return {
    pk: partitionOfTeam(team),
    sk: listKey(channel, createdAt, id),
    id,
    channel,
    createdAt: createdAt.getTime(),
  };
}

function listKey(channel: string, createdAt: Date, id: string): string {
  return joinKey('subscription', channel, writeTime(createdAt), id);
}

/** The keys of a list from where a page ended. */
function findSpan(channel: string | undefined, page: PageRequest | undefined): { ':from': string; ':to': string } {
  const all = channel === undefined ? joinKey('subscription') : joinKey('subscription', channel);
  const [afterChannel, id, createdAt] = readCursor(page, '') ?? [''];
  const time = new Date(createdAt ?? Number.NaN);
  const isCursor = id !== undefined && !Number.isNaN(time.getTime());
  // The next key after one is that with a NUL behind it.
  const from = isCursor ? `${listKey(afterChannel, time, id)}\0` : `${all}#`;
  return { ':from': from, ':to': `${all}$` };
}
