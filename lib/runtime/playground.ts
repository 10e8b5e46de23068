import { randomBytes } from 'node:crypto';
import { commandHints } from '../slack/command-forms.ts';
import { loadPage } from '../slack/playground/page.ts';
import { createPlayground, type Playground, type PlaygroundOptions } from '../slack/playground/server.ts';
import { botScopes } from '../slack/scopes.ts';
import { listenToSlack, type SlackConnection } from './slack.ts';
import type { SlackAccess, SlackParts } from './slack-access.ts';

export { signRequest } from '../slack/playground/sign.ts';

export interface PlaygroundConnection {
  /** The page. */
  url: string;
  workspace: Playground['workspace'];
  /** By which the app, wherever its work is done, speaks to the workspace. */
  access: SlackAccess;
  /** By which the app knows the workspace's requests. */
  signingSecret: string;
  /** Has the app take the workspace's requests. */
  connectApp(parts: SlackParts): Promise<SlackConnection>;
  close(): Promise<void>;
}

/**
 * A workspace on this machine in place of Slack. What is said in it ends with the process; subscriptions stand in the store.
 * @param options.advance moves the clock that `now` reads, where it can be moved
 * @throws FaultlineError `port-taken`
 */
export async function openPlayground(
  options: Pick<PlaygroundOptions, 'port' | 'now' | 'advance' | 'channels' | 'postAllowance'>,
): Promise<PlaygroundConnection> {
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
    signingSecret,
    async connectApp(parts) {
      const connection = await listenToSlack(signingSecret, access, parts);
      playground.connectApp(connection.url);
      return connection;
    },
    close: playground.close,
  };
}
