import type { Alert } from '../../digest/alert.ts';
import type { AlertStore } from '../../jobs/ports.ts';
import { readBody, writeBody, writeTime } from './item.ts';
import { joinKey } from './key.ts';
import { addWithPlace, getByPlace } from './lookup.ts';
import { partitionOfSubscription, refuseForgotten } from './owners.ts';
import type { Item, Table } from './table.ts';

/**
 *   pk = subscription#ID   sk = alert#ID                in the index `open-alert#SUBSCRIPTION`, by RAISED#ID, until it is closed
 *   pk = alert#ID          sk = place                   tells where it lies
 *
 * The open ones are asked for every minute: an index that is empty most of the time answers for half a read unit. That it may be a
 * moment behind does no harm: an alert is added once, and written only in the version that was read.
 */
const kind = 'alert';
const apart = ['version', 'state'] as const;

export function createAlertStore(table: Table): AlertStore {
  return {
    async get(id) {
      const item = await getByPlace(table, kind, id);
      return item && readAlert(item);
    },
    async add(alert) {
      return table.transact([refuseForgotten(alert.subscriptionId), ...addWithPlace(kind, alert.id, write(alert))]);
    },
    async replace(alert) {
      const item = { ...write(alert), own: joinKey(kind, alert.id) };
      return table.put(item, { expression: '#version = :before', values: { ':before': alert.version - 1 } });
    },
    async listOpen(subscriptionId) {
      const entries = await table.queryAll({ pk: partitionOfOpen(subscriptionId), index: true });
      const alerts = (await table.getMany(entries)).map(readAlert).filter(({ state }) => state !== 'closed');
      return alerts.sort((a, b) => a.raisedAt.getTime() - b.raisedAt.getTime() || (a.id < b.id ? -1 : 1));
    },
  };
}

function partitionOfOpen(subscriptionId: string): string {
  return joinKey('open-alert', subscriptionId);
}

function write(alert: Alert): Item {
  const { id, subscriptionId, state, raisedAt } = alert;
  return {
    pk: partitionOfSubscription(subscriptionId),
    sk: joinKey(kind, id),
    ...writeBody(alert, apart),
    ...(state === 'closed' ? {} : { pk1: partitionOfOpen(subscriptionId), sk1: joinKey(writeTime(raisedAt), id) }),
  };
}

export function readAlert(item: Item): Alert {
  return readBody<Alert>(item, apart);
}
