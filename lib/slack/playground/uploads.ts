import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerText, readBody } from './http.ts';
import type { Api } from './method.ts';
import { largestFile } from './methods/files.ts';
import type { StoredFile, Workspace } from './workspace.ts';

/**
 * Takes the bytes of a file that `files.getUploadURLExternal` announced: multipart as the SDK sends them, or bare.
 * @see https://docs.slack.dev/messaging/working-with-files
 */
export async function takeUpload(
  workspace: Workspace,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = workspace.files.get(id);
  if (!file || file.bytes) {
    answerText(response, 404, 'not found');
    return;
  }
  const body = await readBody(request, largestFile);
  const bytes = body && (await readFile(body, request.headers['content-type'] ?? ''));
  if (bytes?.length !== file.size) {
    answerText(response, 400, 'length mismatch');
    return;
  }
  file.bytes = bytes;
  answerText(response, 200, `OK - ${bytes.length}`);
}

async function readFile(body: Buffer<ArrayBuffer>, contentType: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  try {
    const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
    const part = [...form.values()].find((value) => value instanceof Blob);
    return part && new Uint8Array(await part.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** A file for the app: what `url_private` names. Slack leads whoever has no token to its login. */
export async function answerPrivateFile(
  { workspace, scopes, credentials }: Pick<Api, 'workspace' | 'scopes' | 'credentials'>,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = workspace.files.get(id);
  const mayRead = request.headers.authorization === `Bearer ${credentials.botToken}` && scopes.has('files:read');
  if (!mayRead) answerText(response, 403, 'Log in first.\n');
  else if (file?.bytes) response.writeHead(200, { 'content-type': file.mimeType }).end(file.bytes);
  else answerText(response, 404, 'not found');
}

/** Files that the page may show in place; all others are handed over for saving. */
const pictures = new Set(['image/png', 'image/gif', 'image/jpeg', 'image/svg+xml']);

/** A file for the page. Nothing in it may act: an SVG could hold a script. */
export function answerFile(file: StoredFile | undefined, response: ServerResponse): void {
  if (!file?.bytes) {
    answerText(response, 404, 'Not found.');
    return;
  }
  const shown = pictures.has(file.mimeType)
    ? 'inline'
    : `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`;
  response
    .writeHead(200, {
      'content-type': file.mimeType,
      'content-disposition': shown,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=3600',
    })
    .end(file.bytes);
}
