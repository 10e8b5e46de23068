import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openClient, startDynamoDb } from '../../../lib/cli/bench/local-dynamodb.ts';
import type { Finding } from '../../../lib/jobs/doctor/finding.ts';
import { examine } from '../../../lib/runtime/doctor/examine.ts';
import { provisionTable } from '../../../lib/store/dynamodb/provision-table.ts';
import { createDynamoRecordStore } from '../../../lib/store/dynamodb/records.ts';
import { createDynamoStore } from '../../../lib/store/dynamodb/store.ts';
import { buildDelivery, buildFeed, buildSubscription, minutesLater, morning } from '../../fixtures/builders.ts';

const server = await startDynamoDb();
let parameterStore: Server | undefined;
/** What Parameter Store holds: names under the path, to values. */
let parameters: Record<string, string> = {};
afterAll(async () => {
  parameterStore?.close();
  await server?.stop();
});

async function check(table: string, environment: Record<string, string> = {}, now = morning): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of examine(environment, { table }, () => now)) findings.push(finding);
  return findings;
}

const about = (findings: Finding[], concern: Finding['about']) => findings.filter((one) => one.about === concern);

if (server) {
  let made = 0;
  const provision = async (): Promise<string> => {
    const table = `table-${++made}`;
    const client = openClient(server);
    await provisionTable(client, table);
    client.destroy();
    return table;
  };
  beforeAll(async () => {
    parameterStore = createServer((_request, response) => {
      const Parameters = Object.entries(parameters).map(([name, Value]) => ({
        Name: `/faultline/test/${name}`,
        Value,
      }));
      response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify({ Parameters }));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => parameterStore?.once('listening', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', server.endpoint);
    vi.stubEnv('AWS_ENDPOINT_URL_SSM', `http://127.0.0.1:${(parameterStore.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    return () => vi.unstubAllEnvs();
  });

  describe('the table of a deployment', () => {
    it('is found with its keys and its expiry, and what is wrong with it is named', async () => {
      expect(about(await check(await provision()), 'store')).toMatchObject([
        { kind: 'warning', what: 'It is not protected from deletion.' },
      ]);
    });

    it('that is not there is wrong', async () => {
      expect(about(await check('nothing'), 'store')).toMatchObject([
        { kind: 'wrong', what: expect.stringContaining('There is no table nothing') },
      ]);
    });

    it('of another program is not read', async () => {
      const client = openClient(server);
      await client.send(
        new CreateTableCommand({
          TableName: 'bookmarks',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'url', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'url', KeyType: 'HASH' }],
        }),
      );
      client.destroy();
      const found = await check('bookmarks');
      expect(about(found, 'store')).toContainEqual(
        expect.objectContaining({ kind: 'wrong', what: 'The table bookmarks has other keys than ours.' }),
      );
      expect(about(found, 'feeds')).toEqual([]);
    });

    it('into which an import was begun and not finished says so', async () => {
      const table = await provision();
      const records = createDynamoRecordStore({ table, client: openClient(server) });
      const broken = (async function* () {
        yield { kind: 'feed' as const, value: buildFeed() };
        throw new Error('the cable was pulled');
      })();
      await expect(records.writeAll('export-1', broken)).rejects.toThrow('the cable was pulled');
      records.close();
      expect(about(await check(table), 'store')).toContainEqual(
        expect.objectContaining({ kind: 'wrong', what: 'An import was begun and not finished.' }),
      );
    });

    it('tells by what waits that no schedule calls the functions', async () => {
      const table = await provision();
      const store = createDynamoStore({ table, client: openClient(server) });
      await store.feeds.add(buildFeed());
      await store.subscriptions.add(buildSubscription());
      await store.deliveries.add(buildDelivery());
      store.close();
      expect(about(await check(table), 'schedules')).toMatchObject([{ kind: 'ok' }]);
      expect(about(await check(table, {}, minutesLater(200)), 'schedules')).toMatchObject([
        { kind: 'wrong', what: expect.stringContaining('No feed is polled') },
        { kind: 'wrong', what: expect.stringContaining('No digest is compiled') },
        { kind: 'wrong', what: expect.stringContaining('Nothing is posted') },
      ]);
    });
  });

  describe('the secrets of a deployment', () => {
    const environment = { FAULTLINE_SECRETS: '/faultline/test/' };
    const signing = { 'slack-signing-secret': '0123456789abcdef'.repeat(2) };
    const checkSecrets = async (held: Record<string, string>) => {
      parameters = held;
      return about(await check('nothing', environment), 'slack');
    };

    it('are not looked for where nobody says where they are', async () => {
      expect(about(await check('nothing'), 'slack')).toMatchObject([
        { kind: 'warning', mend: expect.stringContaining('/faultline/STAGE/') },
      ]);
    });

    it.each<[string, Record<string, string>, string]>([
      ['no bot token', signing, 'The secret /faultline/test/slack-bot-token is missing'],
      [
        'no signing secret',
        { 'slack-bot-token': 'xoxb-1' },
        'The secret /faultline/test/slack-signing-secret is missing',
      ],
      ['a token that is none', { ...signing, 'slack-bot-token': 'swordfish' }, 'FAULTLINE_SLACK_BOT_TOKEN is wrong'],
    ])('with %s are wrong', async (_name, held, words) => {
      const found = await checkSecrets(held);
      expect(found).toMatchObject([{ kind: 'wrong', what: expect.stringContaining(words) }]);
      expect(JSON.stringify(found)).not.toContain('swordfish');
    });

    it('of the right form are tried on Slack', async () => {
      const unheard = { 'slack-bot-token': 'xoxb-1', 'slack-api-url': 'http://127.0.0.1:1/api/' };
      expect(await checkSecrets({ ...signing, ...unheard })).toMatchObject([
        { kind: 'ok', what: expect.stringContaining('of the right form') },
        { kind: 'wrong', what: expect.stringContaining('does not answer') },
      ]);
    });
  });
} else {
  describe('the table of a deployment', () => {
    it.skip('there is no DynamoDB on this machine: `npm ci --prefix infra/local` installs one', () => undefined);
  });
}
