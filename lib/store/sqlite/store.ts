import type { Store } from '../../jobs/ports.ts';
import { createAlertStore } from './alerts.ts';
import { createArticleStore } from './articles.ts';
import { createCorrectionStore } from './corrections.ts';
import { openDatabase } from './database.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createDigestStore } from './digests.ts';
import { createFeedStore } from './feeds.ts';
import { createStoryStore } from './stories.ts';
import { createStoryNames } from './story-names.ts';
import { createSubscriptionStore } from './subscriptions.ts';
import { createTeamStore } from './teams.ts';

/**
 * The store in one SQLite file, safe for several processes at once.
 * @param file a path, or `:memory:` for one that ends with the process
 * @throws FaultlineError `store-not-ours`, `store-newer`, `store-busy` or `file-unreadable`
 */
export function createSqliteStore(file: string): Store {
  const database = openDatabase(file);
  const names = createStoryNames(database);
  return {
    feeds: createFeedStore(database),
    articles: createArticleStore(database, names),
    stories: createStoryStore(database, names),
    digests: createDigestStore(database),
    corrections: createCorrectionStore(database),
    subscriptions: createSubscriptionStore(database),
    deliveries: createDeliveryStore(database),
    alerts: createAlertStore(database),
    teams: createTeamStore(database),
    close: () => database.close(),
  };
}
