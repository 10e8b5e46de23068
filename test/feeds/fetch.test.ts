import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createFetch, type FetchOptions } from '../../lib/feeds/fetch.ts';
import type { FetchOutcome } from '../../lib/feeds/fetch-outcome.ts';

const open: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function start(options: Partial<FetchOptions> = {}) {
  const fetcher = createFetch({ allowPrivate: true, ...options });
  open.push(fetcher);
  return fetcher.fetch;
}

const readBody = (outcome: FetchOutcome) =>
  outcome.kind === 'fetched' ? new TextDecoder().decode(outcome.body) : outcome;

describe('a document is fetched', () => {
  it('with what its headers say', async () => {
    const url = await serve((_, response) => {
      response.setHeader('Content-Type', 'application/rss+xml; charset=utf-8');
      response.setHeader('ETag', 'W/"1"');
      response.setHeader('Last-Modified', 'Fri, 19 Jul 2024 04:09:00 GMT');
      response.setHeader('Cache-Control', 'public, max-age=600');
      response.end('<rss/>');
    });
    expect(await start()({ url })).toEqual({
      kind: 'fetched',
      body: Buffer.from('<rss/>'),
      contentType: 'application/rss+xml; charset=utf-8',
      etag: 'W/"1"',
      lastModified: 'Fri, 19 Jul 2024 04:09:00 GMT',
      url,
      permanentUrl: url,
      maxAge: 600,
    });
  });

  it('by a request that says who asks, for what, and what is known', async () => {
    const url = await serve((request, response) => response.end(JSON.stringify(request.headers)));
    const fetch = start({ userAgent: 'Faultline/9 (+mailto:us@example.org)' });
    const outcome = await fetch({ url, etag: '"1"', lastModified: 'Fri, 19 Jul 2024 04:09:00 GMT' });
    expect(JSON.parse(String(readBody(outcome)))).toMatchObject({
      'user-agent': 'Faultline/9 (+mailto:us@example.org)',
      'accept-encoding': 'gzip, br, deflate',
      accept: expect.stringContaining('application/atom+xml'),
      'if-none-match': '"1"',
      'if-modified-since': 'Fri, 19 Jul 2024 04:09:00 GMT',
    });
  });

  const text = '<rss>'.repeat(10_000);
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br, GZIP', gzipSync(brotliCompressSync(text))],
    ['identity', Buffer.from(text)],
    ['gzip', gzipSync(text).subarray(0, -8)],
  ])('encoded as %s (case %#)', async (encoding, body) => {
    const url = await serve((_, response) => response.setHeader('Content-Encoding', encoding).end(body));
    expect(readBody(await start()({ url }))).toBe(text);
  });

  it('one at a time from one host', async () => {
    let running = 0;
    let most = 0;
    const url = await serve((_, response) => {
      most = Math.max(most, ++running);
      setImmediate(() => {
        running--;
        response.end('x');
      });
    });
    const fetch = start();
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, i) => fetch({ url: `${url}/${i}` })));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(Array(8).fill('fetched'));
    expect(most).toBe(1);
  });
});

