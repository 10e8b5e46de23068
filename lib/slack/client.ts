import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { unnamedWait } from './judge-failure.ts';

/** Milliseconds that Slack has for an answer. */
const timeout = 10_000;

/**
 * What the library would log may hold what people wrote. What it would say of failures comes back to the caller as an error, and the
 * caller knows what of it may be told.
 */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/**
 * A client of the Web API that asks once. By itself the library asks again under its caller after a 500 or a cut connection, where
 * Slack may have done what it was asked: a message would arrive twice, and the caller would be told of one.
 * @param options.slackApiUrl Slack's own unless another server plays it
 * @param options.closeEach whether each request has a connection of its own. Where the process is frozen between requests, one that was
 *   kept may be dead by the next, which looks like a post whose answer never came
 * @see https://docs.slack.dev/tools/node-slack-sdk/web-api
 */
export function createClient(
  token: string,
  { closeEach = false, ...options }: { slackApiUrl?: string; closeEach?: boolean } = {},
): WebClient {
  return new WebClient(token, {
    ...options,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: silent,
    ...(closeEach ? { headers: { connection: 'close' } } : {}),
    fetch: fetchNamingSeconds,
  });
}

/**
 * A workspace over its limit of messages is answered 429 without `Retry-After` (https://github.com/slack-go/slack/pull/1383), which
 * the library takes for an answer that says nothing.
 */
async function fetchNamingSeconds(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  if (response.status !== 429 || /^\d+$/.test(response.headers.get('retry-after') ?? '')) return response;
  const headers = new Headers(response.headers);
  headers.set('retry-after', String(unnamedWait));
  return new Response(response.body, { status: response.status, headers });
}
