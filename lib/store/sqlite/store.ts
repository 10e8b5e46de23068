import type { Store } from '../../jobs/ports.ts';
import { createArticleStore } from './articles.ts';
import { createCorrectionStore } from './corrections.ts';
import { openDatabase } from './database.ts';
import { createDigestStore } from './digests.ts';
import { createFeedStore } from './feeds.ts';
import { createStoryStore } from './stories.ts';
import { createStoryNames } from './story-names.ts';

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
    close: () => database.close(),
  };
}