describe('an answer without a document', () => {
  const answer = async (status: number, headers: Record<string, string> = {}) => {
    const url = await serve((_, response) =>
      response.writeHead(status, headers).end(status === 304 ? undefined : 'sorry'),
    );
    return start()({ url });
  };

  it('304 is unchanged', async () => expect(await answer(304)).toEqual({ kind: 'unchanged' }));
  it('410 is gone', async () => expect(await answer(410)).toEqual({ kind: 'gone' }));

  it.each([
    [404, '404 Not Found'],
    [500, '500 Internal Server Error'],
    [204, '204 No Content'],
    [302, '302 Found'],
    [599, '599'],
  ])('%i failed: %s', async (status, reason) => {
    expect(await answer(status)).toEqual({ kind: 'failed', reason });
  });

  it.each([
    ['seconds', '120', 120],
    ['a date', 'Fri, 19 Jul 2024 04:10:00 GMT', 60],
    ['a date gone by', 'Fri, 19 Jul 2024 04:00:00 GMT', 0],
    ['nonsense', 'later', undefined],
  ])('503 with a Retry-After of %s says how long to wait', async (_case, value, retryAfter) => {
    const outcome = await answer(503, { 'Retry-After': value, Date: 'Fri, 19 Jul 2024 04:09:00 GMT' });
    expect(outcome).toEqual({
      kind: 'failed',
      reason: '503 Service Unavailable',
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  });

  it.each([
    [403, { 'cf-mitigated': 'challenge' }, 'Cloudflare'],
    [403, { server: 'cloudflare' }, 'Cloudflare'],
    [429, { 'x-datadome': 'protected' }, 'DataDome'],
    [403, { 'x-sucuri-id': '11005' }, 'Sucuri'],
    [403, { server: 'AkamaiGHost' }, 'Akamai'],
    [503, { 'x-iinfo': '9-1-1' }, 'Imperva'],
    [202, { 'x-amzn-waf-action': 'challenge' }, 'AWS WAF'],
    [503, { 'cf-mitigated': 'challenge', 'retry-after': '5' }, 'Cloudflare'],
  ])('%i with %j is the bot wall of %s', async (status, headers, by) => {
    expect(await answer(status, headers as Record<string, string>)).toEqual({ kind: 'blocked', by });
  });

  it.each([
    [403, {}, '403 Forbidden'],
    [503, { server: 'cloudflare' }, '503 Service Unavailable'],
    [404, { 'x-iinfo': '9-1-1' }, '404 Not Found'],
  ])('%i with %j is no bot wall', async (status, headers, reason) => {
    expect(await answer(status, headers)).toEqual({ kind: 'failed', reason });
  });

  it('429 with a time to come back is a busy server, though it stands behind a wall', async () => {
    const outcome = await answer(429, { 'x-iinfo': '9-1-1', 'retry-after': '30' });
    expect(outcome).toEqual({ kind: 'failed', reason: '429 Too Many Requests', retryAfter: 30 });
  });
});

describe('a redirect', () => {
  /** Serves /300/301/… by taking off the first number and redirecting with it; what has none left is the document. */
  const serveChain = () =>
    serve((request, response) => {
      const [, status, rest] = /^\/(\d{3})(.*)$/.exec(request.url ?? '') ?? [];
      if (status) response.writeHead(Number(status), { Location: rest || '/' }).end('moved');
      else response.end('here');
    });

  it.each([
    ['301', true],
    ['301/308/301', true],
    ['302', false],
    ['301/307', false],
    ['303/301', false],
  ])('by %s: the address to ask next time is the new one: %s', async (chain, isNew) => {
    const url = await serveChain();
    const outcome = await start()({ url: `${url}/${chain}` });
    const last = `${url}/`;
    expect(outcome).toMatchObject({ kind: 'fetched', url: last, permanentUrl: isNew ? last : `${url}/${chain}` });
  });

  it('is followed five times and not six', async () => {
    const url = await serveChain();
    const fetch = start();
    expect(readBody(await fetch({ url: `${url}${'/302'.repeat(5)}` }))).toBe('here');
    expect(await fetch({ url: `${url}${'/302'.repeat(6)}` })).toEqual({
      kind: 'failed',
      reason: 'redirected more than 5 times',
    });
  });

  it('in a circle ends', async () => {
    const url = await serve((_, response) => response.writeHead(302, { Location: '/' }).end());
    expect(await start()({ url })).toEqual({ kind: 'failed', reason: 'redirected more than 5 times' });
  });

  it.each([
    ['file:///etc/passwd', 'its scheme is file, neither http nor https'],
    ['http://user:secret@127.0.0.1/', 'it carries a user name or a password'],
  ])('to %s is not followed', async (target, why) => {
    const url = await serve((_, response) => response.writeHead(302, { Location: target }).end());
    expect(await start()({ url })).toEqual({ kind: 'failed', reason: `redirected to ${target}: ${why}` });
  });
});

describe('limits', () => {
  const tooLarge = { kind: 'failed', reason: 'larger than 100000 bytes' };

  it('end a body that announces too much, before it is sent', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': '100001' }).write('<');
    });
    expect(await start({ maxBytes: 100_000 })({ url })).toEqual(tooLarge);
  });

  it('end a body that never ends', async () => {
    const url = await serve((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', pour);
      pour();
    });
    expect(await start({ maxBytes: 100_000 })({ url })).toEqual(tooLarge);
  });

  const bomb = Buffer.alloc(50 * 1024 * 1024);
  it.each([
    ['gzip', gzipSync(bomb)],
    ['br', brotliCompressSync(bomb.subarray(0, 10 * 1024 * 1024))],
    ['deflate', deflateSync(bomb)],
    ['gzip, gzip', gzipSync(gzipSync(bomb))],
  ])('end a bomb of %s', async (encoding, body) => {
    const url = await serve((_, response) => response.setHeader('Content-Encoding', encoding).end(body));
    expect(await start({ maxBytes: 100_000 })({ url })).toEqual(tooLarge);
  });

  it('are 10 MB if nothing else is said', async () => {
    const url = await serve((_, response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync(bomb)));
    expect(await start()({ url })).toEqual({ kind: 'failed', reason: 'larger than 10 MB' });
  });

  it.each(['gzip, gzip, gzip', 'zstd', 'gzip, rot13'])('admit no encoding %s', async (encoding) => {
    const url = await serve((_, response) => response.setHeader('Content-Encoding', encoding).end('x'));
    expect(await start()({ url })).toEqual({ kind: 'failed', reason: `unknown encoding "${encoding}"` });
  });

  it('end headers that are too large', async () => {
    const url = await serve((_, response) => response.setHeader('X-Long', 'x'.repeat(40_000)).end());
    expect(await start()({ url })).toEqual({ kind: 'failed', reason: 'its headers are too large' });
  });

  it('of time end a server that says nothing', async () => {
    const url = await serve(() => {});
    expect(await start({ timeout: 100 })({ url })).toEqual({ kind: 'failed', reason: 'timed out after 0.1 s' });
  });

  it.each(['identity', 'gzip', 'deflate'])('of time end a %s body that drips', async (encoding) => {
    const url = await serve((_, response) => {
      response.setHeader('Content-Encoding', encoding);
      const body =
        encoding === 'gzip' ? gzipSync('x'.repeat(100)) : encoding === 'deflate' ? deflateSync('x') : Buffer.alloc(100);
      let sent = 0;
      const drip = setInterval(() => response.write(body.subarray(sent, ++sent)), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await start({ timeout: 150 })({ url })).toEqual({ kind: 'failed', reason: 'timed out after 0.15 s' });
  });

  it('of time hold for all redirects together', async () => {
    const url = await serve((_, response) => {
      setTimeout(() => response.writeHead(302, { Location: '/' }).end(), 60);
    });
    expect(await start({ timeout: 150 })({ url })).toEqual({ kind: 'failed', reason: 'timed out after 0.15 s' });
  });
});

describe('what goes wrong is said in plain words', () => {
  it('nobody listens', async () => {
    const url = await serve(() => {});
    await open.pop()?.close();
    expect(await start()({ url })).toEqual({ kind: 'failed', reason: 'connection refused' });
  });

  it('the connection is cut', async () => {
    const url = await serve((request) => request.socket.destroy());
    expect(await start()({ url })).toEqual({ kind: 'failed', reason: 'the connection was cut' });
  });

  it('the body is cut', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('<rss>', () => request.socket.destroy());
    });
    expect(await start()({ url })).toEqual({ kind: 'failed', reason: 'the connection was cut' });
  });

  it.each(['gzip', 'br', 'deflate'])('the %s is none', async (encoding) => {
    const url = await serve((_, response) =>
      response.setHeader('Content-Encoding', encoding).end('<rss version="2.0"/>'),
    );
    expect(await start()({ url })).toEqual({ kind: 'failed', reason: 'its compression is broken' });
  });

  it('no such host', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('queryA'), { code: 'ENOTFOUND' }));
    expect(await start({ resolve })({ url: 'http://nowhere.example/' })).toEqual({
      kind: 'failed',
      reason: 'no such host',
    });
  });

  it.each(['not an address', 'ftp://example.org/', ''])('the address is %j', async (url) => {
    expect(await start()({ url })).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^it is no URL|^its scheme/),
    });
  });

  it('a validator that cannot be sent', async () => {
    const url = await serve((_, response) => response.end('x'));
    expect(await start()({ url, etag: '"a\r\nX-Evil: 1"' })).toMatchObject({ kind: 'failed' });
  });
});

