import { randomUUID } from 'node:crypto';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { FaultlineError } from '../../errors.ts';
import type { Store } from '../../jobs/ports.ts';
import { countUnits, createDynamoStore, provisionTable } from '../../runtime/cloud-table.ts';
import { openClient, startDynamoDb } from './local-dynamodb.ts';

/** What a deed took. */
export interface Spent {
  writes: number;
  reads: number;
  milliseconds: number;
}

/** A store in a DynamoDB on this machine, which counts what is asked of it. */
export interface CountedStore {
  store: Store;
  /** Which DynamoDB it is. */
  kind: string;
  /** Does something and says what it took. */
  meter(work: () => Promise<unknown>): Promise<Spent>;
  /** Bytes of the table and its index as they are charged. */
  size(): Promise<number>;
  close(): Promise<void>;
}

/** Bytes that each item is charged beside its own: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const itemOverhead = 100;

/**
 * @throws FaultlineError `deploy-tools-missing` where there is no DynamoDB on this machine
 */
export async function openCountedStore(): Promise<CountedStore> {
  const database = await startDynamoDb();
  if (!database) throw new FaultlineError('deploy-tools-missing');
  const client = openClient(database);
  const name = `bill-${randomUUID()}`;
  await provisionTable(client, name);
  const counted = { read: 0, write: 0 };
  countUnits(client, ({ kind, units }) => {
    counted[kind] += units;
  });
  const store = createDynamoStore({ client, table: name });
  return {
    store,
    kind: database.kind,
    async meter(work) {
      const { read, write } = counted;
      const start = performance.now();
      await work();
      const milliseconds = performance.now() - start;
      return { writes: counted.write - write, reads: counted.read - read, milliseconds };
    },
    async size() {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
      const parts = [Table ?? {}, ...(Table?.GlobalSecondaryIndexes ?? [])];
      const bytes = [
        Table?.TableSizeBytes ?? 0,
        ...(Table?.GlobalSecondaryIndexes ?? []).map((one) => one.IndexSizeBytes ?? 0),
      ];
      const items = parts.reduce((sum, { ItemCount = 0 }) => sum + ItemCount, 0);
      return bytes.reduce((sum, one) => sum + one, 0) + itemOverhead * items;
    },
    async close() {
      store.close();
      await database.stop();
    },
  };
}
