import { type IncomingHttpHeaders, STATUS_CODES } from 'node:http';
import { Agent, request as send } from 'undici';
import { checkUrl } from './address.ts';
import { detectBotWall } from './bot-wall.ts';
import { parseMaxAge, parseRetryAfter } from './caching-headers.ts';
import type { FetchOutcome, FetchRequest } from './fetch-outcome.ts';
import { createGuardedLookup } from './guarded-lookup.ts';
import { describeNetworkError } from './network-error.ts';
import { readBody } from './read-body.ts';
import type { Resolve } from './resolve-host.ts';

export interface FetchOptions {
  /** Admits private addresses and any port: for tests and intranets. */
  allowPrivate: boolean;
  /** Should say how to reach whoever runs this. */
  userAgent?: string;
  /** Milliseconds for one fetch with all its redirects, waiting for its turn not counted. */
  timeout?: number;
  /** Limit of the document, decompressed. */
  maxBytes?: number;
  maxRedirects?: number;
  /** Looks host names up in place of the name servers of the system. */
  resolve?: Resolve;
}

type Settings = Required<Omit<FetchOptions, 'resolve'>>;

interface Redirect {
  kind: 'redirect';
  to: string;
  isPermanent: boolean;
}

const accept =
  'application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5';

const maxHeaderBytes = 32_768;
/** So much of a page that nobody reads is read to its end, which keeps the connection for the next request. */
const maxDumpedBytes = 65_536;

/**
 * Makes a guarded GET: public addresses only, judged where the socket connects; limits on time, size, headers and redirects;
 * conditional where the request carries validators; one request a host at a time. Whatever happens comes back as an outcome.
 */
export function createFetch(options: FetchOptions): {
  fetch: (request: FetchRequest) => Promise<FetchOutcome>;
  /** Waits for what is under way, then closes the connections. */
  close(): Promise<void>;
} {
  const settings: Settings = {
    userAgent: 'Faultline/0.1 (feed reader)',
    timeout: 15_000,
    maxBytes: 10 * 1024 * 1024,
    maxRedirects: 5,
    ...options,
  };
  const agent = new Agent({
    connect: { lookup: createGuardedLookup(options.allowPrivate, options.resolve), timeout: settings.timeout },
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: settings.timeout,
    bodyTimeout: settings.timeout,
  });
  const takeTurn = createTurns();
  return { fetch: (request) => follow(request, settings, agent, takeTurn), close: () => agent.close() };
}

async function follow(
  request: FetchRequest,
  settings: Settings,
  agent: Agent,
  takeTurn: ReturnType<typeof createTurns>,
): Promise<FetchOutcome> {
  let url = request.url;
  let isPermanent = true;
  let left = settings.timeout;
  for (let redirects = 0; redirects <= settings.maxRedirects; redirects++) {
    const refusal = checkUrl(url, settings.allowPrivate);
    if (refusal) return { kind: 'failed', reason: redirects === 0 ? refusal : `redirected to ${url}: ${refusal}` };
    const asked = url;
    const outcome = await takeTurn(new URL(asked).host, async () => {
      const started = performance.now();
      try {
        return await ask(
          { ...request, url: asked },
          AbortSignal.timeout(Math.max(1, Math.ceil(left))),
          settings,
          agent,
        );
      } catch (error) {
        return { kind: 'failed' as const, reason: describeNetworkError(error, settings.timeout) };
      } finally {
        left -= performance.now() - started;
      }
    });
    if (outcome.kind === 'fetched') return { ...outcome, permanentUrl: isPermanent ? outcome.url : request.url };
    if (outcome.kind !== 'redirect') return outcome;
    url = outcome.to;
    isPermanent &&= outcome.isPermanent;
  }
  return { kind: 'failed', reason: `redirected more than ${settings.maxRedirects} times` };
}

async function ask(
  { url, etag, lastModified }: FetchRequest,
  signal: AbortSignal,
  settings: Settings,
  agent: Agent,
): Promise<FetchOutcome | Redirect> {
  const { statusCode, headers, body } = await send(url, {
    dispatcher: agent,
    signal,
    headers: {
      'user-agent': settings.userAgent,
      accept,
      'accept-encoding': 'gzip, br, deflate',
      ...(etag ? { 'if-none-match': etag } : {}),
      ...(lastModified ? { 'if-modified-since': lastModified } : {}),
    },
  });
  const early = judgeHead(url, statusCode, headers, settings);
  if (early) {
    // The outcome stands; that the rest of the page cannot be read changes nothing.
    await body.dump({ limit: maxDumpedBytes, signal }).catch(() => {});
    return early;
  }
  const read = await readBody(body, readHeader(headers, 'content-encoding'), settings.maxBytes);
  if (read.kind === 'too-large') return tooLarge(settings.maxBytes);
  if (read.kind === 'unknown-encoding') return { kind: 'failed', reason: `unknown encoding "${read.encoding}"` };
  const maxAge = parseMaxAge(readHeader(headers, 'cache-control'));
  const link = readHeader(headers, 'link');
  const [newEtag, newLastModified] = [readHeader(headers, 'etag'), readHeader(headers, 'last-modified')];
  return {
    kind: 'fetched',
    body: read.bytes,
    contentType: readHeader(headers, 'content-type'),
    ...(newEtag ? { etag: newEtag } : {}),
    ...(newLastModified ? { lastModified: newLastModified } : {}),
    url,
    permanentUrl: url,
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(link ? { link } : {}),
  };
}

/** What status and headers decide by themselves; `undefined` where the body is wanted. */
function judgeHead(
  url: string,
  status: number,
  headers: IncomingHttpHeaders,
  settings: Settings,
): FetchOutcome | Redirect | undefined {
  if (status === 304) return { kind: 'unchanged' };
  if (status === 410) return { kind: 'gone' };
  const wall = detectBotWall(status, headers);
  if (wall) return { kind: 'blocked', by: wall };
  const location = readHeader(headers, 'location');
  if ([301, 302, 303, 307, 308].includes(status) && location) {
    const target = URL.parse(location, url);
    if (!target) return { kind: 'failed', reason: 'redirected to what is no URL' };
    target.hash = '';
    return { kind: 'redirect', to: target.href, isPermanent: status === 301 || status === 308 };
  }
  if (status < 200 || status > 203) {
    const retryAfter = parseRetryAfter(readHeader(headers, 'retry-after'), readHeader(headers, 'date'));
    return {
      kind: 'failed',
      reason: `${status} ${STATUS_CODES[status] ?? ''}`.trim(),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  }
  return Number(readHeader(headers, 'content-length')) > settings.maxBytes ? tooLarge(settings.maxBytes) : undefined;
}

function tooLarge(maxBytes: number): FetchOutcome {
  const megabytes = maxBytes / (1024 * 1024);
  return { kind: 'failed', reason: `larger than ${megabytes >= 1 ? `${megabytes} MB` : `${maxBytes} bytes`}` };
}

function readHeader(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
}

/** Lets tasks of one host run one after the other. */
function createTurns(): <T>(host: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<void>>();
  return async (host, task) => {
    const before = last.get(host);
    const turn = Promise.withResolvers<void>();
    last.set(host, turn.promise);
    await before;
    try {
      return await task();
    } finally {
      turn.resolve();
      if (last.get(host) === turn.promise) last.delete(host);
    }
  };
}
