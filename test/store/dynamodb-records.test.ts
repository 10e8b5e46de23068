import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openClient, startDynamoDb } from '../../lib/cli/bench/local-dynamodb.ts';
import { provisionTable } from '../../lib/store/dynamodb/provision-table.ts';
import { createDynamoRecordStore } from '../../lib/store/dynamodb/records.ts';
import { createDynamoStore } from '../../lib/store/dynamodb/store.ts';
import { createSqliteRecordStore } from '../../lib/store/sqlite/records.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { fillStore, type RecordedStore, recordContract, sortRecords } from './contract/records.ts';

const server = await startDynamoDb();
const folder = mkdtempSync(join(tmpdir(), 'faultline-records-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.stop();
});

if (server) {
  let made = 0;
  const open = async (): Promise<RecordedStore> => {
    const table = `table-${++made}`;
    const client = openClient(server);
    await provisionTable(client, table);
    client.destroy();
    return {
      store: createDynamoStore({ table, client: openClient(server) }),
      records: createDynamoRecordStore({ table, client: openClient(server) }),
    };
  };
  recordContract(`DynamoDB (${server.kind})`, open);

  describe('a store on one machine', () => {
    const openFile = (): RecordedStore => {
      const file = join(folder, `${++made}.sqlite`);
      return { store: createSqliteStore(file), records: createSqliteRecordStore(file) };
    };

    it('goes to DynamoDB and comes back as it was', async () => {
      const [from, there, back] = [openFile(), await open(), openFile()];
      await fillStore(from.store);
      await there.records.writeAll('export-1', from.records.readAll());
      await back.records.writeAll('export-2', there.records.readAll());
      expect(await sortRecords(back.records.readAll())).toStrictEqual(await sortRecords(from.records.readAll()));
      for (const { store, records } of [from, there, back]) {
        store.close();
        records.close();
      }
    });
  });
} else {
  describe('DynamoDB moves whole stores', () => {
    it.skip('there is no DynamoDB on this machine: `npm ci --prefix infra/local` installs one', () => undefined);
  });
}
