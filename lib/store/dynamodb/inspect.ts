import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { describeError, FaultlineError } from '../../errors.ts';
import type { Feed } from '../../feeds/feed.ts';
import type { Due } from '../../jobs/doctor/judge-schedules.ts';
import { listAllFeeds } from '../../jobs/feed-list.ts';
import { findFirstReady } from './due.ts';
import { nameFailure } from './failure.ts';
import { createFeedStore } from './feeds.ts';
import { createTable } from './table.ts';
import { progressKey } from './write-records.ts';

/** What a table is like. */
export type TableReport =
  /** It is not there, or it cannot be asked, for the reason of the error. */
  | { kind: 'unfit'; error: FaultlineError }
  | {
      kind: 'fit';
      /** Whether its keys and its index are those of infra/table.yml. */
      isOurs: boolean;
      isActive: boolean;
      /** Whether what is too old goes by itself. */
      hasExpiry: boolean;
      /** Whether it can be restored to a point in time; absent where there is no telling. */
      hasBackups?: boolean;
      isProtected: boolean;
      /** Whether an import into it was begun and not finished. */
      isImportOpen: boolean;
      feeds: Feed[];
      due: Due;
    };

/**
 * Looks at a table and changes nothing.
 * @param client by default one that finds region, credentials and endpoint as every tool of AWS does
 */
export async function inspectTable(name: string, client = new DynamoDBClient()): Promise<TableReport> {
  const TableName = name;
  try {
    const { Table: described = {} } = await client.send(new DescribeTableCommand({ TableName }));
    const isOurs = hasOurKeys(described);
    const expiry = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    const { TimeToLiveStatus, AttributeName } = expiry.TimeToLiveDescription ?? {};
    const hasBackups = await findBackups(client, name);
    return {
      kind: 'fit',
      isOurs,
      isActive: described.TableStatus === 'ACTIVE' || described.TableStatus === 'UPDATING',
      hasExpiry: TimeToLiveStatus === 'ENABLED' && AttributeName === 'expiresAt',
      ...(hasBackups === undefined ? {} : { hasBackups }),
      isProtected: described.DeletionProtectionEnabled === true,
      ...(isOurs ? await readInside(name, client) : { isImportOpen: false, feeds: [], due: {} }),
    };
  } catch (error) {
    return { kind: 'unfit', error: describeFailure(nameFailure(error, name), name) };
  } finally {
    client.destroy();
  }
}

/** `undefined` of DynamoDB Local, which knows no backups. */
async function findBackups(client: DynamoDBClient, TableName: string): Promise<boolean | undefined> {
  try {
    const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
    return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
  } catch (error) {
    if (error instanceof Error && error.name === 'UnknownOperationException') return undefined;
    throw error;
  }
}

function hasOurKeys({ KeySchema, GlobalSecondaryIndexes }: TableDescription): boolean {
  const spell = (keys: TableDescription['KeySchema']): string =>
    (keys ?? []).map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join();
  const index = GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === 'gsi1');
  return spell(KeySchema) === 'pk HASH,sk RANGE' && spell(index?.KeySchema) === 'pk1 HASH,sk1 RANGE';
}

async function readInside(name: string, client: DynamoDBClient) {
  const table = createTable(client, name);
  const feeds = await listAllFeeds({ feeds: createFeedStore(table) });
  const polls = feeds.flatMap(({ enabled, nextPollAt }) => (enabled ? [nextPollAt.getTime()] : []));
  return {
    isImportOpen: (await table.get(progressKey, true)) !== undefined,
    feeds,
    due: {
      poll: polls.length > 0 ? new Date(polls.reduce((least, time) => Math.min(least, time))) : undefined,
      digest: await findFirstReady(table, 'subscription'),
      delivery: await findFirstReady(table, 'delivery'),
    },
  };
}

function describeFailure(error: unknown, table: string): FaultlineError {
  if (error instanceof FaultlineError) return error;
  return new FaultlineError('table-unanswered', { table, why: describeError(error).replace(/\.$/, '') }, error);
}
