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

/** The name of a function that others hand work on to. */
const functionName = (deed: string) => ({
  help: `On AWS: the function that ${deed}.`,
  default: '',
  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  parse: (text: string) => (/^[\w:-]{1,140}$/.test(text) ? text : undefined),
  expected: 'the name of a function',
});

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
  FAULTLINE_TABLE: {
    help: 'The DynamoDB table that holds the store, on AWS; `export`, `import` and `doctor` take it in place of the store file.',
    default: '',
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    parse: (text) => (/^[\w.-]{3,255}$/.test(text) ? text : undefined),
    expected: 'a table name: 3 to 255 letters, digits, hyphens, points and underscores',
  },
  FAULTLINE_MODEL: {
    help: 'The file of the model, if not the shipped one. `npm run train` makes one.',
    default: '',
    parse: (text) => (text.includes('\0') ? undefined : text),
    expected: 'a path',
  },
  FAULTLINE_STAGE: {
    help: 'On AWS: the deployment, as its metrics name it.',
    default: 'dev',
    parse: (text) => (/^[\w-]{1,64}$/.test(text) ? text : undefined),
    expected: 'letters, digits, hyphens and underscores, at most 64',
  },
  FAULTLINE_SECRETS: {
    help: 'On AWS: the path of Parameter Store under which the secret settings are.',
    default: '',
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
    parse: (text) => (/^(?:\/[\w.-]+)+\/?$/.test(text) ? text.replace(/\/?$/, '/') : undefined),
    expected: 'a path such as /faultline/dev/',
  },
  FAULTLINE_INGEST_FUNCTION: functionName('reads feeds'),
  FAULTLINE_DIGEST_FUNCTION: functionName('compiles digests'),
  FAULTLINE_DELIVER_FUNCTION: functionName('posts messages'),
  FAULTLINE_WORK_FUNCTION: functionName('does what was asked for in Slack'),
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
  FAULTLINE_SLACK_SIGNING_SECRET: secret(
    'What Slack signs its requests with, where it sends them to a URL: on AWS.',
    /^[\da-f]{32}$/,
    'a signing secret (32 hex digits)',
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
  FAULTLINE_TABLE: Setting<string>;
  FAULTLINE_MODEL: Setting<string>;
  FAULTLINE_STAGE: Setting<string>;
  FAULTLINE_SECRETS: Setting<string>;
  FAULTLINE_INGEST_FUNCTION: Setting<string>;
  FAULTLINE_DIGEST_FUNCTION: Setting<string>;
  FAULTLINE_DELIVER_FUNCTION: Setting<string>;
  FAULTLINE_WORK_FUNCTION: Setting<string>;
  FAULTLINE_TEAM: Setting<string>;
  FAULTLINE_SLACK_BOT_TOKEN: Setting<string>;
  FAULTLINE_SLACK_APP_TOKEN: Setting<string>;
  FAULTLINE_SLACK_CLIENT_ID: Setting<string>;
  FAULTLINE_SLACK_CLIENT_SECRET: Setting<string>;
  FAULTLINE_SLACK_STATE_SECRET: Setting<string>;
  FAULTLINE_SLACK_TOKEN_KEY: Setting<string>;
  FAULTLINE_SLACK_SIGNING_SECRET: Setting<string>;
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
  signingSecret: string;
  apiUrl: string;
}

/** What only functions on AWS are told; '' where it is not set. */
interface AwsConfig {
  stage: string;
  /** With a stroke at its end. */
  secrets: string;
  ingestFunction: string;
  digestFunction: string;
  deliverFunction: string;
  workFunction: string;
}

export interface Config {
  db: string;
  allowPrivate: boolean;
  contact: string;
  port: number;
  keepDays: number;
  gazetteer: string;
  /** '' for the store file. */
  table: string;
  /** '' for the shipped one. */
  model: string;
  aws: AwsConfig;
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
    table: readSetting('FAULTLINE_TABLE', settings.FAULTLINE_TABLE, environment),
    model: readSetting('FAULTLINE_MODEL', settings.FAULTLINE_MODEL, environment),
    aws: {
      stage: readSetting('FAULTLINE_STAGE', settings.FAULTLINE_STAGE, environment),
      secrets: readSetting('FAULTLINE_SECRETS', settings.FAULTLINE_SECRETS, environment),
      ingestFunction: readSetting('FAULTLINE_INGEST_FUNCTION', settings.FAULTLINE_INGEST_FUNCTION, environment),
      digestFunction: readSetting('FAULTLINE_DIGEST_FUNCTION', settings.FAULTLINE_DIGEST_FUNCTION, environment),
      deliverFunction: readSetting('FAULTLINE_DELIVER_FUNCTION', settings.FAULTLINE_DELIVER_FUNCTION, environment),
      workFunction: readSetting('FAULTLINE_WORK_FUNCTION', settings.FAULTLINE_WORK_FUNCTION, environment),
    },
    team: readSetting('FAULTLINE_TEAM', settings.FAULTLINE_TEAM, environment),
    slack: {
      botToken: readSetting('FAULTLINE_SLACK_BOT_TOKEN', settings.FAULTLINE_SLACK_BOT_TOKEN, environment),
      appToken: readSetting('FAULTLINE_SLACK_APP_TOKEN', settings.FAULTLINE_SLACK_APP_TOKEN, environment),
      clientId: readSetting('FAULTLINE_SLACK_CLIENT_ID', settings.FAULTLINE_SLACK_CLIENT_ID, environment),
      clientSecret: readSetting('FAULTLINE_SLACK_CLIENT_SECRET', settings.FAULTLINE_SLACK_CLIENT_SECRET, environment),
      stateSecret: readSetting('FAULTLINE_SLACK_STATE_SECRET', settings.FAULTLINE_SLACK_STATE_SECRET, environment),
      tokenKey: readSetting('FAULTLINE_SLACK_TOKEN_KEY', settings.FAULTLINE_SLACK_TOKEN_KEY, environment),
      signingSecret: readSetting(
        'FAULTLINE_SLACK_SIGNING_SECRET',
        settings.FAULTLINE_SLACK_SIGNING_SECRET,
        environment,
      ),
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
