import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { HTTPReceiver } from '@slack/bolt';
import { createBoltLogger } from '../slack/bolt-log.ts';
import { commandHints } from '../slack/command-forms.ts';
import { loadPage } from '../slack/playground/page.ts';
import { createPlayground, type Playground } from '../slack/playground/server.ts';
import { botScopes } from '../slack/scopes.ts';
import { createApp, createTokenClients, type SlackConnection, type SlackParts } from './slack.ts';

export interface PlaygroundConnection extends SlackConnection {
  /** The page. */
  url: string;
  workspace: Playground['workspace'];
}

/**
 * A workspace on this machine in place of Slack, and the app in touch with it: by signed requests, as Slack sends them. What is said in
 * it ends with the process; subscriptions stand in the store.
 * @param options.advance moves the clock of `parts.now`, where that can be moved
 * @throws FaultlineError `port-taken`
 */
export async function openPlayground(
  parts: SlackParts,
  options: { port: number; advance?: (minutes: number) => Promise<void> },
): Promise<PlaygroundConnection> {
  const secret = (): string => randomBytes(16).toString('hex');
  const botToken = `xoxb-${secret()}`;
  const signingSecret = secret();
  const playground = await createPlayground({
    ...options,
    now: parts.now,
    botToken,
    appToken: `xapp-${secret()}`,
    signingSecret,
    scopes: botScopes,
    hints: commandHints,
    page: loadPage,
  });
  const receiver = new HTTPReceiver({ signingSecret, logger: createBoltLogger(parts.log) });
  const clients = await createTokenClients(botToken, playground.apiUrl);
  const { app, dispatcher, messenger } = createApp(receiver, clients, parts);
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const { port } = server.address() as AddressInfo;
  playground.connectApp(`http://127.0.0.1:${port}/slack/events`);
  return {
    url: playground.url,
    workspace: playground.workspace,
    messenger,
    async close() {
      await app.stop();
      await dispatcher.settle();
      await playground.close();
    },
  };
}
