import { type AppOptions, SocketModeReceiver } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { describeError, FaultlineError } from '../errors.ts';
import type { Messenger } from '../jobs/ports.ts';
import { createSlackApp } from '../slack/app.ts';
import { createBoltLogger } from '../slack/bolt-log.ts';
import { createClient } from '../slack/client.ts';
import { createDirectory } from '../slack/directory.ts';
import { createAuthorize, createInstallationStore, openClient } from '../slack/installation.ts';
import { createMessenger } from '../slack/messenger.ts';
import { botScopes } from '../slack/scopes.ts';
import type { SlackServices } from '../slack/services.ts';
import { runTask } from '../slack/work.ts';
import type { SlackConfig } from './config.ts';
import { createDispatcher, type Dispatcher } from './dispatch.ts';

/** What the app needs beside Slack. */
export type SlackParts = Pick<SlackServices, 'store' | 'now' | 'fetch' | 'allowPrivate' | 'openReviewer' | 'log'>;

/** The app in touch with Slack. */
export interface SlackConnection {
  messenger: Messenger;
  /** Takes no more requests, and resolves once those taken are answered. */
  close(): Promise<void>;
}

type Clients = Pick<SlackServices, 'client'> & { authorize: NonNullable<AppOptions['authorize']> };

/**
 * How the settings say that the app comes by its tokens; `undefined` where they name none.
 * @throws FaultlineError `setting-wrong` where one is missing beside others
 */
export function readSlackMode(slack: SlackConfig): 'one-workspace' | 'several-workspaces' | undefined {
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
  return isSet(several) ? 'several-workspaces' : 'one-workspace';
}

/**
 * Connects by Socket Mode.
 * @param port of the page where further workspaces install the app, where the settings are for several
 * @throws FaultlineError `slack-unanswered` where Slack refuses the tokens or does not answer
 */
export async function connectSlack(
  slack: SlackConfig,
  mode: NonNullable<ReturnType<typeof readSlackMode>>,
  parts: SlackParts,
  port: number,
): Promise<SlackConnection> {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const { appToken } = slack;
  const common = { appToken, logger: createBoltLogger(parts.log), installerOptions: { clientOptions, port } };
  const openSingle = async () => ({
    clients: await createTokenClients(slack.botToken, slack.apiUrl),
    receiver: new SocketModeReceiver(common),
  });
  const openSeveral = () => {
    const installationStore = createInstallationStore({ store: parts.store, key: slack.tokenKey, now: parts.now });
    const { clientId, clientSecret, stateSecret } = slack;
    return {
      clients: { client: openClient(installationStore, clientOptions), authorize: createAuthorize(installationStore) },
      receiver: new SocketModeReceiver({
        ...common,
        clientId,
        clientSecret,
        stateSecret,
        scopes: [...botScopes],
        installationStore,
      }),
    };
  };
  const { clients, receiver } = mode === 'one-workspace' ? await openSingle() : openSeveral();
  const { app, dispatcher, messenger } = createApp(receiver, clients, parts);
  await app.start();
  return {
    messenger,
    async close() {
      await app.stop();
      await dispatcher.settle();
    },
  };
}

/** One token for all: it belongs to the one workspace that the app is in. */
export async function createTokenClients(botToken: string, slackApiUrl: string): Promise<Clients> {
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

/** The app behind a receiver, with everything that it hands work to. */
export function createApp(
  receiver: Parameters<typeof createSlackApp>[0]['receiver'],
  { client, authorize }: Clients,
  parts: SlackParts,
): { app: ReturnType<typeof createSlackApp>; dispatcher: Dispatcher; messenger: Messenger; services: SlackServices } {
  const dispatcher = createDispatcher((task) => runTask(task, services));
  const services: SlackServices = {
    ...parts,
    client,
    directory: createDirectory({ client, now: parts.now }),
    dispatch: dispatcher.dispatch,
  };
  return {
    app: createSlackApp({ receiver, authorize, services }),
    dispatcher,
    messenger: createMessenger({ client }),
    services,
  };
}
