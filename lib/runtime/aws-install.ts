import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createInstallListener } from '../slack/install-server.ts';
import { createInstallationStore } from '../slack/installation.ts';
import type { Run } from './aws.ts';
import { secrets } from './aws-slack-access.ts';

/**
 * Answers a workspace that installs the app. What answers speaks HTTP, and is spoken to over loopback, for as long as that takes.
 * @throws as `secrets` does
 */
export async function answerInstall(
  { store, now, log }: Pick<Run, 'store' | 'now' | 'log'>,
  { rawPath, rawQueryString, cookies = [] }: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { slack, access } = await secrets();
  if (access.kind !== 'several-workspaces') return { statusCode: 404, body: '' };
  const { clientId, clientSecret, stateSecret, apiUrl: slackApiUrl } = slack;
  const installationStore = createInstallationStore({ store, now, key: access.tokenKey });
  const server = createServer(
    createInstallListener({ clientId, clientSecret, stateSecret, slackApiUrl, installationStore, log }),
  );
  try {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const headers = { cookie: cookies.join('; '), connection: 'close' };
    const answer = await fetch(`http://127.0.0.1:${port}${rawPath}?${rawQueryString}`, { headers, redirect: 'manual' });
    const type = answer.headers.get('content-type');
    const location = answer.headers.get('location');
    return {
      statusCode: answer.status,
      headers: { ...(type ? { 'content-type': type } : {}), ...(location ? { location } : {}) },
      cookies: answer.headers.getSetCookie(),
      body: await answer.text(),
    };
  } finally {
    server.close();
  }
}
