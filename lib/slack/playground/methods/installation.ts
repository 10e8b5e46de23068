import { refuse, succeed } from '../answers.ts';
import { readFlag, readText } from '../arguments.ts';
import { type Method, tiers } from '../method.ts';
import { touch } from '../workspace.ts';

const unlimited = 6000;

const test: Method = {
  token: 'bot',
  limit: unlimited,
  run({ workspace: { app, team, url } }) {
    return succeed({
      url: `${url}/`,
      team: team.name,
      user: app.name.toLowerCase(),
      team_id: team.id,
      user_id: app.userId,
      bot_id: app.botId,
      is_enterprise_install: false,
    });
  },
};

const revoke: Method = {
  token: 'bot',
  limit: tiers.three,
  run({ workspace }, args) {
    if (readFlag(args, 'test')) return succeed({ revoked: false });
    workspace.isInstalled = false;
    touch(workspace);
    return succeed({ revoked: true });
  },
};

const teamInfo: Method = {
  token: 'bot',
  scopes: ['team:read'],
  limit: tiers.three,
  run({ workspace: { team } }) {
    return succeed({ team: { ...team, email_domain: '', icon: {} } });
  },
};

/** https://docs.slack.dev/reference/methods/apps.connections.open */
const openConnection: Method = {
  token: 'app',
  limit: unlimited,
  run: (api) => succeed({ url: api.openSocket() }),
};

/** https://docs.slack.dev/reference/methods/oauth.v2.access; the client's id and secret may come as HTTP Basic too. */
const exchangeCode: Method = {
  token: 'none',
  limit: unlimited,
  run(api, args) {
    const { workspace, credentials, scopes } = api;
    const { oauth, botToken } = credentials;
    if (!oauth || readText(args, 'client_id') !== oauth.clientId) return refuse('invalid_client_id');
    if (readText(args, 'client_secret') !== oauth.clientSecret) return refuse('bad_client_secret');
    if (!workspace.codes.delete(readText(args, 'code') ?? '')) return refuse('invalid_code');
    workspace.isInstalled = true;
    touch(workspace);
    const [installer] = workspace.users.keys();
    return succeed({
      access_token: botToken,
      token_type: 'bot',
      scope: [...scopes].join(','),
      bot_user_id: workspace.app.userId,
      app_id: workspace.app.id,
      team: { id: workspace.team.id, name: workspace.team.name },
      enterprise: null,
      is_enterprise_install: false,
      authed_user: { id: installer },
    });
  },
};

export const installationMethods: Readonly<Record<string, Method>> = {
  'auth.test': test,
  'auth.revoke': revoke,
  'team.info': teamInfo,
  'apps.connections.open': openConnection,
  'oauth.v2.access': exchangeCode,
};
