import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { FaultlineError } from '../../errors.ts';
import type { Store } from '../../jobs/ports.ts';
import { countUnits, createDynamoStore, provisionTable, sizeOf } from '../../runtime/cloud-table.ts';
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
  /** Of everything that goes with time: its bytes in table and index, as they are charged, times the days that it has left. */
  stored(): Promise<number>;
  close(): Promise<void>;
}

/** Bytes that each item is charged beside its own: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const itemOverhead = 100;
const day = 86_400_000;
/** `FAULTLINE_KEEP_DAYS` as deployed. */
const keepDays = 180;

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
  const store = createDynamoStore({ client, table: name, keepDays });
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
    async stored() {
      const documents = DynamoDBDocumentClient.from(client);
      const now = Date.now();
      let byteDays = 0;
      for await (const { Items = [] } of paginateScan({ client: documents }, { TableName: name })) {
        for (const item of Items) {
          if (item.expiresAt === undefined) continue;
          const days = (Number(item.expiresAt) * 1000 - now) / day;
          const inIndex = item.pk1 === undefined ? 0 : itemOverhead + sizeOf(item);
          byteDays += days * (itemOverhead + sizeOf(item) + inIndex);
        }
      }
      return byteDays;
    },
    async close() {
      store.close();
      await database.stop();
    },
  };
}
