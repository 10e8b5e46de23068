import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { answerInstall } from '../../lib/runtime/aws-install.ts';
import { createPlayground, type Playground } from '../../lib/slack/playground/server.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { buildRequest } from '../fixtures/function-url.ts';
import { type ParameterStore, startParameterStore } from '../fixtures/parameter-store.ts';

const clientSecret = '0123456789abcdef0123456789abcdef';
const store = createSqliteStore(':memory:');
const run = { store, now: () => new Date(), log: () => undefined } as const;
let slack: Playground;
let parameters: ParameterStore;

beforeAll(async () => {
  slack = await createPlayground({
    port: 0,
    now: () => new Date(),
    botToken: 'xoxb-granted',
    appToken: 'xapp-1',
    signingSecret: clientSecret,
    oauth: { clientId: '1.2', clientSecret },
  });
  parameters = await startParameterStore({
    '/faultline/test/slack-client-id': '1.2',
    '/faultline/test/slack-client-secret': clientSecret,
    '/faultline/test/slack-state-secret': 'sixteen-letters-or-more',
    '/faultline/test/slack-token-key': randomBytes(32).toString('base64'),
    '/faultline/test/slack-signing-secret': clientSecret,
    '/faultline/test/slack-api-url': slack.apiUrl,
  });
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SSM: parameters.url,
    FAULTLINE_SECRETS: '/faultline/test/',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([slack.close(), parameters.close()]);
  store.close();
});

it('a workspace installs the app at the function URL: the state in the cookie, the token sealed in the store', async () => {
  const page = await answerInstall(run, buildRequest('GET', '/slack/install'));
  expect(page.statusCode).toBe(200);
  const [cookie = ''] = page.cookies ?? [];
  const state = /[?&;]state=([^&"]+)/.exec(page.body ?? '')?.[1] ?? 'no state';
  expect(cookie).toContain(`=${state};`);
  // The person consents at Slack, which sends the browser back with a code.
  const consent = `${slack.url}oauth/v2/authorize?${new URLSearchParams({
    client_id: '1.2',
    scope: 'commands',
    state,
    redirect_uri: 'http://127.0.0.1:9/slack/oauth_redirect',
  })}`;
  const back = (await fetch(consent, { redirect: 'manual' })).headers.get('location') ?? '';
  const cookies = [cookie.split(';')[0] ?? ''];
  const done = await answerInstall(
    run,
    buildRequest('GET', new URL(back).pathname + new URL(back).search, { cookies }),
  );
  expect(done).toMatchObject({ statusCode: 200, body: expect.stringContaining('Thank you') });
  const sealed = await store.teams.installation(slack.workspace.team.id);
  expect(sealed).toBeTruthy();
  expect(sealed).not.toContain('xoxb-granted');
});

it('who comes back without the cookie installs nothing', async () => {
  const answer = await answerInstall(run, buildRequest('GET', '/slack/oauth_redirect?code=1&state=2'));
  expect(answer).toMatchObject({ statusCode: 400, body: expect.stringContaining('Went Wrong') });
});
