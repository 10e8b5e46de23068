import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type AppOptions, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { describeError, FaultlineError } from '../errors.ts';
import { createSlackApp } from '../slack/app.ts';
import { createBoltLogger } from '../slack/bolt-log.ts';
import { createClient } from '../slack/client.ts';
import { createDirectory } from '../slack/directory.ts';
import { openInstallServer } from '../slack/install-server.ts';
import { createAuthorize, createInstallationStore, openClient } from '../slack/installation.ts';
import type { SlackServices } from '../slack/services.ts';
import type { SlackConfig } from './config.ts';

export { createMessenger } from '../slack/messenger.ts';

/** Milliseconds that a connection has to end. */
const patience = 5_000;

/** What the app needs beside Slack. */
export type SlackParts = Omit<SlackServices, 'client' | 'directory'>;

/** The app in touch with Slack. */
export interface SlackConnection {
  /** Takes no more requests. */
  close(): Promise<void>;
}

/** How the app comes by its tokens: plain JSON, for it goes to where the work is done. */
export type SlackAccess =
  | { kind: 'one-workspace'; botToken: string; apiUrl: string }
  | { kind: 'several-workspaces'; tokenKey: string; apiUrl: string };

type Clients = Pick<SlackServices, 'client'> & { authorize: NonNullable<AppOptions['authorize']> };

/**
 * How the settings say that the app comes by its tokens; `undefined` where they name none.
 * @throws FaultlineError `setting-wrong` where one is missing beside others
 */
export function readSlackAccess(slack: SlackConfig): SlackAccess | undefined {
  const several = {
    FAULTLINE_SLACK_CLIENT_ID: slack.clientId,
    FAULTLINE_SLACK_CLIENT_SECRET: slack.clientSecret,
    FAULTLINE_SLACK_STATE_SECRET: slack.stateSecret,
    FAULTLINE_SLACK_TOKEN_KEY: slack.tokenKey,
  };
  const one = { FAULTLINE_SLACK_BOT_TOKEN: slack.botToken };
  const socket = { FAULTLINE_SLACK_APP_TOKEN: slack.appToken };
  const isSet = (settings: Record<string, string>): boolean => Object.values(settings).some(Boolean);
  if (isSet(one) && isSet(several)) {
    throw new FaultlineError('setting-wrong', {
      name: 'FAULTLINE_SLACK_BOT_TOKEN',
      why: 'it is for a single workspace, and FAULTLINE_SLACK_CLIENT_ID for several: set one of the two',
    });
  }
  if (!isSet(one) && !isSet(several) && !isSet(socket)) return undefined;
  const needed = { ...socket, ...(isSet(several) ? several : one) };
  for (const [name, value] of Object.entries(needed)) {
    if (!value)
      throw new FaultlineError('setting-wrong', { name, why: 'it is missing beside the other Slack settings' });
  }
  const { apiUrl, botToken, tokenKey } = slack;
  return isSet(several)
    ? { kind: 'several-workspaces', tokenKey, apiUrl }
    : { kind: 'one-workspace', botToken, apiUrl };
}

/**
 * @throws FaultlineError `slack-unanswered` where Slack refuses the token or does not answer, `setting-wrong` for a key that is none
 */
export async function createClients(access: SlackAccess, parts: Pick<SlackParts, 'store' | 'now'>): Promise<Clients> {
  const { apiUrl: slackApiUrl } = access;
  if (access.kind === 'several-workspaces') {
    const installations = createInstallationStore({ ...parts, key: access.tokenKey });
    return { client: openClient(installations, { slackApiUrl }), authorize: createAuthorize(installations) };
  }
  const { botToken } = access;
  const client = createClient(botToken, { slackApiUrl });
  const { bot_id: botId = '', user_id: botUserId = '', team_id: teamId = '' } = await askWho(client);
  return { client: async () => client, authorize: async () => ({ botToken, botId, botUserId, teamId }) };
}

async function askWho(client: WebClient) {
  try {
    return await client.auth.test();
  } catch (error) {
    throw new FaultlineError('slack-unanswered', { why: describeError(error) }, error);
  }
}

/** The services of the app, with what it asks Slack about people and channels. */
export function createServices(client: SlackServices['client'], parts: SlackParts): SlackServices {
  return { ...parts, client, directory: createDirectory({ client, now: parts.now }) };
}

/**
 * Connects by Socket Mode.
 * @param port of the page where further workspaces install the app, where the settings are for several
 * @throws FaultlineError `slack-unanswered` where Slack refuses the tokens or does not answer
 */
export async function connectSlack(
  slack: SlackConfig,
  access: SlackAccess,
  parts: SlackParts,
  port: number,
): Promise<SlackConnection> {
  const { appToken, apiUrl: slackApiUrl } = slack;
  const logger = createBoltLogger(parts.log);
  const { client, authorize } = await createClients(access, parts);
  const receiver = new SocketModeReceiver({ appToken, logger, installerOptions: { clientOptions: { slackApiUrl } } });
  const app = createSlackApp({ receiver, authorize, services: createServices(client, parts) });
  const closeInstall =
    access.kind === 'several-workspaces' ? await openInstall(slack, access.tokenKey, parts, port) : undefined;
  try {
    await app.start();
  } catch (error) {
    closeInstall?.();
    throw new FaultlineError('slack-unanswered', { why: describeError(error) }, error);
  }
  return {
    async close() {
      closeInstall?.();
      await stopApp(app);
    },
  };
}

function openInstall(slack: SlackConfig, key: string, parts: SlackParts, port: number): Promise<() => void> {
  const { clientId, clientSecret, stateSecret, apiUrl: slackApiUrl } = slack;
  const installationStore = createInstallationStore({ ...parts, key });
  return openInstallServer({
    port,
    clientId,
    clientSecret,
    stateSecret,
    slackApiUrl,
    installationStore,
    log: parts.log,
  });
}

/** A connection that Slack does not let go of, for it is not there, must not hold up the end. */
async function stopApp(app: ReturnType<typeof createSlackApp>): Promise<void> {
  await Promise.race([app.stop(), wait(patience, undefined, { ref: false })]);
}

/**
 * Has the app take signed requests over HTTP on this machine, at any free port.
 * @returns also the request URL
 * @throws FaultlineError `slack-unanswered` where Slack refuses the token or does not answer
 */
export async function listenToSlack(
  signingSecret: string,
  access: SlackAccess,
  parts: SlackParts,
): Promise<SlackConnection & { url: string }> {
  const receiver = new HTTPReceiver({ signingSecret, logger: createBoltLogger(parts.log) });
  const { client, authorize } = await createClients(access, parts);
  const app = createSlackApp({ receiver, authorize, services: createServices(client, parts) });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/slack/events`, close: () => stopApp(app) };
}