describe('a private address', () => {
  const answerWith = (...addresses: string[]) =>
    start({
      allowPrivate: false,
      resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    });

  it('written out is refused', async () => {
    expect(await start({ allowPrivate: false })({ url: 'http://127.0.0.1/' })).toEqual({
      kind: 'failed',
      reason: 'address 127.0.0.1 is not public',
    });
  });

  it.each(['10.0.0.1', '127.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.1'])(
    'behind a name is refused where it would be dialled: %s',
    async (address) => {
      expect(await answerWith(address)({ url: 'http://rebind.example/' })).toEqual({
        kind: 'failed',
        reason: `address ${address} is not public`,
      });
      expect(await answerWith(address)({ url: 'https://rebind.example/' })).toEqual({
        kind: 'failed',
        reason: `address ${address} is not public`,
      });
    },
  );

  it('among public ones refuses the name', async () => {
    expect(await answerWith('8.8.8.8', '192.168.1.1')({ url: 'http://split.example/' })).toEqual({
      kind: 'failed',
      reason: 'address 192.168.1.1 is not public',
    });
  });

  it('is reached through a name where private ones are admitted', async () => {
    const port = new URL(await serve((request, response) => response.end(request.headers.host))).port;
    const fetch = start({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    expect(readBody(await fetch({ url: `http://intranet.example:${port}/` }))).toBe(`intranet.example:${port}`);
  });
});
