import { randomUUID } from 'node:crypto';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { AuditEntry, TeamSettings, TeamStore } from '../../jobs/ports.ts';
import { writeTime } from './item.ts';
import { joinKey, type Key } from './key.ts';
import { forgetTeam, partitionOfTeam } from './owners.ts';
import { pack, unpack } from './pack.ts';
import { takeNumber, writeNumber } from './sequence.ts';
import { type Item, isNew, type Table } from './table.ts';

/**
 *   pk = team#TEAM   sk = settings, installation
 *                    sk = audit#TIME#NUMBER
 *   pk = event#ID    sk = event                    expires
 */

/**
 * For how long an event is known to have been taken on, in milliseconds: twice what is promised, for clocks differ. Slack repeats one
 * at once, after a minute and after five (https://docs.slack.dev/apis/events-api/#retries).
 */
export const eventsKept = 2 * 86_400_000;

export function createTeamStore(table: Table): TeamStore {
  return {
    async settings(team) {
      const item = await table.get(keyOf(team, 'settings'), true);
      return item && unpack<TeamSettings>(item.body);
    },
    async saveSettings(changed) {
      await table.put({ ...keyOf(changed.team, 'settings'), body: pack(changed) });
    },
    async audit(entry) {
      await table.put(writeAudit(entry, await takeNumber(table, entry.team)));
    },
    async listAudit(team, page) {
      const limit = limitOf(page);
      const [at, , number] = readCursor(page, 0) ?? [Number.NaN, ''];
      const time = new Date(at);
      const isCursor = number !== undefined && !Number.isNaN(time.getTime());
      const to = isCursor ? joinKey('audit', writeTime(time), writeNumber(number - 1)) : 'audit$';
      const items = await table.queryAll(
        {
          pk: partitionOfTeam(team),
          sk: { expression: '#sk BETWEEN :from AND :to', values: { ':from': 'audit#', ':to': to } },
          backwards: true,
          consistent: true,
        },
        limit + 1,
      );
      return createPage(
        items,
        limit,
        ({ body }) => unpack<AuditEntry>(body),
        (item) => [Number(item.at), '', Number(item.number)],
      );
    },
    async installation(team) {
      const item = await table.get(keyOf(team, 'installation'), true);
      return item && String(item.sealed);
    },
    async saveInstallation(team, sealed) {
      await table.put({ ...keyOf(team, 'installation'), sealed });
    },
    async forget(team) {
      await forgetTeam(table, team);
    },
    async claimEvent(id, now) {
      const expiresAt = Math.ceil((now.getTime() + eventsKept) / 1000);
      // The claimant tells its own write, sent again, from another's.
      return table.put({ ...eventKey(id), expiresAt, claimant: randomUUID() }, isNew);
    },
    async releaseEvent(id) {
      await table.remove(eventKey(id));
    },
  };
}

/** @param number its place among those of its workspace at the same time */
export function writeAudit(entry: AuditEntry, number: number): Item {
  const { team, at } = entry;
  const sk = joinKey('audit', writeTime(at), writeNumber(number));
  return { pk: partitionOfTeam(team), sk, at: at.getTime(), number, body: pack(entry) };
}

function keyOf(team: string, sk: 'settings' | 'installation'): Key {
  return { pk: partitionOfTeam(team), sk };
}

function eventKey(id: string): Key {
  return { pk: joinKey('event', id), sk: 'event' };
}
