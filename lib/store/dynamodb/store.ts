import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Store } from '../../jobs/ports.ts';
import { createAges } from './ages.ts';
import { createAlertStore } from './alerts.ts';
import { createArticleStore } from './articles.ts';
import { createCorrectionStore } from './corrections.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createDigestStore } from './digests.ts';
import { createFeedStore } from './feeds.ts';
import { createReading } from './reading.ts';
import { createStoryStore } from './stories.ts';
import { createStoryNames } from './story-names.ts';
import { createSubscriptionStore } from './subscriptions.ts';
import { createTable } from './table.ts';
import { createTeamStore } from './teams.ts';

export interface DynamoStoreOptions {
  /** Name of a table in the shape of infra/table.yml. */
  table: string;
  /** By default one that finds region, credentials and endpoint as every tool of AWS does. */
  client?: DynamoDBClient;
  /** Days after which DynamoDB deletes articles, and what was made of them; without it they stay. */
  keepDays?: number;
}

/**
 * The store in one table of DynamoDB, safe for any number of processes at once. Nothing is read before it is asked for.
 */
export function createDynamoStore({ table: name, client = new DynamoDBClient(), keepDays }: DynamoStoreOptions): Store {
  const table = createTable(client, name);
  const ages = createAges(keepDays);
  const names = createStoryNames(table);
  const reading = createReading(table);
  return {
    feeds: createFeedStore(table),
    articles: createArticleStore(table, names, reading, ages),
    stories: createStoryStore(table, names, reading),
    digests: createDigestStore(table, ages),
    corrections: createCorrectionStore(table),
    subscriptions: createSubscriptionStore(table),
    deliveries: createDeliveryStore(table, ages),
    alerts: createAlertStore(table),
    teams: createTeamStore(table),
    close: () => client.destroy(),
  };
}
