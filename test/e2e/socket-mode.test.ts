import { describe } from 'vitest';
import { createPlayground, type Playground } from '../../lib/slack/playground/server.ts';
import { botScopes } from '../../lib/slack/scopes.ts';
import { it as commands, patient } from '../cli/fixture.ts';
import { reports, writeOpml, writeRss } from '../fixtures/feed-server.ts';

const botToken = 'xoxb-1-2-abc';
const appToken = 'xapp-1-A1-2-abc';

/** Slack as `start` finds it: the app is in #incident-room, and connects by Socket Mode. */
const it = commands.extend<{ slack: Playground }>({
  slack: async ({ task: _task }, use) => {
    const slack = await createPlayground({
      port: 0,
      now: () => new Date(),
      botToken,
      appToken,
      signingSecret: 'not used by Socket Mode',
      scopes: botScopes,
    });
    await use(slack);
    await slack.close();
  },
});

function settingsOf(slack: Playground): Record<string, string> {
  return {
    FAULTLINE_SLACK_BOT_TOKEN: botToken,
    FAULTLINE_SLACK_APP_TOKEN: appToken,
    FAULTLINE_SLACK_API_URL: slack.apiUrl,
  };
}

const ben = 'U0BENSILVA1';
const room = 'C0INCIDENTS';

describe.concurrent('`start` with Slack tokens', patient, () => {
  it('connects by Socket Mode, answers commands, subscribes a channel, and ends cleanly', async ({
    workspace,
    server,
    slack,
    expect,
  }) => {
    const url = server.serve('/harbour', writeRss('Harbour', [reports.crash]));
    await workspace.run(['feeds', 'import', await workspace.write('list.opml', writeOpml([url]))]);
    const running = workspace.start(['start', '--port', '0'], { env: settingsOf(slack) });
    await running.waitFor(/connected to Slack/);
    const said = (text: RegExp) => () =>
      slack.workspace.channels.get(room)?.messages.find((message) => text.test(message.text));

    const command = { kind: 'command', channel: room, text: 'subscriptions' } as const;
    expect(await slack.act(ben, command)).toEqual({ ok: true });
    await slack.until(said(/is told nothing yet|no subscription/i), 30_000);
    await slack.act(ben, { ...command, text: 'lates' });
    await slack.until(said(/Did you mean .*latest/), 30_000);
    await slack.act(ben, { ...command, text: 'subscribe topic:outage daily 08:30 Europe/Berlin' });
    await slack.until(said(/Every day at 08:30 Europe\/Berlin/), 30_000);

    const { status, stderr } = await running.end('SIGTERM');
    expect({ status, errors: stderr.match(/.*"level":"error".*/g) }).toEqual({ status: 0, errors: null });
    expect(stderr).not.toContain(botToken);
  });

  it('ends though Slack is gone', async ({ workspace, slack, expect }) => {
    const running = workspace.start(['start', '--port', '0'], { env: settingsOf(slack) });
    await running.waitFor(/connected to Slack/);
    await slack.close();
    expect((await running.end('SIGTERM')).status).toBe(0);
  });

  it('says that the port of the installation page is taken', async ({ workspace, slack, expect }) => {
    const port = new URL(slack.url).port;
    const { FAULTLINE_SLACK_BOT_TOKEN: _token, ...env } = settingsOf(slack);
    const { status, stderr } = await workspace.run(['start', '--port', port], {
      env: {
        ...env,
        FAULTLINE_SLACK_CLIENT_ID: '12.34',
        FAULTLINE_SLACK_CLIENT_SECRET: '0123456789abcdef0123456789abcdef',
        FAULTLINE_SLACK_STATE_SECRET: 'a secret of the test'.replaceAll(' ', '-'),
        FAULTLINE_SLACK_TOKEN_KEY: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      },
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `faultline: Port ${port} is in use already. Choose another with --port.\n`,
    });
  });

  it('fails in one line where Slack refuses the token', async ({ workspace, slack, expect }) => {
    const env = { ...settingsOf(slack), FAULTLINE_SLACK_BOT_TOKEN: 'xoxb-9-9-wrong' };
    const { status, stdout, stderr } = await workspace.run(['start', '--port', '0'], { env });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^faultline: .*invalid_auth.*\n$/);
    expect(stderr).not.toContain('xoxb-9');
  });

  it.for([
    ['FAULTLINE_SLACK_APP_TOKEN', { FAULTLINE_SLACK_BOT_TOKEN: botToken }],
    ['FAULTLINE_SLACK_BOT_TOKEN', { FAULTLINE_SLACK_APP_TOKEN: appToken }],
    ['FAULTLINE_SLACK_CLIENT_SECRET', { FAULTLINE_SLACK_APP_TOKEN: appToken, FAULTLINE_SLACK_CLIENT_ID: '1.2' }],
  ] as const)('says that %s is missing beside the others', async ([name, env], { workspace, expect }) => {
    const { status, stderr } = await workspace.run(['start'], { env });
    expect(status).toBe(2);
    expect(stderr).toBe(`faultline: The setting ${name} is wrong: it is missing beside the other Slack settings.\n`);
  });
});
