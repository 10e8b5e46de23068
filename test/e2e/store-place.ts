import { openClient } from '../../lib/cli/bench/local-dynamodb.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { createDynamoStore } from '../../lib/store/dynamodb/store.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';

/** Where several processes find one store: the path of a file, or the address of a DynamoDB with the name of a table as its path. */
export function openPlace(place: string): Store {
  const address = URL.parse(place);
  if (address?.protocol !== 'http:') return createSqliteStore(place);
  return createDynamoStore({ client: openClient({ endpoint: address.origin }), table: address.pathname.slice(1) });
}
