import { readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { usualEvents } from '../../../lib/slack/playground/sample-team.ts';
import { botScopes } from '../../../lib/slack/scopes.ts';
import {
  ada,
  adasNotes,
  appToken,
  ben,
  createClient,
  general,
  incidents,
  it,
  policy,
  tellError,
  tellRefusal,
} from './fixture.ts';

it('grants what the manifest of the app asks for, and sends what it subscribes to there', async () => {
  const file = new URL('../../../infra/slack-manifest.json', import.meta.url);
  const { oauth_config: oauth, settings } = JSON.parse(await readFile(file, 'utf8'));
  expect(oauth.scopes.bot).toEqual(botScopes);
  expect(settings.event_subscriptions.bot_events).toEqual(usualEvents);
});

describe('a token', () => {
  it.for([
    ['none', '', 'not_authed'],
    ['one that nobody gave out', 'xoxb-other', 'invalid_auth'],
    ['an app-level one where a bot acts', appToken, 'not_allowed_token_type'],
  ])('that is %s is refused', async ([, token, error], { playground }) => {
    expect(await tellError(createClient(playground, token).auth.test())).toBe(error);
  });

  it('may come as an argument', async ({ playground }) => {
    const response = await fetch(`${playground.apiUrl}auth.test?token=xoxb-playground-test`, { method: 'POST' });
    expect(await response.json()).toEqual({
      ok: true,
      url: playground.url,
      team: 'Playground',
      user: 'faultline',
      team_id: 'T0PLAYGROUND',
      user_id: 'U0FAULTLINE',
      bot_id: 'B0FAULTLINE',
      is_enterprise_install: false,
    });
  });

  it('ends when it is revoked', async ({ client }) => {
    expect(await client.auth.revoke({ test: true })).toMatchObject({ revoked: false });
    expect(await client.auth.revoke()).toMatchObject({ revoked: true });
    expect(await tellError(client.auth.test())).toBe('account_inactive');
  });
});

it('knows no method that there is not', async ({ client }) => {
  expect(await tellError(client.apiCall('chat.shout', {}))).toBe('unknown_method');
  expect(await tellError(client.apiCall('constructor', {}))).toBe('unknown_method');
});

describe('channels', () => {
  it('are told of one by one', async ({ client }) => {
    const { channel } = await client.conversations.info({ channel: general, include_num_members: true });
    expect(channel).toMatchObject({
      id: general,
      name: 'general',
      is_channel: true,
      is_private: false,
      is_archived: false,
      is_member: false,
      num_members: 2,
    });
    expect(await tellError(client.conversations.info({ channel: adasNotes }))).toBe('channel_not_found');
    expect(await tellError(client.conversations.info({ channel: 'C404' }))).toBe('channel_not_found');
  });

  it('are listed by type, private ones where the app is in', async ({ open }) => {
    const playground = await open({ scopes: [...botScopes, 'mpim:read'] });
    const client = createClient(playground);
    const list = async (types?: string) =>
      (await client.conversations.list(types ? { types } : {})).channels?.map(({ id }) => id);
    expect(await list()).toEqual([incidents, policy, general]);
    expect(await list('private_channel')).toEqual([]);
    await playground.act(ada, { kind: 'membership', channel: adasNotes, deed: 'invite-app' });
    expect(await list('private_channel,mpim')).toEqual([adasNotes]);
    expect(await tellError(client.conversations.list({ types: 'secret' }))).toBe('invalid_types');
  });

  it('come in parts', async ({ client }) => {
    const names: (string | undefined)[] = [];
    for await (const page of client.paginate('conversations.list', { limit: 2 })) {
      if ('channels' in page && Array.isArray(page.channels)) names.push(...page.channels.map(({ name }) => name));
    }
    expect(names).toEqual(['incident-room', 'policy-desk', 'general']);
  });

  it('leave archived ones out where that is asked for', async ({ playground, client }) => {
    await playground.act(ada, { kind: 'membership', channel: policy, deed: 'archive' });
    const { channels } = await client.conversations.list({ exclude_archived: true });
    expect(channels?.map(({ id }) => id)).toEqual([incidents, general]);
  });

  it('of somebody are those that are public or shared with the app', async ({ client }) => {
    const of = async (user?: string) =>
      (
        await client.users.conversations({ types: 'public_channel,private_channel', ...(user ? { user } : {}) })
      ).channels?.map(({ id }) => id);
    expect(await of()).toEqual([incidents, policy]);
    expect(await of(ada)).toEqual([incidents, policy, general]);
    expect(await tellError(client.users.conversations({ user: 'U404' }))).toBe('user_not_found');
  });

  it('have members, the app among them', async ({ client }) => {
    const { members } = await client.conversations.members({ channel: incidents });
    expect(members).toEqual([ada, ben, 'U0FAULTLINE']);
  });

  it('are told of to nobody without a scope', async ({ open }) => {
    const client = createClient(await open({ scopes: ['chat:write'] }));
    expect(await tellRefusal(client.conversations.info({ channel: incidents }))).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:read,groups:read,im:read',
      provided: 'chat:write',
    });
    expect(await tellRefusal(client.users.info({ user: ada }))).toMatchObject({ needed: 'users:read' });
  });

  it('can be joined where they are public', async ({ open }) => {
    const client = createClient(await open({ scopes: ['chat:write', 'channels:join'] }));
    expect(await client.conversations.join({ channel: general })).toMatchObject({ channel: { is_member: true } });
    expect(await tellError(client.chat.postMessage({ channel: general, text: 'x' }))).toBe('ok');
    expect(await tellError(client.conversations.join({ channel: adasNotes }))).toBe('channel_not_found');
  });

  it('for direct messages are opened by the name of a person', async ({ client }) => {
    const { channel } = await client.conversations.open({ users: ben, return_im: true });
    expect(channel).toMatchObject({ id: expect.stringMatching(/^D/), is_im: true, user: ben });
    expect(await client.conversations.open({ users: ben })).toMatchObject({ channel: { id: channel?.id } });
    expect(await tellError(client.conversations.open({ users: 'U404' }))).toBe('user_not_found');
    expect(await tellError(client.apiCall('conversations.open', {}))).toBe('users_list_not_supplied');
  });
});

