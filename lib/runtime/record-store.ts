import type { RecordStore } from '../jobs/store-record.ts';
import type { Config } from './config.ts';

/**
 * The records of the store that the settings name: of the DynamoDB table where they name one, else of the file.
 * @throws FaultlineError as `openStore` does; a table that is not there is refused when it is read or written
 */
export async function openRecordStore({
  db,
  table,
  keepDays,
}: Pick<Config, 'db' | 'table' | 'keepDays'>): Promise<RecordStore> {
  if (table) {
    const { createDynamoRecordStore } = await import('../store/dynamodb/records.ts');
    return createDynamoRecordStore({ table, keepDays });
  }
  const { createSqliteRecordStore } = await import('../store/sqlite/records.ts');
  return createSqliteRecordStore(db);
}
