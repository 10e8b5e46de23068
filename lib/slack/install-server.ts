import { createServer, type RequestListener } from 'node:http';
import type { InstallationStore } from '@slack/bolt';
import { InstallProvider } from '@slack/oauth';
import { FaultlineError } from '../errors.ts';
import type { Log } from '../log.ts';
import { createBoltLogger } from './bolt-log.ts';
import { botScopes } from './scopes.ts';

export interface InstallOptions {
  clientId: string;
  clientSecret: string;
  stateSecret: string;
  slackApiUrl: string;
  installationStore: InstallationStore;
  log: Log;
}

/** Where workspaces install the app, and where Slack sends them back to. */
export const installPaths = ['/slack/install', '/slack/oauth_redirect'] as const;

/**
 * Answers what workspaces install the app by.
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
export function createInstallListener(options: InstallOptions): RequestListener {
  const { clientId, clientSecret, stateSecret, slackApiUrl, installationStore, log } = options;
  const installer = new InstallProvider({
    clientId,
    clientSecret,
    stateSecret,
    installationStore,
    clientOptions: { slackApiUrl },
    logger: createBoltLogger(log),
  });
  const installOptions = { scopes: [...botScopes] };
  const [install, redirect] = installPaths;
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === install) void installer.handleInstallPath(request, response, {}, installOptions);
    else if (pathname === redirect) void installer.handleCallback(request, response, {}, installOptions);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found.\n');
  };
}

/**
 * Serves what workspaces install the app by, on 127.0.0.1: `/slack/install`, and `/slack/oauth_redirect` where Slack sends them back to.
 * A reverse proxy stands before it, for Slack wants `https`.
 * @returns how to end it
 * @throws FaultlineError `port-taken`
 */
export async function openInstallServer({ port, ...options }: InstallOptions & { port: number }): Promise<() => void> {
  const server = createServer(createInstallListener(options));
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
