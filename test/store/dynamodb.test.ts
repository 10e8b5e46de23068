import { afterAll, describe, it } from 'vitest';
import { provisionTable } from '../../lib/store/dynamodb/provision-table.ts';
import { createDynamoStore } from '../../lib/store/dynamodb/store.ts';
import { openClient, startDynamoDb } from '../fixtures/dynamodb.ts';
import { storeContract } from './contract.ts';

const server = await startDynamoDb();
afterAll(() => server?.stop());

if (server) {
  let made = 0;
  const open = () => createDynamoStore({ table: `table-${made}`, client: openClient(server) });
  storeContract(
    `DynamoDB (${server.kind})`,
    async () => {
      const client = openClient(server);
      await provisionTable(client, `table-${++made}`);
      client.destroy();
      return open();
    },
    { connect: open },
  );
} else {
  describe('DynamoDB keeps the contract of the store', () => {
    it.skip('there is no DynamoDB on this machine: `npm ci --prefix infra/local` installs one', () => undefined);
  });
}
