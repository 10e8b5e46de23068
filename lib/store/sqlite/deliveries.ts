import type { DatabaseSync } from 'node:sqlite';
import type { Delivery } from '../../digest/delivery.ts';
import type { DeliveryStore } from '../../jobs/ports.ts';
import { readJson, writeJson } from '../../json.ts';
import { createLastingWriter, transact } from './database.ts';
import { wasForgotten } from './owners.ts';

type Claim = Awaited<ReturnType<DeliveryStore['claimDue']>>[number];

export function createDeliveryStore(database: DatabaseSync): DeliveryStore {
  const select = database.prepare('SELECT body FROM delivery WHERE id = ?');
  const insert = database.prepare(
    `INSERT INTO delivery (id, team, subscription_id, created_at, ready_at, version, body)
     SELECT ?, ?, ?, ?, ?, ?, ? WHERE NOT ${wasForgotten} ON CONFLICT DO NOTHING`,
  );
  const replace = database.prepare(
    'UPDATE delivery SET ready_at = ?, version = ?, body = ? WHERE id = ? AND version = ?',
  );
  const selectReady = database.prepare('SELECT body FROM delivery WHERE ready_at <= ? ORDER BY ready_at, id LIMIT ?');
  const listSince = database.prepare(
    'SELECT body FROM delivery WHERE subscription_id = ? AND created_at > ? ORDER BY created_at, id',
  );
  const writeLasting = createLastingWriter(database);
  const read = (row: unknown): Delivery => readJson<Delivery>((row as { body: string }).body);
  const write = (delivery: Delivery): boolean => {
    const { id, version } = delivery;
    return replace.run(readyAt(delivery), version, writeJson(delivery), id, version - 1).changes > 0;
  };

  return {
    async get(id) {
      const row = select.get(id);
      return row && read(row);
    },
    async add(delivery) {
      const { id, team, subscriptionId = null, createdAt, version } = delivery;
      const { changes } = insert.run(
        id,
        team,
        subscriptionId,
        createdAt.getTime(),
        readyAt(delivery),
        version,
        writeJson(delivery),
        subscriptionId,
      );
      return changes > 0;
    },
    async claimDue(now, leaseUntil, limit) {
      let claims: Claim[] = [];
      transact(database, () => {
        claims = selectReady.all(now.getTime(), limit).map((row) => claim(read(row), leaseUntil));
        return claims.every(({ delivery }) => write(delivery));
      });
      return claims;
    },
    async replace(delivery) {
      // A post whose beginning the machine forgets would be made again.
      return writeLasting(() => write(delivery));
    },
    async listSince(subscriptionId, time) {
      return listSince.all(subscriptionId, time.getTime()).map(read);
    },
  };
}

/** When a claimant may take it: one that another holds, once the lease has run out. */
export function readyAt({ state, dueAt, leaseUntil }: Delivery): number | null {
  if (state === 'due' || state === 'unsure') return dueAt.getTime();
  return state === 'claimed' ? (leaseUntil ?? dueAt).getTime() : null;
}

function claim(ready: Delivery, leaseUntil: Date): Claim {
  const { state, version } = ready;
  return {
    delivery: { ...ready, state: 'claimed', leaseUntil, version: version + 1 },
    before: state as Claim['before'],
  };
}