describe('people', () => {
  it('have a time zone and rights', async ({ client }) => {
    expect((await client.users.info({ user: ada })).user).toMatchObject({
      id: ada,
      name: 'ada',
      real_name: 'Ada Okafor',
      tz: 'Europe/London',
      tz_offset: 0,
      is_admin: true,
      is_bot: false,
    });
    expect((await client.users.info({ user: ben })).user).toMatchObject({
      tz: 'America/Sao_Paulo',
      tz_offset: -10_800,
      is_admin: false,
    });
    expect(await tellError(client.users.info({ user: 'U404' }))).toBe('user_not_found');
  });

  it('are listed with the app', async ({ client }) => {
    const { members } = await client.users.list({});
    expect(members?.map(({ id, is_bot }) => [id, is_bot])).toEqual([
      [ada, false],
      [ben, false],
      ['U0FAULTLINE', true],
    ]);
  });
});

it('tells of the workspace', async ({ open }) => {
  const client = createClient(await open({ scopes: ['team:read'] }));
  expect(await client.team.info()).toMatchObject({ team: { id: 'T0PLAYGROUND', domain: 'playground' } });
});

describe('the installation by OAuth', () => {
  const oauth = { clientId: 'id', clientSecret: 'secret' };
  const app = 'http://127.0.0.1:1/oauth';

  async function askForCode(url: string, query: Record<string, string>): Promise<[number, URL | undefined]> {
    const response = await fetch(`${url}oauth/v2/authorize?${new URLSearchParams(query)}`, { redirect: 'manual' });
    const location = response.headers.get('location');
    return [response.status, location ? new URL(location) : undefined];
  }

  it('exchanges a code once for the token', async ({ open }) => {
    const playground = await open({ oauth });
    const [status, back] = await askForCode(playground.url, { client_id: 'id', state: 's', redirect_uri: app });
    expect([status, back?.origin, back?.searchParams.get('state')]).toEqual([302, 'http://127.0.0.1:1', 's']);
    const client = createClient(playground, '');
    const exchange = { client_id: 'id', client_secret: 'secret', code: back?.searchParams.get('code') ?? '' };
    expect(await tellError(client.oauth.v2.access({ ...exchange, client_secret: 'x' }))).toBe('bad_client_secret');
    expect(await client.oauth.v2.access(exchange)).toMatchObject({
      access_token: 'xoxb-playground-test',
      token_type: 'bot',
      bot_user_id: 'U0FAULTLINE',
      app_id: 'A0FAULTLINE',
      team: { id: 'T0PLAYGROUND', name: 'Playground' },
      authed_user: { id: ada },
    });
    expect(await tellError(client.oauth.v2.access(exchange))).toBe('invalid_code');
  });

  it('sends codes to this machine only, and to the app that there is', async ({ open }) => {
    const { url } = await open({ oauth });
    expect(await askForCode(url, { client_id: 'id', redirect_uri: 'https://evil.example/' })).toEqual([400, undefined]);
    expect(await askForCode(url, { client_id: 'other', redirect_uri: app })).toEqual([400, undefined]);
  });
});
