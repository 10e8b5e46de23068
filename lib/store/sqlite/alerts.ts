import type { DatabaseSync } from 'node:sqlite';
import type { Alert } from '../../digest/alert.ts';
import type { AlertStore } from '../../jobs/ports.ts';
import { readJson, writeJson } from '../../json.ts';
import { wasForgotten } from './owners.ts';

export function createAlertStore(database: DatabaseSync): AlertStore {
  const select = database.prepare('SELECT body FROM alert WHERE id = ?');
  const insert = database.prepare(
    `INSERT INTO alert (id, team, subscription_id, closed, raised_at, version, body)
     SELECT ?, ?, ?, ?, ?, ?, ? WHERE NOT ${wasForgotten} ON CONFLICT DO NOTHING`,
  );
  const replace = database.prepare(
    'UPDATE alert SET closed = ?, raised_at = ?, version = ?, body = ? WHERE id = ? AND version = ?',
  );
  const listOpen = database.prepare(
    'SELECT body FROM alert WHERE subscription_id = ? AND closed = 0 ORDER BY raised_at, id',
  );
  const read = (row: unknown): Alert => readJson<Alert>((row as { body: string }).body);

  return {
    async get(id) {
      const row = select.get(id);
      return row && read(row);
    },
    async add(alert) {
      const { id, team, subscriptionId, state, raisedAt, version } = alert;
      const { changes } = insert.run(
        id,
        team,
        subscriptionId,
        Number(state === 'closed'),
        raisedAt.getTime(),
        version,
        writeJson(alert),
        subscriptionId,
      );
      return changes > 0;
    },
    async replace(alert) {
      const { id, state, raisedAt, version } = alert;
      const { changes } = replace.run(
        Number(state === 'closed'),
        raisedAt.getTime(),
        version,
        writeJson(alert),
        id,
        version - 1,
      );
      return changes > 0;
    },
    async listOpen(subscriptionId) {
      return listOpen.all(subscriptionId).map(read);
    },
  };
}
