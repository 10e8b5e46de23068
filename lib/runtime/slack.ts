import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { describeError, FaultlineError } from '../errors.ts';
import { createSlackApp } from '../slack/app.ts';
import { createBoltLogger } from '../slack/bolt-log.ts';
import { openInstallServer } from '../slack/install-server.ts';
import { createInstallationStore } from '../slack/installation.ts';
import type { SlackConfig } from './config.ts';
import { createClients, createServices, type SlackAccess, type SlackParts } from './slack-access.ts';

/** Milliseconds that a connection has to end. */
const patience = 5_000;

/** The app in touch with Slack. */
export interface SlackConnection {
  /** Takes no more requests. */
  close(): Promise<void>;
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
