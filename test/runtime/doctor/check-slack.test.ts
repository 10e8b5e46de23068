import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Finding } from '../../../lib/jobs/doctor/finding.ts';
import type { SlackConfig } from '../../../lib/runtime/config.ts';
import { checkSlack } from '../../../lib/runtime/doctor/check-slack.ts';
import { createPlayground, type Playground } from '../../../lib/slack/playground/server.ts';
import { botScopes } from '../../../lib/slack/scopes.ts';

const tokens = { botToken: 'xoxb-right', appToken: 'xapp-right' };
const now = () => new Date();
let playground: Playground | undefined;
const open = async (scopes: readonly string[] = botScopes) => {
  playground = await createPlayground({ port: 0, now, signingSecret: 'secret', scopes, ...tokens });
  return playground;
};
beforeEach(() => {
  playground = undefined;
});
afterEach(() => playground?.close());

async function check(overrides: Partial<SlackConfig>, clock = now): Promise<Finding[]> {
  const unset = {
    botToken: '',
    appToken: '',
    clientId: '',
    clientSecret: '',
    stateSecret: '',
    tokenKey: '',
    signingSecret: '',
  };
  const slack = { ...unset, apiUrl: playground?.apiUrl ?? 'http://127.0.0.1:1/api/', ...overrides };
  const findings: Finding[] = [];
  for await (const finding of checkSlack(slack, clock)) findings.push(finding);
  return findings;
}

it('without a Slack nobody is asked', async () => {
  expect(await check({})).toEqual([
    { kind: 'ok', about: 'slack', what: 'No Slack is set: `faultline start` opens the playground.' },
  ]);
});

it('right tokens with every scope are well, and the clock is', async () => {
  await open();
  const found = await check(tokens);
  expect(found.map(({ kind, about }) => [kind, about])).toEqual([
    ['ok', 'clock'],
    ['ok', 'slack'],
    ['ok', 'slack'],
  ]);
});

it.each([
  ['botToken', 'FAULTLINE_SLACK_BOT_TOKEN: invalid_auth'],
  ['appToken', 'FAULTLINE_SLACK_APP_TOKEN: invalid_auth'],
])('a broken %s is refused, and not shown', async (name, words) => {
  await open();
  const found = (await check({ ...tokens, [name]: 'xoxb-broken' })).filter(({ kind }) => kind !== 'ok');
  expect(found).toMatchObject([{ kind: 'wrong', what: `Slack refuses ${words}.` }]);
  expect(JSON.stringify(found)).not.toContain('xoxb-broken');
});

it('the token of an app that was removed is refused', async () => {
  (await open()).workspace.isInstalled = false;
  expect(await check(tokens)).toContainEqual(
    expect.objectContaining({ kind: 'wrong', what: 'Slack refuses FAULTLINE_SLACK_BOT_TOKEN: account_inactive.' }),
  );
});

it('scopes that were not granted are named', async () => {
  await open(botScopes.filter((scope) => !scope.startsWith('files:')));
  expect(await check(tokens)).toContainEqual(
    expect.objectContaining({ kind: 'wrong', what: 'The bot token lacks files:read, files:write.' }),
  );
});

it('a Slack that is ill is told from a wrong token', async () => {
  (await open()).faults.next('auth.test', { kind: 'error', taken: false });
  expect(await check(tokens)).toContainEqual(
    expect.objectContaining({
      kind: 'wrong',
      what: expect.stringMatching(/did not say whether FAULTLINE_SLACK_BOT_TOKEN/),
    }),
  );
});

it('a Slack that is not there is one finding', async () => {
  expect(await check(tokens)).toMatchObject([{ kind: 'wrong', what: expect.stringContaining('does not answer') }]);
});

it.each([-10, 10])('a clock that is %i minutes off is wrong', async (minutes) => {
  await open();
  const found = await check(tokens, () => new Date(Date.now() + minutes * 60_000));
  expect(found[0]).toMatchObject({ kind: 'wrong', about: 'clock' });
});
