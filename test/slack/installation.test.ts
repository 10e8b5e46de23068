import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Installation, InstallationStore } from '@slack/bolt';
import { InstallProvider } from '@slack/oauth';
import { describe, expect, test } from 'vitest';
import { FaultlineError } from '../../lib/errors.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { createAuthorize, createInstallationStore, openClient } from '../../lib/slack/installation.ts';
import { createPlayground, type Playground } from '../../lib/slack/playground/server.ts';
import { botScopes } from '../../lib/slack/scopes.ts';
import { createSealer, readKey } from '../../lib/slack/seal.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { morning } from '../fixtures/builders.ts';

const key = randomBytes(32).toString('base64');
const now = () => morning;

const it = test.extend<{ store: Store; installations: InstallationStore }>({
  store: async ({ task: _task }, use) => {
    const store = createSqliteStore(':memory:');
    await use(store);
    store.close();
  },
  installations: async ({ store }, use) => use(createInstallationStore({ store, key, now })),
});

function buildInstallation(team: string, user = 'UADA'): Installation<'v2', false> {
  return {
    team: { id: team, name: 'A team' },
    enterprise: undefined,
    user: { token: undefined, scopes: undefined, id: user },
    bot: { token: `xoxb-of-${team}`, scopes: [...botScopes], id: 'B1', userId: 'UBOT' },
    tokenType: 'bot',
    isEnterpriseInstall: false,
    appId: 'A1',
    authVersion: 'v2',
  };
}

const queryOf = (teamId: string) => ({ teamId, enterpriseId: undefined, isEnterpriseInstall: false as const });

async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'nothing was refused';
  } catch (error) {
    if (error instanceof FaultlineError) return error.message;
    throw error;
  }
}

