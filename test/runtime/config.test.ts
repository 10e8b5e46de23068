import { isAbsolute } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FaultlineError } from '../../lib/errors.ts';
import { readConfig, settings } from '../../lib/runtime/config.ts';

/** The refusal of an environment; fails where it is not refused. */
function refuse(environment: Record<string, string>): FaultlineError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof FaultlineError) return error;
    throw error;
  }
  throw new Error('the environment was not refused');
}

const names = Object.keys(settings);

describe('settings', () => {
  it('have defaults that start without any of them', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      allowPrivate: false,
      contact: '',
      port: 8700,
      keepDays: 180,
      team: 'local',
      gazetteer: '',
    });
    expect(isAbsolute(config.db)).toBe(true);
    expect(config.db).toMatch(/faultline.faultline\.sqlite$/);
  });

  it('are read from the environment, which is left as it was', () => {
    const environment = Object.freeze({
      FAULTLINE_DB: '/data/news.sqlite',
      FAULTLINE_ALLOW_PRIVATE: 'true',
      FAULTLINE_CONTACT: 'ops@a.example',
      FAULTLINE_PORT: '8080',
      FAULTLINE_KEEP_DAYS: '30',
      FAULTLINE_TEAM: 'ops',
      FAULTLINE_GAZETTEER: '/data/ours.tsv',
      FAULTLINE_SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
      FAULTLINE_SLACK_APP_TOKEN: 'xapp-1-A1-2-abc',
      FAULTLINE_SLACK_CLIENT_ID: '12.34',
      FAULTLINE_SLACK_CLIENT_SECRET: '0123456789abcdef0123456789abcdef',
      FAULTLINE_SLACK_STATE_SECRET: 'sixteen-letters-or-more',
      FAULTLINE_SLACK_TOKEN_KEY: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      FAULTLINE_SLACK_SIGNING_SECRET: 'fedcba9876543210fedcba9876543210',
      FAULTLINE_SLACK_API_URL: 'https://slack-gov.com/api',
      FAULTLINE_TABLE: 'faultline-prod',
      FAULTLINE_MODEL: '/opt/model.json',
      FAULTLINE_STAGE: 'prod',
      FAULTLINE_SECRETS: '/faultline/prod',
      FAULTLINE_INGEST_FUNCTION: 'faultline-prod-ingest',
      FAULTLINE_DIGEST_FUNCTION: 'faultline-prod-digest',
      FAULTLINE_DELIVER_FUNCTION: 'faultline-prod-deliver',
      FAULTLINE_WORK_FUNCTION: 'faultline-prod-work',
      PATH: '/bin',
      faultline_port: 'not ours',
    });
    expect(readConfig(environment)).toEqual({
      db: '/data/news.sqlite',
      allowPrivate: true,
      contact: 'ops@a.example',
      port: 8080,
      keepDays: 30,
      team: 'ops',
      gazetteer: '/data/ours.tsv',
      table: 'faultline-prod',
      model: '/opt/model.json',
      aws: {
        stage: 'prod',
        secrets: '/faultline/prod/',
        ingestFunction: 'faultline-prod-ingest',
        digestFunction: 'faultline-prod-digest',
        deliverFunction: 'faultline-prod-deliver',
        workFunction: 'faultline-prod-work',
      },
      slack: {
        botToken: 'xoxb-1-2-abc',
        appToken: 'xapp-1-A1-2-abc',
        clientId: '12.34',
        clientSecret: '0123456789abcdef0123456789abcdef',
        stateSecret: 'sixteen-letters-or-more',
        tokenKey: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
        signingSecret: 'fedcba9876543210fedcba9876543210',
        apiUrl: 'https://slack-gov.com/api/',
      },
    });
  });

  it.each(names)('%s has a line of help that is a sentence', (name) => {
    expect(Object.entries(settings).find(([key]) => key === name)?.[1].help).toMatch(/^[A-Z].*\.$/);
  });

  it.each(names)('%s left empty is as good as not set', (name) => {
    expect(readConfig({ [name]: '' })).toEqual(readConfig({}));
  });

  it.each([
    ['1', true],
    ['true', true],
    ['TRUE', true],
    ['0', false],
    ['false', false],
  ])('read FAULTLINE_ALLOW_PRIVATE=%s as %s', (text, value) => {
    expect(readConfig({ FAULTLINE_ALLOW_PRIVATE: text }).allowPrivate).toBe(value);
  });

  it.each([
    ['FAULTLINE_PORT', '0', 0],
    ['FAULTLINE_PORT', '65535', 65_535],
    ['FAULTLINE_KEEP_DAYS', '8', 8],
    ['FAULTLINE_KEEP_DAYS', '36500', 36_500],
    ['FAULTLINE_TEAM', 'x', 'x'],
    ['FAULTLINE_TEAM', 'T'.repeat(64), 'T'.repeat(64)],
  ])('admit %s=%s, the end of the range', (name, text, value) => {
    expect(Object.values(readConfig({ [name]: text }))).toContain(value);
  });

  it.each([
    ['FAULTLINE_ALLOW_PRIVATE', 'yes', 'true or false'],
    ['FAULTLINE_ALLOW_PRIVATE', 'constructor', 'true or false'],
    ['FAULTLINE_ALLOW_PRIVATE', '__proto__', 'true or false'],
    ['FAULTLINE_ALLOW_PRIVATE', 'true false', 'true or false'],
    ['FAULTLINE_PORT', '65536', 'a port number'],
    ['FAULTLINE_PORT', '-1', 'a port number'],
    ['FAULTLINE_PORT', '80.5', 'a port number'],
    ['FAULTLINE_PORT', '0x50', 'a port number'],
    ['FAULTLINE_PORT', '1e3', 'a port number'],
    ['FAULTLINE_PORT', ' ', 'a port number'],
    ['FAULTLINE_PORT', 'http', 'a port number'],
    ['FAULTLINE_KEEP_DAYS', '7', 'whole days, at least 8'],
    ['FAULTLINE_KEEP_DAYS', '36501', 'whole days, at least 8'],
    ['FAULTLINE_KEEP_DAYS', '30 days', 'whole days, at least 8'],
    ['FAULTLINE_CONTACT', 'a\r\nX-Evil: 1', 'plain ASCII text'],
    ['FAULTLINE_CONTACT', 'müller@a.example', 'plain ASCII text'],
    ['FAULTLINE_DB', '  ', 'a path'],
    ['FAULTLINE_DB', 'a\0b', 'a path'],
    ['FAULTLINE_GAZETTEER', 'a\0b', 'a path'],
    ['FAULTLINE_TEAM', ' ', 'letters, digits, hyphens and underscores, at most 64'],
    ['FAULTLINE_TEAM', 'ops team', 'letters, digits, hyphens and underscores, at most 64'],
    ['FAULTLINE_TEAM', 'opérations', 'letters, digits, hyphens and underscores, at most 64'],
    ['FAULTLINE_TEAM', "ops'--", 'letters, digits, hyphens and underscores, at most 64'],
    ['FAULTLINE_TEAM', 'T'.repeat(65), 'letters, digits, hyphens and underscores, at most 64'],
    ['FAULTLINE_TEAM', 'ops\n', 'letters, digits, hyphens and underscores, at most 64'],
  ])('refuse %s=%j', (name, text, expected) => {
    const error = refuse({ [name]: text });
    expect(error.code).toBe('setting-wrong');
    expect(error.facts.name).toBe(name);
    expect(error.message).toBe(`The setting ${name} is wrong: "${text}" is not ${expected}.`);
  });

  it.each([
    ['FAULTLINE_PROT', 'FAULTLINE_PORT'],
    ['FAULTLINE_KEEPDAYS', 'FAULTLINE_KEEP_DAYS'],
    ['FAULTLINE_ALLOW_PRIVAT', 'FAULTLINE_ALLOW_PRIVATE'],
    ['FAULTLINE_contact', 'FAULTLINE_CONTACT'],
  ])('refuse %s and name the nearest, %s', (name, nearest) => {
    const error = refuse({ [name]: '1' });
    expect(error.code).toBe('setting-wrong');
    expect(error.message).toBe(`The setting ${name} is wrong: there is no such setting (did you mean ${nearest}?).`);
  });

  it('refuse a name that resembles none, and guess nothing', () => {
    const { message } = refuse({ FAULTLINE_TELEMETRY_EXPORTER_ENDPOINT: '1' });
    expect(message).toBe('The setting FAULTLINE_TELEMETRY_EXPORTER_ENDPOINT is wrong: there is no such setting.');
  });

  it('never repeat the value of an unknown name: it may be a secret of another version', () => {
    const error = refuse({ FAULTLINE_SLACK_TOKEN: 'xoxb-1234-secret' });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('xoxb');
  });

  it.each([
    ['FAULTLINE_SLACK_BOT_TOKEN', 'xoxp-1234-secret', 'a bot token (it begins with xoxb-)'],
    ['FAULTLINE_SLACK_APP_TOKEN', 'xoxb-1234-secret', 'an app-level token (it begins with xapp-)'],
    ['FAULTLINE_SLACK_CLIENT_SECRET', 'secret', 'a client secret (32 hex digits)'],
    ['FAULTLINE_SLACK_STATE_SECRET', 'secret', 'at least 16 characters without spaces'],
    ['FAULTLINE_SLACK_TOKEN_KEY', 'secret', '32 bytes in base64'],
    ['FAULTLINE_SLACK_SIGNING_SECRET', 'secret', 'a signing secret (32 hex digits)'],
  ])('refuse a wrong %s without repeating it', (name, text, expected) => {
    const error = refuse({ [name]: text });
    expect(error.message).toBe(`The setting ${name} is wrong: its value is not ${expected}.`);
    expect(`${error.stack} ${JSON.stringify(error)}`.replaceAll(expected, '')).not.toContain('secret');
  });

  it.each([
    ['FAULTLINE_SLACK_CLIENT_ID', '1234', 'a client id (two numbers with a point between them)'],
    ['FAULTLINE_SLACK_API_URL', 'slack.com/api', 'an http or https address'],
    ['FAULTLINE_STAGE', 'a b', 'letters, digits, hyphens and underscores, at most 64'],
    ['FAULTLINE_SECRETS', 'faultline', 'a path such as /faultline/dev/'],
    ['FAULTLINE_WORK_FUNCTION', 'a b', 'the name of a function'],
    ['FAULTLINE_SLACK_API_URL', 'file:///etc/passwd', 'an http or https address'],
  ])('refuse %s=%s', (name, text, expected) => {
    expect(refuse({ [name]: text }).message).toBe(`The setting ${name} is wrong: "${text}" is not ${expected}.`);
  });
});
