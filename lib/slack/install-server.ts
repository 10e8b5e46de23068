import { createServer } from 'node:http';
import type { InstallationStore } from '@slack/bolt';
import { InstallProvider } from '@slack/oauth';
import { FaultlineError } from '../errors.ts';
import type { Log } from '../log.ts';
import { createBoltLogger } from './bolt-log.ts';
import { botScopes } from './scopes.ts';

export interface InstallServerOptions {
  port: number;
  clientId: string;
  clientSecret: string;
  stateSecret: string;
  slackApiUrl: string;
  installationStore: InstallationStore;
  log: Log;
}

/**
 * Serves what workspaces install the app by, on 127.0.0.1: `/slack/install`, and `/slack/oauth_redirect` where Slack sends them back to.
 * A reverse proxy stands before it, for Slack wants `https`.
 * @returns how to end it
 * @throws FaultlineError `port-taken`
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
export async function openInstallServer(options: InstallServerOptions): Promise<() => void> {
  const { port, clientId, clientSecret, stateSecret, slackApiUrl, installationStore, log } = options;
  const installer = new InstallProvider({
    clientId,
    clientSecret,
    stateSecret,
    installationStore,
    clientOptions: { slackApiUrl },
    logger: createBoltLogger(log),
  });
  const installOptions = { scopes: [...botScopes] };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/slack/install') void installer.handleInstallPath(request, response, {}, installOptions);
    else if (pathname === '/slack/oauth_redirect') void installer.handleCallback(request, response, {}, installOptions);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found.\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new FaultlineError('port-taken', { port }, error) : error),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
