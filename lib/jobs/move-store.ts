import { describeError, FaultlineError } from '../errors.ts';
import {
  type ExportHead,
  type ExportLine,
  exportVersion,
  parseExportLine,
  renderEnd,
  renderHead,
  renderRecord,
} from './record-lines.ts';
import type { RecordStore, StoreRecord } from './store-record.ts';

/** How many records of each kind. */
export type RecordCounts = Record<string, number>;

/**
 * The whole store as lines of JSON, each with its line feed; only what is read is in memory.
 * @param id of this export
 * @param counts grows with each record
 */
export async function* exportRecords(
  records: Pick<RecordStore, 'readAll'>,
  { id, at, counts }: { id: string; at: Date; counts: RecordCounts },
): AsyncGenerator<string> {
  yield renderHead(id, at);
  let total = 0;
  for await (const record of records.readAll()) {
    counts[record.kind] = (counts[record.kind] ?? 0) + 1;
    total++;
    yield renderRecord(record);
  }
  yield renderEnd(total);
}

/**
 * Writes the lines of an export to an empty store. An import that ended half-way can be run again with the same export; a store that was
 * used otherwise is refused, because two histories of one story cannot both be right.
 * @returns how many records of each kind came in
 * @throws FaultlineError `export-wrong` with the line, `record-newer`, `store-not-empty`, and `import-failed` where the store failed
 */
export async function importRecords(
  store: Pick<RecordStore, 'writeAll'>,
  lines: AsyncIterable<string>,
): Promise<RecordCounts> {
  const place = { line: 0 };
  const parsed = parseLines(lines, place);
  const head = await readHead(parsed, place);
  const counts: RecordCounts = {};
  try {
    await store.writeAll(head.id, readRecords(parsed, place, counts));
  } catch (error) {
    if (error instanceof FaultlineError) throw error;
    throw new FaultlineError('import-failed', { line: place.line, why: describeError(error) }, error);
  }
  return counts;
}

interface Place {
  line: number;
}

async function* parseLines(lines: AsyncIterable<string>, place: Place): AsyncGenerator<ExportLine> {
  for await (const line of lines) {
    place.line++;
    if (!line.trim()) continue;
    let parsed: ExportLine;
    try {
      parsed = parseExportLine(line);
    } catch (error) {
      throw refuse(place, describeError(error), error);
    }
    yield parsed;
  }
}

async function readHead(lines: AsyncGenerator<ExportLine>, place: Place): Promise<ExportHead> {
  const { value, done } = await lines.next();
  if (done) throw refuse({ line: 1 }, 'there is nothing');
  if (value.kind !== 'head') throw refuse(place, 'an export begins with its version, as `faultline export` writes it');
  const { head } = value;
  if (head.version > exportVersion)
    throw new FaultlineError('record-newer', { found: head.version, known: exportVersion });
  return head;
}

/** The records up to the last line; an export that was cut off must not pass for a whole one. */
async function* readRecords(
  lines: AsyncGenerator<ExportLine>,
  place: Place,
  counts: RecordCounts,
): AsyncGenerator<StoreRecord> {
  let total = 0;
  let hasEnded = false;
  for await (const line of lines) {
    if (hasEnded) throw refuse(place, 'it comes after the end of the export');
    if (line.kind === 'head') throw refuse(place, 'another export begins here; import one at a time');
    if (line.kind === 'end') {
      if (line.records !== total) throw refuse(place, `${line.records} records were exported, ${total} are here`);
      hasEnded = true;
      continue;
    }
    counts[line.kind] = (counts[line.kind] ?? 0) + 1;
    total++;
    yield line;
  }
  if (!hasEnded) throw refuse(place, 'the export was cut off here, its last line is missing');
}

function refuse({ line }: Place, why: string, cause?: unknown): FaultlineError {
  return new FaultlineError('export-wrong', { line, why }, cause);
}
