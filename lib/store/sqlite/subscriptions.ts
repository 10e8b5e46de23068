import type { DatabaseSync } from 'node:sqlite';
import type { Subscription } from '../../digest/subscription.ts';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { SubscriptionStore } from '../../jobs/ports.ts';
import { readJson, writeJson } from '../../json.ts';
import { transact } from './database.ts';
import { prepareOwnerWriter } from './owners.ts';

interface SubscriptionRow {
  id: string;
  channel: string;
  created_at: number;
  body: string;
}

export function createSubscriptionStore(database: DatabaseSync): SubscriptionStore {
  const select = database.prepare('SELECT body FROM subscription WHERE id = ?');
  const listTeam = database.prepare(
    `SELECT id, channel, created_at, body FROM subscription
     WHERE team = ? AND (channel, created_at, id) > (?, ?, ?) ORDER BY channel, created_at, id LIMIT ?`,
  );
  const listChannel = database.prepare(
    `SELECT id, channel, created_at, body FROM subscription
     WHERE team = ? AND channel = ? AND (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?`,
  );
  const insert = database.prepare(
    `INSERT INTO subscription (id, team, channel, created_at, paused, next_at, version, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const writeOwner = prepareOwnerWriter(database);
  const replace = database.prepare(
    'UPDATE subscription SET channel = ?, paused = ?, next_at = ?, version = ?, body = ? WHERE id = ? AND version = ?',
  );
  const remove = database.prepare('DELETE FROM subscription WHERE id = ?');
  const claimDue = database.prepare(
    `UPDATE subscription SET lease_until = ? WHERE id IN (
       SELECT id FROM subscription WHERE paused = 0 AND next_at <= ? AND lease_until <= ? ORDER BY next_at, id LIMIT ?
     ) RETURNING body`,
  );
  const selectClaimed = database.prepare('SELECT body FROM subscription WHERE id = ? AND lease_until = ?');
  const settle = database.prepare(
    'UPDATE subscription SET lease_until = 0, next_at = ?, version = ?, body = ? WHERE id = ?',
  );
  const read = (row: unknown): Subscription => readJson<Subscription>((row as { body: string }).body);

  return {
    async get(id) {
      const row = select.get(id);
      return row && read(row);
    },
    async list(team, channel, page) {
      const limit = limitOf(page);
      const [afterChannel, id, createdAt = Number.MIN_SAFE_INTEGER] = readCursor(page, '') ?? ['', ''];
      const rows =
        channel === undefined
          ? listTeam.all(team, afterChannel, createdAt, id, limit + 1)
          : listChannel.all(team, channel, createdAt, id, limit + 1);
      return createPage(rows as unknown as SubscriptionRow[], limit, read, (row) => [
        row.channel,
        row.id,
        row.created_at,
      ]);
    },
    async add(subscription) {
      const { id, team, channel, createdAt, paused, nextAt, version } = subscription;
      return transact(database, () => {
        const { changes } = insert.run(
          id,
          team,
          channel,
          createdAt.getTime(),
          Number(paused !== undefined),
          nextAt.getTime(),
          version,
          writeJson(subscription),
        );
        if (changes === 0) return false;
        writeOwner(id, team);
        return true;
      });
    },
    async replace(subscription) {
      const { id, channel, paused, nextAt, version } = subscription;
      const { changes } = replace.run(
        channel,
        Number(paused !== undefined),
        nextAt.getTime(),
        version,
        writeJson(subscription),
        id,
        version - 1,
      );
      return changes > 0;
    },
    async remove(id) {
      return remove.run(id).changes > 0;
    },
    async claimDue(now, leaseUntil, limit) {
      const rows = claimDue.all(leaseUntil.getTime(), now.getTime(), now.getTime(), limit);
      // RETURNING keeps no order.
      return rows.map(read).sort((a, b) => a.nextAt.getTime() - b.nextAt.getTime() || (a.id < b.id ? -1 : 1));
    },
    async settle({ id, toldUntil, nextAt, version }, leaseUntil) {
      return transact(database, () => {
        const row = selectClaimed.get(id, leaseUntil.getTime());
        if (!row) return false;
        const stored = read(row);
        const wasPutOff = stored.version !== version && stored.nextAt > toldUntil;
        const told: Subscription = {
          ...stored,
          toldUntil,
          nextAt: wasPutOff ? stored.nextAt : nextAt,
          version: stored.version + 1,
        };
        settle.run(told.nextAt.getTime(), told.version, writeJson(told), id);
        return true;
      });
    },
  };
}
