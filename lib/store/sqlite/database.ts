import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeError, FaultlineError } from '../../errors.ts';
import { applicationId, migrations } from './migrations.ts';

/** How long a writer waits for another process to finish its transaction. */
const busySeconds = 10;
/** Who only looks need not wait until another has written. */
const glanceSeconds = 1;
const retryMilliseconds = 20;

const otherProgram = 'it is an SQLite database of another program';

/**
 * Opens the store file, making it and its folder where there is none, and brings it to the newest version.
 * Write-ahead logging lets other processes read and write the same file meanwhile.
 * @param file a path, or `:memory:`
 * @throws FaultlineError `store-not-ours` for a file that is something else, `store-newer` for one of a later Faultline (neither is
 *   touched), `store-busy` where another process keeps it locked
 */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (file !== ':memory:') {
      mkdirSync(dirname(file), { recursive: true });
      if (existsSync(file)) checkHeader(file);
    }
    database = new DatabaseSync(file, { timeout: busySeconds * 1000 });
    enableWriteAheadLog(database);
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    migrate(database, file);
    return database;
  } catch (error) {
    database?.close();
    throw translateError(error, file);
  }
}

/**
 * Opens an existing store file without bringing it to the newest version.
 * @throws FaultlineError as `openDatabase` does
 */
export function openAsItIs(file: string): DatabaseSync {
  try {
    checkHeader(file);
    return new DatabaseSync(file, { timeout: glanceSeconds * 1000 });
  } catch (error) {
    throw translateError(error, file);
  }
}

/**
 * Judges an existing file by its first bytes (https://www.sqlite.org/fileformat2.html#the_database_header). SQLite itself is not
 * asked: even a read-only connection leaves its -wal and -shm files beside another program's database.
 */
function checkHeader(file: string): void {
  const header = readStart(file, 100);
  if (header.length === 0) return;
  if (header.length < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw new FaultlineError('store-not-ours', { file, why: 'it is no SQLite database' });
  }
  const id = header.readUInt32BE(68);
  const hasTables = header.readUInt32BE(40) > 0;
  if (id === applicationId) checkVersion(header.readUInt32BE(60), file);
  else if (id !== 0 || hasTables) throw new FaultlineError('store-not-ours', { file, why: otherProgram });
  else if (existsSync(`${file}-wal`)) checkLog(file);
}

function readStart(file: string, length: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(length);
    return start.subarray(0, readSync(descriptor, start, 0, length, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** All that a new database holds may still be in the write-ahead log of a process that runs, or died; reading it changes neither. */
function checkLog(file: string): void {
  const database = new DatabaseSync(file, { readOnly: true, timeout: busySeconds * 1000 });
  try {
    const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_master').get()?.n ?? 0);
    if (tables > 0 && readPragma(database, 'application_id') !== applicationId) {
      throw new FaultlineError('store-not-ours', { file, why: otherProgram });
    }
  } finally {
    database.close();
  }
}

function checkVersion(version: number, file: string): void {
  if (version > migrations.length) {
    throw new FaultlineError('store-newer', { file, found: version, known: migrations.length });
  }
}

function migrate(database: DatabaseSync, file: string): void {
  if (readPragma(database, 'user_version') === migrations.length) return;
  transact(database, () => {
    // Read again inside the transaction: another process may have migrated while this one waited for the lock.
    const version = readPragma(database, 'user_version');
    checkVersion(version, file);
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length};`);
    return true;
  });
}

/**
 * Where several processes make one file at once, SQLite answers the switch to write-ahead logging with "locked" at once, without
 * the wait that the time-out asks for: two that wait for each other's lock would wait for ever. So it is tried again.
 */
function enableWriteAheadLog(database: DatabaseSync): void {
  const end = performance.now() + busySeconds * 1000;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!/locked|busy/.test(describeError(error)) || performance.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMilliseconds);
    }
  }
}

function readPragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

/** What SQLite threw, in words for people; anything of ours stays as it is. */
export function translateError(error: unknown, file: string): FaultlineError {
  if (error instanceof FaultlineError) return error;
  const why = describeError(error);
  if (/not a database|malformed/.test(why)) {
    return new FaultlineError('store-not-ours', { file, why: 'the SQLite database in it is damaged' }, error);
  }
  if (/locked|busy/.test(why)) return new FaultlineError('store-busy', { file, seconds: busySeconds }, error);
  return new FaultlineError('file-unreadable', { file, why }, error);
}

/**
 * Runs a piece of work in one transaction that takes the write lock at once, so that what it read still holds when it writes.
 * Work that returns false or throws is undone.
 */
export function transact(database: DatabaseSync, work: () => boolean): boolean {
  database.exec('BEGIN IMMEDIATE');
  try {
    const done = work();
    database.exec(done ? 'COMMIT' : 'ROLLBACK');
    return done;
  } catch (error) {
    // A full disk makes SQLite roll back by itself (https://www.sqlite.org/lang_transaction.html); a second time is an error.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Makes writes that outlast a power cut once they resolved. In write-ahead logging, others outlast the death of the process only, and the
 * last of them may be undone with the machine, in their order (https://www.sqlite.org/pragma.html#pragma_synchronous).
 * The disk takes its time for each transaction, and all else waits for it: what is asked for in one turn of the event loop is one.
 */
export function createLastingWriter(database: DatabaseSync): (write: () => boolean) => Promise<boolean> {
  let waiting: { write: () => boolean; outcome: PromiseWithResolvers<boolean> }[] = [];
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    try {
      const written = writeThrough(database, () => batch.map(({ write }) => write()));
      for (const [i, { outcome }] of batch.entries()) outcome.resolve(written[i] ?? false);
    } catch (error) {
      for (const { outcome } of batch) outcome.reject(error);
    }
  };
  return (write) => {
    if (waiting.length === 0) setImmediate(flush);
    const outcome = Promise.withResolvers<boolean>();
    waiting.push({ write, outcome });
    return outcome.promise;
  };
}

function writeThrough<T>(database: DatabaseSync, write: () => T[]): T[] {
  let written: T[] = [];
  database.exec('PRAGMA synchronous = FULL');
  try {
    transact(database, () => {
      written = write();
      return true;
    });
    return written;
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
}