describe('an installation', () => {
  it('comes back as it was stored', async ({ installations }) => {
    const stored = buildInstallation('T1');
    await installations.storeInstallation(stored);
    expect(await installations.fetchInstallation(queryOf('T1'))).toEqual(JSON.parse(JSON.stringify(stored)));
  });

  it('cannot be read in the store', async ({ store, installations }) => {
    await installations.storeInstallation(buildInstallation('T1'));
    const sealed = (await store.teams.installation('T1')) ?? '';
    expect(sealed).toMatch(/^v1\.[\da-f]{8}\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    for (const part of sealed.split('.'))
      expect(Buffer.from(part, 'base64url').toString('latin1')).not.toContain('xoxb');
  });

  it('is sealed anew each time', async ({ store, installations }) => {
    await installations.storeInstallation(buildInstallation('T1'));
    const before = await store.teams.installation('T1');
    await installations.storeInstallation(buildInstallation('T1'));
    expect(await store.teams.installation('T1')).not.toBe(before);
  });

  it('opens for its own workspace only', async ({ store, installations }) => {
    await installations.storeInstallation(buildInstallation('T1'));
    await store.teams.saveInstallation('T2', (await store.teams.installation('T1')) ?? '');
    expect(await refusalOf(installations.fetchInstallation(queryOf('T2')))).toContain(
      'it was changed, or belongs to another workspace',
    );
  });

  it('says so where the key is another', async ({ store, installations }) => {
    await installations.storeInstallation(buildInstallation('T1'));
    const other = createInstallationStore({ store, key: randomBytes(32).toString('base64'), now });
    const refusal = await refusalOf(other.fetchInstallation(queryOf('T1')));
    expect(refusal).toMatch(
      /could not be read: it was sealed with key [\da-f]{8}, and FAULTLINE_SLACK_TOKEN_KEY is key [\da-f]{8}\. Set the key/,
    );
  });

  it.for([
    ['shorter', (sealed: string) => sealed.slice(0, -4)],
    ['of one part', () => 'v1'],
    ['of another format', (sealed: string) => sealed.replace('v1', 'v2')],
    ['of no format', () => ''],
    ['without its seal', (sealed: string) => sealed.replace(/^((?:[^.]+\.){3})[^.]+/, '$1AAAA')],
    [
      'with another letter',
      (sealed: string) => sealed.slice(0, -8) + (sealed.at(-8) === 'A' ? 'B' : 'A') + sealed.slice(-7),
    ],
  ] as const)('is refused where what is stored is %s', async ([, change], { store, installations }) => {
    await installations.storeInstallation(buildInstallation('T1'));
    await store.teams.saveInstallation('T1', change((await store.teams.installation('T1')) ?? ''));
    expect(await refusalOf(installations.fetchInstallation(queryOf('T1')))).toContain('Install the app there again');
  });

  it('keeps who installed it, and what the workspace had decided', async ({ store, installations }) => {
    await store.teams.saveSettings({ team: 'T1', feedTuners: ['UBEN'], whenUnsure: 'repeat', installer: 'UOLD' });
    await installations.storeInstallation(buildInstallation('T1'));
    expect(await store.teams.settings('T1')).toEqual({
      team: 'T1',
      feedTuners: ['UBEN'],
      whenUnsure: 'repeat',
      installer: 'UADA',
    });
    expect((await store.teams.listAudit('T1')).items).toEqual([
      { team: 'T1', at: morning, by: 'UADA', deed: 'installed Faultline' },
    ]);
  });

  it('takes all that belongs to the workspace with it', async ({ store, installations }) => {
    for (const team of ['T1', 'T2']) await installations.storeInstallation(buildInstallation(team));
    await installations.deleteInstallation?.(queryOf('T1'));
    expect(await refusalOf(installations.fetchInstallation(queryOf('T1')))).toContain(
      'is not installed in the workspace T1',
    );
    expect(await store.teams.settings('T1')).toBeUndefined();
    expect(await installations.fetchInstallation(queryOf('T2'))).toMatchObject({ bot: { token: 'xoxb-of-T2' } });
  });

  it('is of one workspace, not of an organisation', async ({ installations }) => {
    const organisation = {
      ...buildInstallation('T1'),
      team: undefined,
      enterprise: { id: 'E1' },
      isEnterpriseInstall: true as const,
    };
    expect(await refusalOf(installations.storeInstallation(organisation))).toContain('one workspace at a time');
    const query = { teamId: undefined, enterpriseId: 'E1', isEnterpriseInstall: true as const };
    expect(await refusalOf(installations.fetchInstallation(query))).toContain('one workspace at a time');
  });
});

describe('the key', () => {
  it.each([
    '',
    'short',
    randomBytes(31).toString('base64'),
    randomBytes(33).toString('base64'),
    `${key.slice(0, 20)}!${key.slice(21)}`,
  ])('is not %j', (wrong) => {
    const store = createSqliteStore(':memory:');
    expect(() => createInstallationStore({ store, key: wrong, now })).toThrow(
      /FAULTLINE_SLACK_TOKEN_KEY is wrong: it is not 32 bytes in Base64/,
    );
    store.close();
  });

  it('seals for an owner whatever the text', () => {
    const sealer = createSealer(readKey(key) ?? Buffer.alloc(0));
    for (const text of ['', 'a', '多国', 'x'.repeat(100_000)]) {
      expect(sealer.open(sealer.seal(text, 'T1'), 'T1')).toEqual({ kind: 'opened', text });
      expect(sealer.open(sealer.seal(text, 'T1'), 'T1\n')).toEqual({ kind: 'changed' });
    }
  });
});

/** Installs the app as an admin's browser does, over HTTP. @returns the page that the browser ends on */
async function install(slack: Playground, installations: InstallationStore): Promise<string> {
  const provider = new InstallProvider({
    clientId: '1.2',
    clientSecret: 'secret',
    stateSecret: 'a secret of the tests',
    installationStore: installations,
    authorizationUrl: `${slack.url}oauth/v2/authorize`,
    clientOptions: { slackApiUrl: slack.apiUrl },
    directInstall: true,
  });
  const server = createServer((request, response) => {
    const isBack = request.url?.startsWith('/slack/oauth_redirect');
    const redirectUri = `http://${request.headers.host}/slack/oauth_redirect`;
    const options = { scopes: [...botScopes], redirectUri };
    void (isBack
      ? provider.handleCallback(request, response)
      : provider.handleInstallPath(request, response, {}, options));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const first = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/install`, {
    redirect: 'manual',
  });
  const allowed = await fetch(first.headers.get('location') ?? '', { redirect: 'manual' });
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const last = await fetch(allowed.headers.get('location') ?? '', { headers: { cookie }, redirect: 'manual' });
  const page = await last.text();
  server.close();
  return page;
}

describe('installing by OAuth', () => {
  it('stores what the workspace granted, and speaks to it with its own token', async ({ store, installations }) => {
    const slack = await createPlayground({
      port: 0,
      now,
      botToken: 'xoxb-granted',
      appToken: 'xapp-1',
      signingSecret: 'secret',
      oauth: { clientId: '1.2', clientSecret: 'secret' },
    });
    const team = slack.workspace.team.id;
    expect(await install(slack, installations)).toContain('Thank you');
    expect(
      await createAuthorize(installations)({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false }),
    ).toEqual({
      botToken: 'xoxb-granted',
      botId: expect.any(String),
      botUserId: slack.workspace.app.userId,
      teamId: team,
    });
    const client = await openClient(installations, { slackApiUrl: slack.apiUrl })(team);
    expect(await client.auth.test()).toMatchObject({ ok: true, team_id: team });
    expect((await store.teams.settings(team))?.installer).toBe([...slack.workspace.users.keys()][0]);
    expect(await refusalOf(openClient(installations)('T0OTHER'))).toContain(
      'is not installed in the workspace T0OTHER',
    );
    await slack.close();
  });
});
