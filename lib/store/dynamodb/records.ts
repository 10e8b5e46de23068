import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RecordStore } from '../../jobs/store-record.ts';
import { createAges } from './ages.ts';
import { readRecords } from './read-records.ts';
import { scan } from './scan.ts';
import type { DynamoStoreOptions } from './store.ts';
import { createTable } from './table.ts';
import { writeRecords } from './write-records.ts';

/**
 * All that one table of DynamoDB holds. It reads the whole table, which no function may: this is for whoever keeps it.
 * Sketches that nothing leads to, because their reports have no telling word or are too old to be joined, are none of it.
 */
export function createDynamoRecordStore({
  table: name,
  client = new DynamoDBClient(),
  keepDays,
}: DynamoStoreOptions): RecordStore {
  const table = createTable(client, name);
  const ages = createAges(keepDays);
  const isEmpty = async (): Promise<boolean> => {
    for await (const page of scan(client, name, { limit: 1 })) return page.length === 0;
    return true;
  };
  return {
    readAll: () => readRecords(table, (filter) => scan(client, name, { filter })),
    writeAll: (exportId, records) => writeRecords(table, { ages, exportId, store: name }, isEmpty, records),
    close: () => client.destroy(),
  };
}
