import type { DatabaseSync } from 'node:sqlite';
import type { Feed } from '../../feeds/feed.ts';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { FeedStore } from '../../jobs/ports.ts';
import { readJson, writeJson } from '../../json.ts';

export function createFeedStore(database: DatabaseSync): FeedStore {
  const select = database.prepare('SELECT body FROM feed WHERE id = ?');
  const insert = database.prepare(
    'INSERT INTO feed (id, title, enabled, next_poll_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const list = database.prepare(
    'SELECT id, title, body FROM feed WHERE (title, id) > (?, ?) ORDER BY title, id LIMIT ?',
  );
  const tune = database.prepare('UPDATE feed SET title = ?, enabled = ?, body = ? WHERE id = ? AND body = ?');
  const remove = database.prepare('DELETE FROM feed WHERE id = ?');
  const claimDue = database.prepare(
    `UPDATE feed SET lease_until = ? WHERE id IN (
       SELECT id FROM feed WHERE enabled = 1 AND next_poll_at <= ? AND lease_until <= ? ORDER BY next_poll_at LIMIT ?
     ) RETURNING body, next_poll_at`,
  );
  const claim = database.prepare('UPDATE feed SET lease_until = ? WHERE id = ? AND lease_until <= ? RETURNING body');
  // What people tune while the poll runs is kept: the poll writes back only what a poll can learn. A patch would merge what is nested.
  const settle = database.prepare(
    `UPDATE feed SET lease_until = 0, next_poll_at = ?, enabled = enabled AND ?,
       body = json_patch(json_remove(body, '$.rhythm', '$.health', '$.harvest', '$.wishes', '$.marks'), ?) WHERE id = ? AND lease_until = ?`,
  );
  const read = (row: unknown): Feed => readJson<Feed>((row as { body: string }).body);

  return {
    async list(page) {
      const limit = limitOf(page);
      const [title, id] = readCursor(page, '') ?? ['', ''];
      const rows = list.all(title, id, limit + 1) as { id: string; title: string; body: string }[];
      return createPage(rows, limit, read, (row) => [row.title, row.id]);
    },
    async get(id) {
      const row = select.get(id);
      return row && read(row);
    },
    async add(feed) {
      const { changes } = insert.run(
        feed.id,
        feed.title,
        Number(feed.enabled),
        feed.nextPollAt.getTime(),
        writeJson(feed),
      );
      return changes > 0;
    },
    async tune(id, changes) {
      const stated = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      for (;;) {
        const row = select.get(id);
        if (!row) return false;
        const feed = { ...read(row), ...stated };
        // Conditional on what was read: a poll that settled in between is not undone.
        const done = tune.run(feed.title, Number(feed.enabled), writeJson(feed), id, String(row.body));
        if (done.changes > 0) return true;
      }
    },
    async remove(id) {
      return remove.run(id).changes > 0;
    },
    async claimDue(now, leaseUntil, limit) {
      const rows = claimDue.all(leaseUntil.getTime(), now.getTime(), now.getTime(), limit) as {
        body: string;
        next_poll_at: number;
      }[];
      return rows.sort((a, b) => a.next_poll_at - b.next_poll_at).map(read);
    },
    async claim(ids, now, leaseUntil) {
      return ids.flatMap((id) => {
        const row = claim.get(leaseUntil.getTime(), id, now.getTime());
        return row ? [read(row)] : [];
      });
    },
    async settle(feed, leaseUntil) {
      const { url, enabled, etag, lastModified, nextPollAt, failures, lastError, lastSuccessAt } = feed;
      const { rhythm, health, harvest, wishes, marks } = feed;
      // RFC 7396: a null takes the member away.
      const learned = {
        url,
        ...(enabled ? {} : { enabled }),
        etag: etag ?? null,
        lastModified: lastModified ?? null,
        nextPollAt,
        failures,
        lastError: lastError ?? null,
        lastSuccessAt: lastSuccessAt ?? null,
        rhythm,
        health,
        harvest,
        wishes,
        marks,
      };
      const { changes } = settle.run(
        nextPollAt.getTime(),
        Number(enabled),
        writeJson(learned),
        feed.id,
        leaseUntil.getTime(),
      );
      return changes > 0;
    },
  };
}
