import { SSMClient } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { readConfig } from '../../lib/runtime/config.ts';
import { createMissingSecret, readSecrets } from '../../lib/runtime/secrets.ts';
import { requireSlackAccess } from '../../lib/runtime/slack-access.ts';
import { startParameterStore } from '../fixtures/parameter-store.ts';

const path = '/faultline/dev/';

async function read(parameters: Record<string, string>) {
  const server = await startParameterStore(parameters);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SSMClient({ region: 'us-east-1', endpoint: server.url, credentials });
  try {
    return { secrets: await readSecrets(client, path), requests: server.requests };
  } finally {
    client.destroy();
    await server.close();
  }
}

const signingSecret = '0123456789abcdef0123456789abcdef';

it('parameters under the path are settings, decrypted, however many pages they fill', async () => {
  const { secrets, requests } = await read({
    '/faultline/dev/slack-bot-token': 'xoxb-1',
    '/faultline/dev/slack-signing-secret': signingSecret,
    '/faultline/dev/slack-api-url': 'https://slack-gov.com/api/',
    '/faultline/prod/slack-bot-token': 'xoxb-2',
  });
  expect(secrets).toEqual({
    FAULTLINE_SLACK_BOT_TOKEN: 'xoxb-1',
    FAULTLINE_SLACK_SIGNING_SECRET: signingSecret,
    FAULTLINE_SLACK_API_URL: 'https://slack-gov.com/api/',
  });
  expect(requests).toHaveLength(2);
  expect(readConfig(secrets).slack).toMatchObject({ botToken: 'xoxb-1', signingSecret });
});

it.each([
  [{}, 'slack-bot-token'],
  [{ FAULTLINE_SLACK_CLIENT_ID: '1.2' }, 'slack-client-secret'],
  [{ FAULTLINE_SLACK_TOKEN_KEY: `${'A'.repeat(43)}=` }, 'slack-client-id'],
])('of %j, a missing secret is named with how to put it there', (secrets, name) => {
  const access = () => requireSlackAccess(readConfig(secrets).slack, createMissingSecret(path));
  expect(access).toThrow(
    `The secret ${path}${name} is missing. Put it there: aws ssm put-parameter --type SecureString --name ${path}${name} --value`,
  );
});

it('the secrets of a single workspace and of several are for one of the two', () => {
  const several = {
    FAULTLINE_SLACK_CLIENT_ID: '1.2',
    FAULTLINE_SLACK_CLIENT_SECRET: signingSecret,
    FAULTLINE_SLACK_STATE_SECRET: 'sixteen-letters-or-more',
    FAULTLINE_SLACK_TOKEN_KEY: `${'A'.repeat(43)}=`,
  };
  const nameMissing = createMissingSecret(path);
  expect(requireSlackAccess(readConfig(several).slack, nameMissing).kind).toBe('several-workspaces');
  const one = { FAULTLINE_SLACK_BOT_TOKEN: 'xoxb-1' };
  expect(requireSlackAccess(readConfig(one).slack, nameMissing).kind).toBe('one-workspace');
  expect(() => requireSlackAccess(readConfig({ ...one, ...several }).slack, nameMissing)).toThrow('set one of the two');
});

it('a secret under a name that is no setting is refused without its value', () => {
  const refused = () => readConfig({ FAULTLINE_SLACK_TOKEN: 'xoxb-secret' });
  expect(refused).toThrow('there is no such setting');
  expect(refused).not.toThrow('xoxb-secret');
});
