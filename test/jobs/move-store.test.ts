import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportRecords, importRecords } from '../../lib/jobs/move-store.ts';
import { exportVersion, parseExportLine, renderRecord } from '../../lib/jobs/record-lines.ts';
import type { StoreRecord } from '../../lib/jobs/store-record.ts';
import { buildArticle, buildDelivery, buildFeed, buildSketch, morning } from '../fixtures/builders.ts';

async function* list<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

const head = { id: 'export-1', at: morning };

async function exportLines(...records: StoreRecord[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportRecords({ readAll: () => list(records) }, { ...head, counts: {} })) lines.push(line);
  return lines;
}

/** Imports lines into what keeps them; `written` holds those that it had got when it ended. */
async function importLines(lines: readonly string[]) {
  const written: StoreRecord[] = [];
  let id: string | undefined;
  const store = {
    async writeAll(exportId: string, records: AsyncIterable<StoreRecord>) {
      id = exportId;
      for await (const record of records) written.push(record);
    },
  };
  const outcome = await importRecords(store, list(lines)).then(
    (counts) => ({ counts }),
    (error: unknown) => ({ error }),
  );
  return { ...outcome, written, id };
}

const feed: StoreRecord = { kind: 'feed', value: buildFeed(), leaseUntil: morning };
const revision: StoreRecord = { kind: 'revision', value: buildArticle({ title: 'A “title”\u2028in two\nlines' }) };

describe('an export', () => {
  it('has a line for its version and id, one a record, and one at its end that counts them', async () => {
    const lines = (await exportLines(feed, revision)).map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { faultline: 'export', version: exportVersion, id: 'export-1', at: '2024-07-19T06:00:00.000Z' },
      { kind: 'feed', leaseUntil: '2024-07-19T06:00:00.000Z' },
      { kind: 'revision' },
      { kind: 'end', records: 2 },
    ]);
  });

  it('comes back as it was', async () => {
    const { written, counts, id } = { counts: {}, ...(await importLines(await exportLines(feed, revision, feed))) };
    expect(written).toStrictEqual([feed, revision, feed]);
    expect(counts).toEqual({ feed: 2, revision: 1 });
    expect(id).toBe('export-1');
  });

  it('keeps every bit of the numbers of a sketch', () => {
    const words = fc.uint32Array({ maxLength: 64 });
    const weights = fc.float32Array({ maxLength: 64 });
    fc.assert(
      fc.property(words, weights, fc.double({ noNaN: true, noDefaultInfinity: true }), (terms, weights, keyWeight) => {
        const record: StoreRecord = { kind: 'sketch', value: { ...buildSketch(), terms, weights, keyWeight } };
        const read = parseExportLine(renderRecord(record));
        // JSON has no minus nought, and no weight is one.
        expect(read).toStrictEqual({ ...record, value: { ...record.value, keyWeight: keyWeight + 0 } });
      }),
    );
  });

  it('reads members that a later Faultline added', async () => {
    const value = { ...buildFeed(), mood: { gap: 5, changedAt: morning } };
    const { written } = await importLines(await exportLines({ kind: 'feed', value }));
    expect(written).toStrictEqual([{ kind: 'feed', value }]);
  });
});

describe('an import refuses, with the number of the line,', () => {
  it.each<[name: string, line: string, why: string]>([
    ['what is no JSON', '{"kind":', 'JSON'],
    ['what is no object', '[1]', 'it is not a JSON object'],
    ['a kind that it does not know', '{"kind":"toString"}', 'the kind "toString" is unknown'],
    ['a record without its value', '{"kind":"feed"}', '"value" is not an object'],
    [
      'a time that is none',
      renderRecord(feed).replace('2024-07-19T06:00:00.000Z', 'soon'),
      '"nextPollAt" is not a time such as 2024-07-19T12:00:00.000Z',
    ],
    [
      'a state that there is not',
      renderRecord({ kind: 'delivery', value: buildDelivery() }).replace('"due"', '"lost"'),
      '"state" is not one of due, claimed',
    ],
    [
      'numbers that are damaged',
      renderRecord({ kind: 'sketch', value: buildSketch() }).replace(/"terms":"../, '"terms":"*'),
      'the numbers of a sketch are damaged',
    ],
    [
      'an export that begins inside another',
      '{"faultline":"export","version":1,"id":"b","at":"2024-07-19T06:00:00.000Z"}',
      'another export begins here',
    ],
  ])('%s', async (_name, line, why) => {
    const [first = '', record = '', end = ''] = await exportLines(feed);
    const { error, written } = { error: undefined, ...(await importLines([first, record, line, end])) };
    expect(error).toMatchObject({ code: 'export-wrong', facts: { line: 3 } });
    expect(String(error)).toContain(why);
    expect(written).toEqual([feed]);
  });

  it('an export that was cut off between two lines', async () => {
    const lines = (await exportLines(feed, revision)).slice(0, -1);
    expect(await importLines(lines)).toMatchObject({ error: { code: 'export-wrong', facts: { line: 3 } } });
  });

  it('one that lacks a line in the middle', async () => {
    const [first = '', , ...rest] = await exportLines(feed, revision);
    const outcome = await importLines([first, ...rest]);
    expect(outcome).toMatchObject({ error: { facts: { line: 3, why: '2 records were exported, 1 are here' } } });
  });

  it('what follows its end', async () => {
    const lines = await exportLines(feed);
    expect(await importLines([...lines, ...lines])).toMatchObject({
      error: { code: 'export-wrong', facts: { line: 4 } },
    });
  });

  it.each([
    ['nothing', []],
    ['something else', ['{"id":1}']],
    ['a record', [renderRecord(feed)]],
  ])('%s in place of an export', async (_name, lines) => {
    expect(await importLines(lines)).toMatchObject({
      error: { code: 'export-wrong', facts: { line: 1 } },
      written: [],
    });
  });

  it('the export of a newer version, before anything is written', async () => {
    const lines = await exportLines(feed);
    const newer = lines.map((line) => line.replace(`"version":${exportVersion}`, '"version":99'));
    const outcome = await importLines(newer);
    expect(outcome).toMatchObject({
      error: { code: 'record-newer', facts: { found: 99 } },
      written: [],
      id: undefined,
    });
  });

  it('any line that hostile hands wrote, without breaking', () => {
    fc.assert(
      fc.property(fc.json(), (line) => {
        expect(() => parseExportLine(line)).toThrow(Error);
      }),
    );
  });
});

it('an import into a store that fails says at which line, and can be run again', async () => {
  const store = {
    async writeAll(_id: string, records: AsyncIterable<StoreRecord>) {
      for await (const record of records) throw new Error(`no room for a ${record.kind}`);
    },
  };
  await expect(importRecords(store, list(await exportLines(feed)))).rejects.toThrow(
    'The import ended at line 2 of the export: no room for a feed. Run it again with the same export.',
  );
});
