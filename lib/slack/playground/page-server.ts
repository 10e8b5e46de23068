import type { IncomingMessage, ServerResponse } from 'node:http';
import { announceFile } from './files.ts';
import { answerJson, answerText, readBody } from './http.ts';
import { largestFile } from './methods/files.ts';
import type { Page } from './page.ts';
import { parseDeed } from './parse-deed.ts';
import type { ChosenFile, Deed, DeedAnswer, Snapshot } from './protocol.ts';
import { answerFile } from './uploads.ts';
import type { Workspace } from './workspace.ts';

export interface PageStage {
  workspace: Workspace;
  /** Absent where only programs play. */
  page: (() => Promise<Page>) | undefined;
  look(user: string | undefined): Snapshot | undefined;
  act(user: string, deed: Deed): Promise<DeedAnswer>;
}

/** Everything comes from this server, and nothing goes elsewhere. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers what the page asks for. */
export function createPageServer(
  stage: PageStage,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let loaded: Page | undefined;
  /** Anew with each document, so that a change to its sources shows; its script and style are of the same making. */
  const load = async (isDocument: boolean): Promise<Page | undefined> => {
    if (isDocument || !loaded) loaded = await stage.page?.();
    return loaded;
  };
  return (request, response) => answerPage(stage, load, request, response);
}

type LoadPage = (isDocument: boolean) => Promise<Page | undefined>;

async function answerPage(
  stage: PageStage,
  load: LoadPage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', stage.workspace.url);
  const user = searchParams.get('user') ?? undefined;
  const [, folder, name] = pathname.split('/');
  if (request.method === 'POST') {
    if (!isFromPage(request)) return answerText(response, 403, 'Only the page of the playground may act here.\n');
    const [first = ''] = stage.workspace.users.keys();
    if (pathname === '/deeds') return takeDeed(stage, user ?? first, request, response);
    if (pathname === '/uploads') return takeFile(stage, user ?? first, searchParams.get('name'), request, response);
  }
  if (request.method !== 'GET') return answerText(response, 405, 'Not allowed.\n');
  if (pathname === '/state') {
    const snapshot = stage.look(user);
    return snapshot ? answerJson(response, 200, snapshot) : answerText(response, 404, 'There is no such user.\n');
  }
  if (pathname === '/changes') return streamChanges(stage, response);
  if (folder === 'files' && name) return answerFile(stage.workspace.files.get(name), response);
  return answerPageFile(load, pathname, response);
}

const pageFiles = {
  '/': { name: 'html', type: 'text/html' },
  '/page.js': { name: 'script', type: 'text/javascript' },
  '/page.css': { name: 'style', type: 'text/css' },
} as const;

async function answerPageFile(load: LoadPage, pathname: string, response: ServerResponse): Promise<void> {
  const part = Object.entries(pageFiles).find(([path]) => path === pathname)?.[1];
  const page = part && (await load(part.name === 'html'));
  if (!page) return answerText(response, 404, 'Not found.\n');
  response
    .writeHead(200, {
      'content-type': `${part.type}; charset=utf-8`,
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    .end(page[part.name]);
}

/** A web page elsewhere can neither hide its origin nor give this server's for it. */
function isFromPage({ headers }: IncomingMessage): boolean {
  const { origin, 'sec-fetch-site': site, host } = headers;
  return (!origin || origin === `http://${host}`) && (site === undefined || site === 'same-origin');
}

async function takeDeed(
  stage: PageStage,
  user: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { 'content-type': type = '' } = request.headers;
  if (!/^application\/json\s*(;|$)/i.test(type)) return answerText(response, 415, 'A deed is JSON.\n');
  const body = await readBody(request);
  const deed = body && parseDeed(parseJson(body.toString()));
  if (!deed) return answerText(response, 400, 'This is no deed.\n');
  answerJson(response, 200, await stage.act(user, deed));
}

/** A file that a user chooses for a field; it is told by its id when the field is submitted. */
async function takeFile(
  { workspace }: PageStage,
  user: string,
  name: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!workspace.users.has(user)) return answerText(response, 404, 'There is no such user.\n');
  const bytes = await readBody(request, largestFile);
  if (!bytes?.length) return answerText(response, 413, 'A file has 1 byte to 20 MB.\n');
  const file = announceFile(workspace, { name: name || 'file', user, size: bytes.length, altText: '' });
  file.bytes = bytes;
  const chosen: ChosenFile = { id: file.id, name: file.name };
  answerJson(response, 200, chosen);
}

/** Server-sent events: one with each change, so that the page asks anew; a comment now and then shows that the line stands. */
function streamChanges({ workspace }: PageStage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': open\n\n');
  let isTold = false;
  const tell = (): void => {
    if (isTold) return;
    isTold = true;
    // Many changes of one turn are one event.
    setImmediate(() => {
      isTold = false;
      if (!response.writableEnded) response.write('data: changed\n\n');
    });
  };
  const pulse = setInterval(() => response.write(': here\n\n'), 20_000);
  workspace.changes.on('change', tell);
  response.on('close', () => {
    clearInterval(pulse);
    workspace.changes.off('change', tell);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
