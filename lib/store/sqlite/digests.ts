import type { DatabaseSync } from 'node:sqlite';
import type { Digest } from '../../digest/digest.ts';
import type { DigestStore } from '../../jobs/ports.ts';
import { readJson, writeJson } from '../../json.ts';
import { wasForgotten } from './owners.ts';

export function createDigestStore(database: DatabaseSync): DigestStore {
  const select = database.prepare('SELECT body FROM digest WHERE id = ?');
  const previous = database.prepare(
    'SELECT body FROM digest WHERE subscription_id = ? AND ended_at < ? ORDER BY ended_at DESC LIMIT 1',
  );
  const insert = database.prepare(
    `INSERT INTO digest (id, subscription_id, ended_at, body)
     SELECT ?, ?, ?, ? WHERE NOT ${wasForgotten} ON CONFLICT DO NOTHING`,
  );
  return {
    async get(id) {
      const row = select.get(id);
      return row && readJson<Digest>(row.body);
    },
    async previous(subscriptionId, before) {
      const row = previous.get(subscriptionId, before.getTime());
      return row && readJson<Digest>(row.body);
    },
    async add(digest) {
      const { id, subscriptionId, to } = digest;
      const { changes } = insert.run(id, subscriptionId, to.getTime(), writeJson(digest), subscriptionId);
      return changes > 0;
    },
  };
}
