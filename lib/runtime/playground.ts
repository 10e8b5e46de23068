import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { HTTPReceiver } from '@slack/bolt';
import type { Now } from '../jobs/ports.ts';
import { createSlackApp } from '../slack/app.ts';
import { createBoltLogger } from '../slack/bolt-log.ts';
import { commandHints } from '../slack/command-forms.ts';
import { loadPage } from '../slack/playground/page.ts';
import { createPlayground, type Playground } from '../slack/playground/server.ts';
import { botScopes } from '../slack/scopes.ts';
import { createClients, createServices, type SlackAccess, type SlackConnection, type SlackParts } from './slack.ts';

export interface PlaygroundConnection {
  /** The page. */
  url: string;
  workspace: Playground['workspace'];
  /** By which the app, wherever its work is done, speaks to the workspace. */
  access: SlackAccess;
  /** Has the app take the workspace's requests. */
  connectApp(parts: SlackParts): Promise<SlackConnection>;
  close(): Promise<void>;
}

/**
 * A workspace on this machine in place of Slack. What is said in it ends with the process; subscriptions stand in the store.
 * @param options.advance moves the clock that `now` reads, where it can be moved
 * @throws FaultlineError `port-taken`
 */
export async function openPlayground(options: {
  port: number;
  now: Now;
  advance?: (minutes: number) => Promise<void>;
}): Promise<PlaygroundConnection> {
  const createSecret = (): string => randomBytes(16).toString('hex');
  const botToken = `xoxb-${createSecret()}`;
  const signingSecret = createSecret();
  const playground = await createPlayground({
    ...options,
    botToken,
    appToken: `xapp-${createSecret()}`,
    signingSecret,
    scopes: botScopes,
    hints: commandHints,
    page: loadPage,
  });
  const access = { kind: 'one-workspace', botToken, apiUrl: playground.apiUrl } as const;
  return {
    url: playground.url,
    workspace: playground.workspace,
    access,
    async connectApp(parts) {
      const receiver = new HTTPReceiver({ signingSecret, logger: createBoltLogger(parts.log) });
      const { client, authorize } = await createClients(access, parts);
      const app = createSlackApp({ receiver, authorize, services: createServices(client, parts) });
      const server = await app.start({ port: 0, host: '127.0.0.1' });
      const { port } = server.address() as AddressInfo;
      playground.connectApp(`http://127.0.0.1:${port}/slack/events`);
      return { close: async () => void (await app.stop()) };
    },
    close: playground.close,
  };
}
