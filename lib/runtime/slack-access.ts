import type { AppOptions } from '@slack/bolt';
import { describeError, FaultlineError } from '../errors.ts';
import { createClient } from '../slack/client.ts';
import { createDirectory } from '../slack/directory.ts';
import { createAuthorize, createInstallationStore, openClient } from '../slack/installation.ts';
import type { SlackServices } from '../slack/services.ts';
import type { SlackConfig } from './config.ts';

export { createMessenger } from '../slack/messenger.ts';

/** What the app needs beside Slack. */
export type SlackParts = Omit<SlackServices, 'client' | 'directory'>;

/** How the app comes by its tokens: plain JSON, for it goes to where the work is done. */
export type SlackAccess =
  | { kind: 'one-workspace'; botToken: string; apiUrl: string }
  | { kind: 'several-workspaces'; tokenKey: string; apiUrl: string };

interface Clients extends Pick<SlackServices, 'client'> {
  /** For Bolt; the first time, it asks Slack who the app is. */
  authorize: NonNullable<AppOptions['authorize']>;
}

/** How an app comes by its tokens, and the settings that it needs for it, by name; `undefined` where they name no way. */
interface Choice {
  access: SlackAccess;
  needed: Record<string, string>;
}

/**
 * @throws FaultlineError `setting-wrong` where settings are for both
 */
function chooseAccess(slack: SlackConfig): Choice | undefined {
  const several = {
    FAULTLINE_SLACK_CLIENT_ID: slack.clientId,
    FAULTLINE_SLACK_CLIENT_SECRET: slack.clientSecret,
    FAULTLINE_SLACK_STATE_SECRET: slack.stateSecret,
    FAULTLINE_SLACK_TOKEN_KEY: slack.tokenKey,
  };
  const isForSeveral = Object.values(several).some(Boolean);
  const { apiUrl, botToken, tokenKey } = slack;
  if (botToken && isForSeveral) {
    throw new FaultlineError('setting-wrong', {
      name: 'FAULTLINE_SLACK_BOT_TOKEN',
      why: 'it is for a single workspace, and FAULTLINE_SLACK_CLIENT_ID for several: set one of the two',
    });
  }
  if (isForSeveral) return { access: { kind: 'several-workspaces', tokenKey, apiUrl }, needed: several };
  if (!botToken) return undefined;
  return { access: { kind: 'one-workspace', botToken, apiUrl }, needed: {} };
}

/**
 * How the settings say that the app comes by its tokens over Socket Mode; `undefined` where they name none.
 * @throws FaultlineError `setting-wrong` where one is missing beside others
 */
export function readSlackAccess(slack: SlackConfig): SlackAccess | undefined {
  const choice = chooseAccess(slack);
  const socket = { FAULTLINE_SLACK_APP_TOKEN: slack.appToken };
  if (!choice && !slack.appToken) return undefined;
  const needed = { ...socket, ...(choice?.needed ?? { FAULTLINE_SLACK_BOT_TOKEN: slack.botToken }) };
  const missing = findMissing(needed);
  if (missing) {
    throw new FaultlineError('setting-wrong', { name: missing, why: 'it is missing beside the other Slack settings' });
  }
  return choice?.access;
}

/**
 * How the secrets of a deployment say that the app comes by its tokens.
 * @param nameMissing the error for a setting that is missing
 * @throws that error; FaultlineError `setting-wrong` where settings are for both
 */
export function requireSlackAccess(slack: SlackConfig, nameMissing: (setting: string) => FaultlineError): SlackAccess {
  const choice = chooseAccess(slack);
  if (!choice) throw nameMissing('FAULTLINE_SLACK_BOT_TOKEN');
  const missing = findMissing(choice.needed);
  if (missing) throw nameMissing(missing);
  return choice.access;
}

function findMissing(needed: Record<string, string>): string | undefined {
  return Object.keys(needed).find((name) => !needed[name]);
}

/**
 * Clients of the app, without a word to Slack.
 * @param closeEach whether each request has a connection of its own, for where the process is frozen between requests
 * @throws FaultlineError `setting-wrong` for a key that is none; `authorize` throws `slack-unanswered`
 */
export function openClients(
  access: SlackAccess,
  parts: Pick<SlackParts, 'store' | 'now'>,
  { closeEach = false }: { closeEach?: boolean } = {},
): Clients {
  const options = { slackApiUrl: access.apiUrl, closeEach };
  if (access.kind === 'several-workspaces') {
    const installations = createInstallationStore({ ...parts, key: access.tokenKey });
    return { client: openClient(installations, options), authorize: createAuthorize(installations) };
  }
  const { botToken } = access;
  const client = createClient(botToken, options);
  let asking: Promise<Awaited<ReturnType<typeof client.auth.test>>> | undefined;
  const askWho = async () => {
    asking ??= client.auth.test();
    try {
      return await asking;
    } catch (error) {
      asking = undefined;
      throw new FaultlineError('slack-unanswered', { why: describeError(error) }, error);
    }
  };
  return {
    client: async () => client,
    async authorize() {
      const { bot_id: botId = '', user_id: botUserId = '', team_id: teamId = '' } = await askWho();
      return { botToken, botId, botUserId, teamId };
    },
  };
}

/**
 * Clients of the app, once it is known that Slack takes the token of a single workspace.
 * @throws FaultlineError `slack-unanswered` where Slack refuses the token or does not answer, `setting-wrong` for a key that is none
 */
export async function createClients(access: SlackAccess, parts: Pick<SlackParts, 'store' | 'now'>): Promise<Clients> {
  const clients = openClients(access, parts);
  if (access.kind === 'one-workspace') {
    await clients.authorize({ teamId: undefined, enterpriseId: undefined, isEnterpriseInstall: false });
  }
  return clients;
}

/** The services of the app, with what it asks Slack about people and channels. */
export function createServices(client: SlackServices['client'], parts: SlackParts): SlackServices {
  return { ...parts, client, directory: createDirectory({ client, now: parts.now }) };
}
