import type { Delivery } from '../../digest/delivery.ts';
import type { DeliveryStore } from '../../jobs/ports.ts';
import type { Ages } from './ages.ts';
import { claimReady, indexDue, moveDue } from './due.ts';
import { readBody, writeBody, writeTime } from './item.ts';
import { joinKey, type Key } from './key.ts';
import { addWithPlace, getByPlace, hasPlace } from './lookup.ts';
import { partitionOfSubscription, partitionOfTeam, refuseForgotten } from './owners.ts';
import type { Item, Table } from './table.ts';

type Claim = Awaited<ReturnType<DeliveryStore['claimDue']>>[number];

/**
 *   pk = subscription#ID   sk = delivery#CREATED#ID   in the index of what is due, until it was sent, failed or waits for a person
 *   pk = team#TEAM         sk = delivery#CREATED#ID   likewise, of no subscription
 *   pk = delivery#ID       sk = place                 tells where it lies
 */
const kind = 'delivery';
const apart = ['state', 'leaseUntil', 'version'] as const;

export function createDeliveryStore(table: Table, ages: Ages): DeliveryStore {
  /** One that tells an alert is looked at as long as the alert is, and stays. */
  const ageOf = ({ consignment, createdAt }: Delivery) =>
    consignment.kind === 'alert' ? {} : ages.withArticles(createdAt);
  const write = (delivery: Delivery): Item => ({
    ...keyOf(delivery),
    ...writeBody(delivery, apart),
    ...indexDue(kind, delivery.id, readyAt(delivery)),
    ...ageOf(delivery),
  });

  return {
    async get(id) {
      const item = await getByPlace(table, kind, id);
      return item && readDelivery(item);
    },
    async add(delivery) {
      const { id, subscriptionId } = delivery;
      // An alert that is followed asks every minute: a transaction that is refused costs as much as one that is not.
      if (await hasPlace(table, kind, id)) return false;
      return table.transact([
        ...(subscriptionId === undefined ? [] : [refuseForgotten(subscriptionId)]),
        ...addWithPlace(kind, id, write(delivery)),
      ]);
    },
    async claimDue(now, leaseUntil, limit) {
      return claimReady(table, kind, now, limit, async ({ pk, sk, sk1 }): Promise<Claim | undefined> => {
        const before = await table.update(
          { pk, sk },
          {
            set: { state: 'claimed', leaseUntil: writeTime(leaseUntil), sk1: moveDue(sk1, leaseUntil) },
            add: { version: 1 },
          },
          { expression: '#sk1 = :sk1', values: { ':sk1': sk1 } },
        );
        if (!before) return undefined;
        const ready = readDelivery(before);
        return {
          delivery: { ...ready, state: 'claimed', leaseUntil, version: ready.version + 1 },
          before: ready.state as Claim['before'],
        };
      });
    },
    async replace(delivery) {
      const { id, version } = delivery;
      const item = { ...write(delivery), own: joinKey(kind, id) };
      return table.put(item, { expression: '#version = :before', values: { ':before': version - 1 } });
    },
    async listSince(subscriptionId, time) {
      const items = await table.queryAll({
        pk: partitionOfSubscription(subscriptionId),
        // An id follows the time and a `#`, which `$` comes after.
        sk: {
          expression: '#sk BETWEEN :from AND :to',
          values: { ':from': `${joinKey(kind, writeTime(time))}$`, ':to': `${kind}$` },
        },
        consistent: true,
      });
      return items.map(readDelivery);
    },
  };
}

function keyOf({ id, team, subscriptionId, createdAt }: Delivery): Key {
  const pk = subscriptionId === undefined ? partitionOfTeam(team) : partitionOfSubscription(subscriptionId);
  return { pk, sk: joinKey(kind, writeTime(createdAt), id) };
}

export function readDelivery(item: Item): Delivery {
  return readBody<Delivery>(item, apart);
}

/** When a claimant may take it: one that another holds, once the lease has run out. */
function readyAt({ state, dueAt, leaseUntil }: Delivery): Date | undefined {
  if (state === 'due' || state === 'unsure') return dueAt;
  return state === 'claimed' ? (leaseUntil ?? dueAt) : undefined;
}
