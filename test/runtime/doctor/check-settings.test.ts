import { expect, it } from 'vitest';
import { checkSettings } from '../../../lib/runtime/doctor/check-settings.ts';

const names = async (environment: Record<string, string>) =>
  (await checkSettings(environment)).findings.map(({ kind, what }) => [kind, what.match(/FAULTLINE_\w+/)?.[0]]);

it('settings that hold are counted', async () => {
  const { findings, config } = await checkSettings({ FAULTLINE_PORT: '9000', FAULTLINE_TEAM: '', PATH: '/bin' });
  expect(findings).toEqual([{ kind: 'ok', about: 'settings', what: '1 set in the environment, the rest as usual.' }]);
  expect(config.port).toBe(9000);
});

it('all that are wrong are named, not the first alone, and the others hold', async () => {
  const environment = {
    FAULTLINE_PORT: 'abc',
    FAULTLINE_KEEPDAYS: '9',
    FAULTLINE_KEEP_DAYS: '1',
    FAULTLINE_TEAM: 'T1',
  };
  expect(await names(environment)).toEqual([
    ['wrong', 'FAULTLINE_PORT'],
    ['wrong', 'FAULTLINE_KEEPDAYS'],
    ['wrong', 'FAULTLINE_KEEP_DAYS'],
  ]);
  expect((await checkSettings(environment)).config).toMatchObject({ port: 8700, keepDays: 180, team: 'T1' });
});

it('a secret that is wrong is named and not shown', async () => {
  const { findings } = await checkSettings({ FAULTLINE_SLACK_BOT_TOKEN: 'swordfish' });
  expect(findings).toMatchObject([{ kind: 'wrong', what: expect.stringContaining('FAULTLINE_SLACK_BOT_TOKEN') }]);
  expect(JSON.stringify(findings)).not.toContain('swordfish');
});

it.each<[string, Record<string, string>, string]>([
  ['one token without the other', { FAULTLINE_SLACK_BOT_TOKEN: 'xoxb-1' }, 'FAULTLINE_SLACK_APP_TOKEN'],
  [
    'a single workspace and several',
    { FAULTLINE_SLACK_BOT_TOKEN: 'xoxb-1', FAULTLINE_SLACK_CLIENT_ID: '1.2', FAULTLINE_SLACK_APP_TOKEN: 'xapp-1' },
    'FAULTLINE_SLACK_BOT_TOKEN',
  ],
])('%s is a contradiction', async (_name, environment, name) => {
  expect(await names(environment)).toEqual([['wrong', name]]);
});

it('two stores are one too many', async () => {
  expect(await names({ FAULTLINE_TABLE: 'faultline-dev', FAULTLINE_DB: 'a.sqlite' })).toEqual([
    ['warning', 'FAULTLINE_TABLE'],
  ]);
});

it('a file of organisations that is not there is found', async () => {
  const { findings } = await checkSettings({ FAULTLINE_GAZETTEER: '/nowhere/more.tsv' });
  expect(findings).toMatchObject([{ kind: 'wrong', what: expect.stringContaining('/nowhere/more.tsv') }]);
});
