import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSqliteRecordStore } from '../../lib/store/sqlite/records.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { buildFeed } from '../fixtures/builders.ts';
import { fillStore, recordContract, sortRecords } from './contract/records.ts';

const folder = mkdtempSync(join(tmpdir(), 'faultline-records-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const open = async () => {
  const file = join(folder, `${files++}.sqlite`);
  return { store: createSqliteStore(file), records: createSqliteRecordStore(file) };
};

recordContract('SQLite', open);

describe('an export of an SQLite store', () => {
  it('shows one moment, whatever is written while it is read', async () => {
    const { store, records } = await open();
    await fillStore(store);
    const ids: string[] = [];
    for await (const record of records.readAll()) {
      if (ids.length === 0) await store.feeds.add(buildFeed({ id: 'meanwhile' }));
      ids.push(record.kind === 'feed' ? record.value.id : record.kind);
    }
    expect(ids).not.toContain('meanwhile');
    expect(Object.keys(await sortRecords(records.readAll()))).toContain('feed meanwhile');
    records.close();
    store.close();
  });

  it('tells last what sets work going', async () => {
    const { store, records } = await open();
    await fillStore(store);
    const kinds = new Set<string>();
    for await (const { kind } of records.readAll()) kinds.add(kind);
    expect([...kinds].slice(-3)).toEqual(['delivery', 'subscription', 'feed']);
    records.close();
    store.close();
  });
});
