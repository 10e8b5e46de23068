import type { Store } from '../jobs/ports.ts';
import { createSqliteStore } from '../store/sqlite/store.ts';
import type { Config } from './config.ts';

/**
 * The embedded store of this machine. It stands apart from the other parts, for commands that only read load half as long without them.
 * @throws FaultlineError `store-not-ours`, `store-newer`, `store-busy` or `file-unreadable`
 */
export function openStore(config: Pick<Config, 'db'>): Store {
  return createSqliteStore(config.db);
}
