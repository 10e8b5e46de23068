import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeError, FaultlineError } from '../../errors.ts';
import { applicationId, migrations } from './migrations.ts';

/** How long a writer waits for another process to finish its transaction. */
const busySeconds = 10;

/**
 * Opens the store file, making it and its folder where there is none, and brings it to the newest version.
 * Write-ahead logging lets other processes read and write the same file meanwhile.
 * @param file a path, or `:memory:`
 * @throws FaultlineError `store-not-ours` for a file that is something else, `store-newer` for one of a later Faultline (neither is
 *   touched), `store-busy` where another process keeps it locked
 */
export function openDatabase(file: string): DatabaseSync {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  if (file !== ':memory:' && existsSync(file)) checkFile(file);
  const database = new DatabaseSync(file, { timeout: busySeconds * 1000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    migrate(database, file);
    return database;
  } catch (error) {
    database.close();
    throw translateError(error, file);
  }
}

/** Looks at an existing file through a read-only connection, which cannot change it. */
function checkFile(file: string): void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: busySeconds * 1000 });
    const id = readPragma(database, 'application_id');
    const version = readPragma(database, 'user_version');
    const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.n ?? 0);
    if (id === applicationId && version > migrations.length) {
      throw new FaultlineError('store-newer', { file, found: version, known: migrations.length });
    }
    if (id !== applicationId && tables > 0) {
      throw new FaultlineError('store-not-ours', { file, why: 'it is an SQLite database of another program' });
    }
  } catch (error) {
    throw translateError(error, file);
  } finally {
    database?.close();
  }
}

function migrate(database: DatabaseSync, file: string): void {
  if (readPragma(database, 'user_version') === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Read again inside the transaction: another process may have migrated while this one waited for the lock.
    const version = readPragma(database, 'user_version');
    if (version > migrations.length) {
      throw new FaultlineError('store-newer', { file, found: version, known: migrations.length });
    }
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length};`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function readPragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function translateError(error: unknown, file: string): unknown {
  if (error instanceof FaultlineError) return error;
  const why = describeError(error);
  if (/not a database|malformed|disk image/.test(why)) {
    return new FaultlineError('store-not-ours', { file, why: 'it is no SQLite database' }, error);
  }
  if (/locked|busy/.test(why)) return new FaultlineError('store-busy', { file, seconds: busySeconds }, error);
  return new FaultlineError('file-unreadable', { file, why }, error);
}

/**
 * Runs a piece of work in one transaction that takes the write lock at once, so that what it read still holds when it writes.
 * Work that returns false is undone.
 */
export function transact(database: DatabaseSync, work: () => boolean): boolean {
  database.exec('BEGIN IMMEDIATE');
  let done = false;
  try {
    done = work();
    return done;
  } finally {
    database.exec(done ? 'COMMIT' : 'ROLLBACK');
  }
}
