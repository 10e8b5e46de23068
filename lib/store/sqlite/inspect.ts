import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { describeError, type FaultlineError } from '../../errors.ts';
import type { Due } from '../../jobs/doctor/judge-schedules.ts';
import { openAsItIs, translateError } from './database.ts';
import { migrations } from './migrations.ts';

/** What a store file is like. */
export type FileReport =
  /** There is none yet. */
  | { kind: 'none' }
  /** It cannot be used, for the reason of the error. */
  | { kind: 'unfit'; error: FaultlineError }
  | {
      kind: 'fit';
      version: number;
      /** The version that the next command brings it to. */
      newest: number;
      /** What is damaged in it; empty for a sound one. */
      damage: string[];
      /** Why nothing can be written to it. */
      readOnly?: string;
      /** Bytes left where it stands. */
      free: number;
      /** Empty of an older version, which knows less. */
      due: Due;
    };

/** Looks at a store file and changes nothing, not even its version. */
export function inspectSqliteFile(file: string): FileReport {
  if (!existsSync(file)) return { kind: 'none' };
  let database: DatabaseSync | undefined;
  try {
    database = openAsItIs(file);
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    const readOnly = findWriteFault(database);
    const { bavail, bsize } = statfsSync(dirname(file));
    return {
      kind: 'fit',
      version,
      newest: migrations.length,
      damage: findDamage(database),
      ...(readOnly ? { readOnly } : {}),
      free: bavail * bsize,
      due: version === migrations.length ? readDue(database) : {},
    };
  } catch (error) {
    return { kind: 'unfit', error: translateError(error, file) };
  } finally {
    database?.close();
  }
}

/** https://www.sqlite.org/pragma.html#pragma_integrity_check; the first three faults tell enough. */
function findDamage(database: DatabaseSync): string[] {
  try {
    const rows = database.prepare('PRAGMA integrity_check(3)').all();
    return rows.map((row) => String(row.integrity_check)).filter((line) => line !== 'ok');
  } catch (error) {
    // Some damage keeps SQLite from looking at all.
    return [describeError(error)];
  }
}

/** Takes the lock that a writer takes, and gives it back. */
function findWriteFault(database: DatabaseSync): string | undefined {
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

function readDue(database: DatabaseSync): Due {
  const read = (sql: string): Date | undefined => {
    const at = database.prepare(`SELECT min(ready) AS at FROM (${sql})`).get()?.at;
    return at === null || at === undefined ? undefined : new Date(Number(at));
  };
  return {
    poll: read('SELECT max(next_poll_at, lease_until) AS ready FROM feed WHERE enabled = 1'),
    digest: read('SELECT max(next_at, lease_until) AS ready FROM subscription WHERE paused = 0'),
    delivery: read('SELECT ready_at AS ready FROM delivery WHERE ready_at IS NOT NULL'),
  };
}
