import { readJson } from '../json.ts';
import { checkRecord } from './check-record.ts';
import type { StoreRecord } from './store-record.ts';

/** Of the first line. A change that an older Faultline would read wrongly makes it one more. */
export const exportVersion = 1;

/** The first line: what follows, and which export it is. */
export interface ExportHead {
  faultline: 'export';
  version: number;
  id: string;
  at: Date;
}

/** What a line of an export holds; `end` is the last, and says how many records came before it. */
export type ExportLine = { kind: 'head'; head: ExportHead } | { kind: 'end'; records: number } | StoreRecord;

export function renderHead(id: string, at: Date): string {
  const head: ExportHead = { faultline: 'export', version: exportVersion, id, at };
  return `${JSON.stringify(head)}\n`;
}

export function renderEnd(records: number): string {
  return `${JSON.stringify({ kind: 'end', records })}\n`;
}

/** A record as a line of JSON: times as ISO 8601 UTC, the numbers of sketches in Base64, little-endian. */
export function renderRecord(record: StoreRecord): string {
  if (record.kind !== 'sketch') return `${JSON.stringify(record)}\n`;
  const { terms, weights } = record.value;
  return `${JSON.stringify({ ...record, value: { ...record.value, terms: packNumbers(terms), weights: packNumbers(weights) } })}\n`;
}

/**
 * Reads what the functions above wrote. What a later version adds to a value is kept.
 * @throws Error that says what is wrong with the line
 */
export function parseExportLine(line: string): ExportLine {
  const value = readJson<Record<string, unknown> | null>(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is not a JSON object');
  if (value.faultline !== undefined) return { kind: 'head', head: readHead(value) };
  if (value.kind === 'end') return { kind: 'end', records: Number(value.records) };
  if (value.kind === 'sketch') unpackSketch(value.value);
  return checkRecord(value);
}

function readHead({ faultline, version, id, at }: Record<string, unknown>): ExportHead {
  if (faultline !== 'export') throw new Error('"faultline" is not "export"');
  if (!Number.isInteger(version)) throw new Error('"version" is no whole number');
  if (typeof id !== 'string' || !id) throw new Error('"id" is no text');
  if (!(at instanceof Date)) throw new Error('"at" is no time');
  return { faultline, version: Number(version), id, at };
}

/** Four-byte numbers, of which there are dozens a sketch: in decimals a line would be three times as long. */
function packNumbers({ buffer, byteOffset, byteLength }: Uint32Array | Float32Array): string {
  return Buffer.from(new Uint8Array(buffer, byteOffset, byteLength)).toString('base64');
}

function unpackSketch(sketch: unknown): void {
  if (typeof sketch !== 'object' || sketch === null) return;
  const numbers = sketch as Record<string, unknown>;
  if (typeof numbers.terms === 'string') numbers.terms = new Uint32Array(unpackNumbers(numbers.terms));
  if (typeof numbers.weights === 'string') numbers.weights = new Float32Array(unpackNumbers(numbers.weights));
}

function unpackNumbers(text: string): ArrayBuffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 4 !== 0 || bytes.toString('base64') !== text)
    throw new Error('the numbers of a sketch are damaged');
  return new Uint8Array(bytes).buffer;
}
