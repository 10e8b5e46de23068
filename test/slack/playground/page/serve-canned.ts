import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadPage, type Page } from '../../../../lib/slack/playground/page.ts';
import type { Deed, DeedAnswer, Snapshot } from '../../../../lib/slack/playground/protocol.ts';
import { ada, ben, buildSnapshot } from './canned-workspace.ts';

export interface CannedServer {
  url: string;
  /** What the page sent, in order. */
  deeds: { user: string; deed: Deed }[];
  /** Files that it sent. */
  uploads: string[];
  /** How the next deeds are answered. */
  answer: DeedAnswer;
  /** Changes what everybody sees, and tells the page. */
  change(edit: (snapshot: Snapshot) => void): void;
  /** Puts everything back as it was. */
  reset(): void;
  close(): Promise<void>;
}

const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="560" height="180"><rect width="560" height="180" fill="#f3f0e9"/><path d="M20 150 L120 130 L220 60 L320 30 L420 90 L540 110" fill="none" stroke="#1d5a82" stroke-width="4"/></svg>';

let bundled: Promise<Page> | undefined;

/** The page over HTTP with a workspace that stands still but for what a test changes. */
export async function serveCanned(): Promise<CannedServer> {
  bundled ??= loadPage();
  const page = await bundled;
  const snapshots = new Map<string, Snapshot>();
  const listeners = new Set<ServerResponse>();
  const send = (response: ServerResponse, type: string, body: string): void => {
    response.writeHead(200, {
      'content-type': `${type}; charset=utf-8`,
      // So that a browser compiles the page once, however many tests open it.
      ...(body === page.script ? { 'cache-control': 'max-age=3600' } : {}),
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'",
    });
    response.end(body);
  };
  const announce = (): void => {
    for (const listener of listeners) listener.write('data: \n\n');
  };
  const canned: CannedServer = {
    url: '',
    deeds: [],
    uploads: [],
    answer: { ok: true },
    change(edit) {
      for (const snapshot of snapshots.values()) edit(snapshot);
      announce();
    },
    reset() {
      for (const id of [ada, ben]) snapshots.set(id, buildSnapshot(id));
      canned.deeds.length = 0;
      canned.uploads.length = 0;
      canned.answer = { ok: true };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  canned.reset();

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const user = searchParams.get('user') ?? ada;
    if (pathname === '/') send(response, 'text/html', page.html);
    else if (pathname === '/page.js') send(response, 'text/javascript', page.script);
    else if (pathname === '/page.css') send(response, 'text/css', page.style);
    else if (pathname === '/files/F0') send(response, 'image/svg+xml', picture);
    else if (pathname === '/state' && snapshots.has(user))
      send(response, 'application/json', JSON.stringify(snapshots.get(user)));
    else if (pathname === '/changes') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
    } else if (pathname === '/deeds' && request.method === 'POST') {
      canned.deeds.push({ user, deed: JSON.parse((await request.toArray()).join('')) });
      send(response, 'application/json', JSON.stringify(canned.answer));
    } else if (pathname === '/uploads' && request.method === 'POST') {
      canned.uploads.push((await request.toArray()).join(''));
      send(response, 'application/json', JSON.stringify({ id: 'F1', name: searchParams.get('name') }));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  canned.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return canned;
}
