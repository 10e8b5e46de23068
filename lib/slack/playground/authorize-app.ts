import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerText } from './http.ts';
import type { Credentials } from './method.ts';
import type { Workspace } from './workspace.ts';

/**
 * Allows an app at once, where Slack would ask the user first, and sends the browser back to it with a code.
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
export async function answerAuthorize(
  { codes }: Workspace,
  oauth: Credentials['oauth'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const target = searchParams.get('redirect_uri') ?? '';
  if (!oauth || searchParams.get('client_id') !== oauth.clientId) {
    return answerText(response, 400, 'invalid_client_id\n');
  }
  // A code must not leave this machine.
  if (!URL.canParse(target) || !['127.0.0.1', 'localhost'].includes(new URL(target).hostname)) {
    return answerText(response, 400, 'bad_redirect_uri\n');
  }
  const code = randomBytes(16).toString('hex');
  codes.add(code);
  const back = new URL(target);
  back.searchParams.set('code', code);
  back.searchParams.set('state', searchParams.get('state') ?? '');
  response.writeHead(302, { location: back.href }).end();
}
