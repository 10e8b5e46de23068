import { homedir } from 'node:os';
import { join } from 'node:path';
import { FaultlineError } from '../errors.ts';
import { findNearest } from '../query/spelling.ts';

interface Setting<T> {
  help: string;
  /** As shown in help; the value itself for those that are plain. */
  default: T;
  parse(text: string): T | undefined;
  expected: string;
  secret?: true;
}

function dataFolder(): string {
  if (process.platform === 'win32') return join(process.env.LOCALAPPDATA ?? homedir(), 'faultline');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'faultline');
  // https://specifications.freedesktop.org/basedir-spec/latest/
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'faultline');
}

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number | undefined => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  };

/** A secret as Slack gives it out. */
const secret = (help: string, pattern: RegExp, expected: string) =>
  ({
    help,
    default: '',
    parse: (text: string) => (pattern.test(text) ? text : undefined),
    expected,
    secret: true,
  }) as const;

/** Every setting, once: validation, `.env.example`, `--help` and the README's table come from here. */
export const settings = {
  FAULTLINE_DB: {
    help: 'The store file.',
    default: join(dataFolder(), 'faultline.sqlite'),
    parse: (text) => (text.trim() && !text.includes('\0') ? text : undefined),
    expected: 'a path',
  },
  FAULTLINE_ALLOW_PRIVATE: {
    help: 'Admit loopback and private addresses as feeds, for intranets and tests.',
    default: false,
    parse: (text) => (/^(?:1|true)$/i.test(text) ? true : /^(?:0|false)$/i.test(text) ? false : undefined),
    expected: 'true or false',
  },
  FAULTLINE_CONTACT: {
    help: 'An address or page in the User-Agent, for publishers who want to reach you.',
    default: '',
    parse: (text) => (/^[\x20-\x7e]*$/.test(text) ? text : undefined),
    expected: 'plain ASCII text',
  },
  FAULTLINE_PORT: {
    help: 'Port of the playground on 127.0.0.1, or of the page where workspaces install the app.',
    default: 8700,
    parse: wholeNumber(0, 65_535),
    expected: 'a port number',
  },
  FAULTLINE_KEEP_DAYS: {
    help: 'Days after which `start` forgets articles.',
    default: 180,
    parse: wholeNumber(8, 36_500),
    expected: 'whole days, at least 8',
  },
  FAULTLINE_GAZETTEER: {
    help: 'A file of more organisations, as lib/classify/gazetteer.tsv has them: name, sector, country, context, parted by tabs.',
    default: '',
    parse: (text) => (text.includes('\0') ? undefined : text),
    expected: 'a path',
  },
  FAULTLINE_TEAM: {
    help: 'The workspace whose corrections the command line makes and sees.',
    default: 'local',
    parse: (text) => (/^[\w-]{1,64}$/.test(text) ? text : undefined),
    expected: 'letters, digits, hyphens and underscores, at most 64',
  },
  FAULTLINE_SLACK_BOT_TOKEN: secret(
    'The bot token of a single workspace; with the app token, `start` speaks to Slack.',
    /^xoxb-[\w-]+$/,
    'a bot token (it begins with xoxb-)',
  ),
  FAULTLINE_SLACK_APP_TOKEN: secret(
    'The app-level token of Socket Mode (scope connections:write).',
    /^xapp-[\w-]+$/,
    'an app-level token (it begins with xapp-)',
  ),
  FAULTLINE_SLACK_CLIENT_ID: {
    help: 'For several workspaces: the client id of the app, in place of a bot token.',
    default: '',
    parse: (text) => (/^\d+\.\d+$/.test(text) ? text : undefined),
    expected: 'a client id (two numbers with a point between them)',
  },
  FAULTLINE_SLACK_CLIENT_SECRET: secret(
    'Likewise, its client secret.',
    /^[\da-f]{32}$/,
    'a client secret (32 hex digits)',
  ),
  FAULTLINE_SLACK_STATE_SECRET: secret(
    'Likewise, what the installation page signs its state with.',
    /^\S{16,}$/,
    'at least 16 characters without spaces',
  ),
  FAULTLINE_SLACK_TOKEN_KEY: secret(
    'Likewise, the key under which the tokens of workspaces are stored: `openssl rand -base64 32` makes one.',
    /^[A-Za-z\d+/]{43}=$/,
    '32 bytes in base64',
  ),
  FAULTLINE_SLACK_API_URL: {
    help: "Where Slack's Web API is, for GovSlack.",
    default: 'https://slack.com/api/',
    parse: (text) => (/^https?:$/.test(URL.parse(text)?.protocol ?? '') ? text.replace(/\/*$/, '/') : undefined),
    expected: 'an http or https address',
  },
} as const satisfies {
  FAULTLINE_DB: Setting<string>;
  FAULTLINE_ALLOW_PRIVATE: Setting<boolean>;
  FAULTLINE_CONTACT: Setting<string>;
  FAULTLINE_PORT: Setting<number>;
  FAULTLINE_KEEP_DAYS: Setting<number>;
  FAULTLINE_GAZETTEER: Setting<string>;
  FAULTLINE_TEAM: Setting<string>;
  FAULTLINE_SLACK_BOT_TOKEN: Setting<string>;
  FAULTLINE_SLACK_APP_TOKEN: Setting<string>;
  FAULTLINE_SLACK_CLIENT_ID: Setting<string>;
  FAULTLINE_SLACK_CLIENT_SECRET: Setting<string>;
  FAULTLINE_SLACK_STATE_SECRET: Setting<string>;
  FAULTLINE_SLACK_TOKEN_KEY: Setting<string>;
  FAULTLINE_SLACK_API_URL: Setting<string>;
};

/** How the app comes by its tokens; all but `apiUrl` are '' where they are not set. */
export interface SlackConfig {
  botToken: string;
  appToken: string;
  clientId: string;
  clientSecret: string;
  stateSecret: string;
  tokenKey: string;
  apiUrl: string;
}

export interface Config {
  db: string;
  allowPrivate: boolean;
  contact: string;
  port: number;
  keepDays: number;
  gazetteer: string;
  team: string;
  slack: SlackConfig;
}

/**
 * Reads the settings from an environment; an empty value is none, as in a copied `.env.example`.
 * @throws FaultlineError `setting-wrong` for a value that does not fit, and for a `FAULTLINE_…` name that is no setting
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('FAULTLINE_') || name in settings) continue;
    const nearest = findNearest(name, Object.keys(settings));
    throw new FaultlineError('setting-wrong', {
      name,
      why: `there is no such setting${nearest ? ` (did you mean ${nearest}?)` : ''}`,
    });
  }
  return {
    db: readSetting('FAULTLINE_DB', settings.FAULTLINE_DB, environment),
    allowPrivate: readSetting('FAULTLINE_ALLOW_PRIVATE', settings.FAULTLINE_ALLOW_PRIVATE, environment),
    contact: readSetting('FAULTLINE_CONTACT', settings.FAULTLINE_CONTACT, environment),
    port: readSetting('FAULTLINE_PORT', settings.FAULTLINE_PORT, environment),
    keepDays: readSetting('FAULTLINE_KEEP_DAYS', settings.FAULTLINE_KEEP_DAYS, environment),
    gazetteer: readSetting('FAULTLINE_GAZETTEER', settings.FAULTLINE_GAZETTEER, environment),
    team: readSetting('FAULTLINE_TEAM', settings.FAULTLINE_TEAM, environment),
    slack: {
      botToken: readSetting('FAULTLINE_SLACK_BOT_TOKEN', settings.FAULTLINE_SLACK_BOT_TOKEN, environment),
      appToken: readSetting('FAULTLINE_SLACK_APP_TOKEN', settings.FAULTLINE_SLACK_APP_TOKEN, environment),
      clientId: readSetting('FAULTLINE_SLACK_CLIENT_ID', settings.FAULTLINE_SLACK_CLIENT_ID, environment),
      clientSecret: readSetting('FAULTLINE_SLACK_CLIENT_SECRET', settings.FAULTLINE_SLACK_CLIENT_SECRET, environment),
      stateSecret: readSetting('FAULTLINE_SLACK_STATE_SECRET', settings.FAULTLINE_SLACK_STATE_SECRET, environment),
      tokenKey: readSetting('FAULTLINE_SLACK_TOKEN_KEY', settings.FAULTLINE_SLACK_TOKEN_KEY, environment),
      apiUrl: readSetting('FAULTLINE_SLACK_API_URL', settings.FAULTLINE_SLACK_API_URL, environment),
    },
  };
}

function readSetting<T>(
  name: string,
  setting: Setting<T>,
  environment: Readonly<Record<string, string | undefined>>,
): T {
  const text = environment[name];
  if (!text) return setting.default;
  const value = setting.parse(text);
  if (value === undefined) {
    throw new FaultlineError('setting-wrong', {
      name,
      why: `${setting.secret ? 'its value' : `"${text}"`} is not ${setting.expected}`,
    });
  }
  return value;
}
