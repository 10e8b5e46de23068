import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describeError, FaultlineError } from '../errors.ts';
import { exportRecords, importRecords, type RecordCounts } from '../jobs/move-store.ts';
import type { RecordStore } from '../jobs/store-record.ts';
import { openRecordStore } from '../runtime/record-store.ts';
import { type Context, printJson, say } from './context.ts';
import { readLines } from './read-lines.ts';

/** Names the DynamoDB table in place of the setting. */
export interface TableOption {
  table?: string;
}

/**
 * `export`: the whole store as JSON Lines, to a file or to stdout.
 * @param file `-` for stdout; a file takes its name when it is whole, readable by its owner alone
 * @throws FaultlineError as `openRecordStore` does, and `file-unwritable`
 */
export async function runExport(context: Context, file: string, options: TableOption): Promise<void> {
  await withRecords(context, options, async (records) => {
    const counts: RecordCounts = {};
    const lines = Readable.from(exportRecords(records, { id: randomUUID(), at: new Date(), counts }));
    if (file === '-') await pipeline(lines, process.stdout, { end: false });
    else {
      await writeWhole(lines, file);
      if (context.json) printJson(counts);
    }
    say(`${describeCounts(counts)} exported`);
  });
}

/**
 * `import`: an export into an empty store.
 * @param file `-` for stdin
 * @throws FaultlineError as `openRecordStore` and `importRecords` do, and `file-unreadable`
 */
export async function runImport(context: Context, file: string, options: TableOption): Promise<void> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  await withRecords(context, options, async (records) => {
    const counts = await importRecords(records, nameFile(readLines(input), file));
    if (context.json) printJson(counts);
    say(`${describeCounts(counts)} imported`);
  });
}

async function withRecords(
  context: Context,
  { table }: TableOption,
  work: (records: RecordStore) => Promise<void>,
): Promise<void> {
  const records = await openRecordStore({ ...context.config, ...(table ? { table } : {}) });
  try {
    await work(records);
  } finally {
    records.close();
  }
}

/** Installations in it are sealed, but what channels are told is nobody else's business. */
const ownerOnly = 0o600;

async function writeWhole(lines: Readable, file: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(lines, createWriteStream(part, { mode: ownerOnly }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    if (!isOfFiles(error)) throw error;
    throw new FaultlineError('file-unwritable', { file, why: describeError(error) }, error);
  }
}

async function* nameFile(lines: AsyncIterable<string>, file: string): AsyncGenerator<string> {
  try {
    yield* lines;
  } catch (error) {
    if (!isOfFiles(error)) throw error;
    throw new FaultlineError('file-unreadable', { file, why: describeError(error) }, error);
  }
}

function isOfFiles(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function describeCounts(counts: RecordCounts): string {
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
  return total === 1 ? '1 record' : `${total} records`;
}
