import type { DatabaseSync } from 'node:sqlite';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { AuditEntry, TeamSettings, TeamStore } from '../../jobs/ports.ts';
import { readJson, writeJson } from '../../json.ts';
import { transact } from './database.ts';
import { forgetTeam } from './owners.ts';

interface AuditRow {
  id: number;
  at: number;
  body: string;
}

/**
 * For how long an event is known to have been taken on, in milliseconds. Slack repeats one at once, after a minute and after five
 * (https://docs.slack.dev/apis/events-api/#retries).
 */
const eventsKept = 86_400_000;

export function createTeamStore(database: DatabaseSync): TeamStore {
  const settings = database.prepare('SELECT body FROM team_settings WHERE team = ?');
  const saveSettings = database.prepare(
    'INSERT INTO team_settings (team, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
  );
  const insertEntry = database.prepare('INSERT INTO audit_entry (team, at, body) VALUES (?, ?, ?)');
  const listEntries = database.prepare(
    'SELECT id, at, body FROM audit_entry WHERE team = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?',
  );
  const installation = database.prepare('SELECT sealed FROM installation WHERE team = ?');
  const saveInstallation = database.prepare(
    'INSERT INTO installation (team, sealed) VALUES (?, ?) ON CONFLICT DO UPDATE SET sealed = excluded.sealed',
  );
  const insertEvent = database.prepare('INSERT INTO claimed_event (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const deleteEvents = database.prepare('DELETE FROM claimed_event WHERE at < ?');
  const deleteEvent = database.prepare('DELETE FROM claimed_event WHERE id = ?');

  return {
    async settings(team) {
      const row = settings.get(team);
      return row && readJson<TeamSettings>(row.body);
    },
    async saveSettings(changed) {
      saveSettings.run(changed.team, writeJson(changed));
    },
    async audit(entry) {
      insertEntry.run(entry.team, entry.at.getTime(), writeJson(entry));
    },
    async listAudit(team, page) {
      const limit = limitOf(page);
      const [at, , id = 0] = readCursor(page, 0) ?? [Number.MAX_SAFE_INTEGER, ''];
      const rows = listEntries.all(team, at, id, limit + 1) as unknown as AuditRow[];
      return createPage(
        rows,
        limit,
        ({ body }) => readJson<AuditEntry>(body),
        (row) => [row.at, '', row.id],
      );
    },
    async installation(team) {
      const row = installation.get(team);
      return row && String(row.sealed);
    },
    async saveInstallation(team, sealed) {
      saveInstallation.run(team, sealed);
    },
    async forget(team) {
      transact(database, () => {
        forgetTeam(database, team);
        return true;
      });
    },
    async claimEvent(id, now) {
      return transact(database, () => {
        deleteEvents.run(now.getTime() - eventsKept);
        return insertEvent.run(id, now.getTime()).changes > 0;
      });
    },
    async releaseEvent(id) {
      deleteEvent.run(id);
    },
  };
}
