import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createFetch } from '../../lib/feeds/fetch.ts';
import type { FetchOutcome } from '../../lib/feeds/fetch-outcome.ts';

/** What a server sends over and over, with milliseconds between, or as fast as it is taken. */
interface Manner {
  first: string;
  again: string | Buffer;
  every?: number;
}

/** Fetches from a server that answers every request in its own manner, and tells what was taken of it. */
async function fetchFrom({ first, again, every }: Manner): Promise<{ outcome: FetchOutcome; sent: number }> {
  const sockets = new Set<Socket>();
  let sent = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    const send = (): boolean => {
      sent += again.length;
      return socket.write(again);
    };
    socket.once('data', () => {
      socket.write(first);
      if (every) {
        const drip = setInterval(send, every);
        socket.on('close', () => clearInterval(drip));
        return;
      }
      const pour = () => {
        while (!socket.destroyed && send());
      };
      socket.on('drain', pour);
      pour();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { fetch, close } = createFetch({ allowPrivate: true, timeout: 400, maxBytes: 100_000 });
  const outcome = await fetch({ url: `http://127.0.0.1:${port}/` });
  for (const socket of sockets) socket.destroy();
  await close();
  server.close();
  return { outcome, sent };
}

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
const timedOut = 'timed out after 0.4 s';

describe('a server is left', () => {
  it.each<[string, Manner, string | RegExp]>([
    ['that drips its status', { first: '', again: 'H', every: 30 }, /^timed out|not HTTP/],
    ['that drips headers', { first: ok, again: 'X-A: b\r\n', every: 30 }, timedOut],
    ['that drips one header', { first: `${ok}X-A: `, again: 'b', every: 30 }, timedOut],
    ['that drips its body', { first: `${ok}Content-Length: 90000\r\n\r\n`, again: '<', every: 30 }, timedOut],
    ['that drips chunks', { first: chunked, again: '1\r\n<\r\n', every: 30 }, timedOut],
    ['that drips trailers', { first: `${chunked}0\r\n`, again: 'X-A: b\r\n', every: 30 }, timedOut],
    ['whose headers never end', { first: ok, again: 'X-A: b\r\n'.repeat(100) }, 'its headers are too large'],
    ['whose one header never ends', { first: `${ok}X-A: `, again: 'b'.repeat(1000) }, 'its headers are too large'],
    ['whose body never ends', { first: `${ok}\r\n`, again: '<'.repeat(1000) }, 'larger than 100000 bytes'],
    [
      'whose chunks never end',
      { first: chunked, again: '3e8\r\n'.concat('<'.repeat(1000), '\r\n') },
      'larger than 100000 bytes',
    ],
    [
      'whose trailers never end',
      { first: `${chunked}0\r\n`, again: 'X-A: b\r\n'.repeat(100) },
      'its headers are too large',
    ],
    ["whose chunk's extension never ends", { first: `${chunked}1;`, again: 'a'.repeat(1000) }, /^timed out|not HTTP/],
    [
      'that is always about to answer',
      { first: '', again: 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(10) },
      timedOut,
    ],
    ['that only ever goes on', { first: '', again: 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(10) }, /./],
    ['that speaks something else', { first: '', again: 'SSH-2.0-x\r\n', every: 30 }, 'its answer is not HTTP'],
    [
      'whose redirect has a body without end',
      { first: 'HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n', again: 'x'.repeat(1000) },
      /redirected more than 5 times|timed out/,
    ],
    [
      'whose error has a body without end',
      { first: 'HTTP/1.1 500 Oh\r\n\r\n', again: 'x'.repeat(1000) },
      '500 Internal Server Error',
    ],
    ['whose error drips', { first: 'HTTP/1.1 500 Oh\r\n\r\n', again: 'x', every: 30 }, '500 Internal Server Error'],
  ])('%s', async (_case, manner, reason) => {
    const { outcome, sent } = await fetchFrom(manner);
    expect(outcome).toEqual({ kind: 'failed', reason: expect.stringMatching(reason) });
    // What the machine's own buffers take of a connection comes on top of what was read.
    if (!/timed out|\./.test(String(reason))) expect(sent).toBeLessThan(30_000_000);
  });

  const bomb = Buffer.alloc(20_000_000, '<item>');
  it.each<[string, Buffer]>([
    ['gzip', gzipSync(bomb)],
    ['br', brotliCompressSync(bomb.subarray(0, 5_000_000))],
    ['deflate', deflateRawSync(bomb)],
    ['gzip, br', brotliCompressSync(gzipSync(bomb))],
    ['br, gzip', gzipSync(brotliCompressSync(bomb.subarray(0, 5_000_000)))],
    ['deflate, deflate', deflateRawSync(deflateRawSync(bomb))],
    ['gzip, members without end', Buffer.concat(Array(50).fill(gzipSync(bomb.subarray(0, 50_000))))],
  ])('that sends a bomb as %s', async (encoding, body) => {
    const first = `${ok}Content-Encoding: ${encoding.replace(/, members.*/, '')}\r\n\r\n`;
    const { outcome } = await fetchFrom({ first, again: body, every: 300 });
    expect(outcome).toEqual({ kind: 'failed', reason: expect.stringMatching(/^larger than|^timed out/) });
  });
});
