import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeError, FaultlineError } from '../../errors.ts';

export interface ServedPage {
  url: string;
  close(): void;
}

/**
 * Serves one page on 127.0.0.1, made anew at each request. Only this machine reaches it; requests that name another host are
 * refused, so that a web page elsewhere cannot read it by DNS rebinding.
 * @param port 0 for any free one
 * @throws FaultlineError `port-taken`
 */
export async function servePlayground(options: { port: number; render: () => Promise<string> }): Promise<ServedPage> {
  const server = createServer(async (request, response) => {
    const host = request.headers.host?.replace(/:\d+$/, '');
    if (host !== '127.0.0.1' && host !== 'localhost') {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('This page is for this machine only.\n');
      return;
    }
    if (request.method !== 'GET' || (request.url ?? '/').split('?')[0] !== '/') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found.\n');
      return;
    }
    try {
      const html = await options.render();
      response
        .writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        })
        .end(html);
    } catch (error) {
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`${describeError(error)}\n`);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new FaultlineError('port-taken', { port: options.port }, error) : error),
    );
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
