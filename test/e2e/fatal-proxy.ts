import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What befalls whoever makes the request of a number, counted from 1: before Slack gets it, or after Slack has done it. */
interface Fate {
  request: number;
  when: 'before' | 'after';
  /** Resolves to whether the worker goes on: the dead get no answer. */
  strike(): Promise<boolean>;
}

export interface FatalProxy {
  /** The API address of one of those who ask, by a name of its own. */
  address(name: string, fate: Fate): string;
  close(): Promise<void>;
}

/** Stands between workers and what plays Slack, and strikes in the middle of a request. The struck get no answer. */
export async function startFatalProxy(apiUrl: string): Promise<FatalProxy> {
  const fates = new Map<string, Fate>();
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    void relay(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, name = '', method = ''] = (request.url ?? '').split('/');
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const fate = fates.get(name);
    const isStruck = fate?.request === count;
    if (isStruck && fate.when === 'before' && !(await fate.strike())) {
      response.destroy();
      return;
    }
    const { authorization = '', 'content-type': type = '' } = request.headers;
    const answer = await fetch(`${apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body: Buffer.concat(chunks),
    });
    const body = await answer.text();
    if (isStruck && fate.when === 'after' && !(await fate.strike())) {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
  }

  return {
    address(name, fate) {
      fates.set(name, fate);
      return `http://127.0.0.1:${port}/${name}/`;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
