import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, answerText, readBody } from './http.ts';
import type { Page } from './page.ts';
import { parseDeed } from './parse-deed.ts';
import type { Deed, DeedAnswer, Snapshot } from './protocol.ts';
import { answerFile } from './uploads.ts';
import type { Workspace } from './workspace.ts';

export interface PageStage {
  workspace: Workspace;
  origin: string;
  /** Absent where only programs play. */
  page: (() => Promise<Page>) | undefined;
  look(user: string | undefined): Snapshot | undefined;
  act(user: string, deed: Deed): Promise<DeedAnswer>;
  closing: AbortSignal;
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
  const { pathname, searchParams } = new URL(request.url ?? '/', stage.origin);
  const user = searchParams.get('user') ?? undefined;
  const [, first, second] = pathname.split('/');
  if (request.method === 'POST' && pathname === '/deeds') return takeDeed(stage, user, request, response);
  if (request.method !== 'GET') return answerText(response, 405, 'Not allowed.\n');
  if (pathname === '/state') {
    const snapshot = stage.look(user);
    return snapshot ? answerJson(response, 200, snapshot) : answerText(response, 404, 'There is no such user.\n');
  }
  if (pathname === '/changes') return streamChanges(stage, response);
  if (first === 'files' && second) return answerFile(stage.workspace.files.get(second), response);
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

/** Only the page itself may act: a web page elsewhere can send neither this content type unasked nor this origin. */
async function takeDeed(
  stage: PageStage,
  user: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { origin, 'content-type': type = '', 'sec-fetch-site': site } = request.headers;
  const isOwn = !origin || origin === `http://${request.headers.host}`;
  if (!isOwn || (site !== undefined && site !== 'same-origin')) {
    return answerText(response, 403, 'Only the page of the playground may act here.\n');
  }
  if (!/^application\/json\s*(;|$)/i.test(type)) return answerText(response, 415, 'A deed is JSON.\n');
  const body = await readBody(request);
  const deed = body && parseDeed(parseJson(body.toString()));
  const [first = ''] = stage.workspace.users.keys();
  if (!deed) return answerText(response, 400, 'This is no deed.\n');
  answerJson(response, 200, await stage.act(user ?? first, deed));
}

/** Server-sent events: one with each change, so that the page asks anew; a comment now and then shows that the line stands. */
function streamChanges({ workspace, closing }: PageStage, response: ServerResponse): void {
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
  const end = (): void => void response.end();
  workspace.changes.on('change', tell);
  closing.addEventListener('abort', end);
  response.on('close', () => {
    clearInterval(pulse);
    workspace.changes.off('change', tell);
    closing.removeEventListener('abort', end);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
