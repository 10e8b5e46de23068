import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { PostFailure } from '../digest/post-outcome.ts';
import { describeError } from '../errors.ts';

/**
 * What Slack's refusals mean for a message: https://docs.slack.dev/reference/methods/chat.postMessage#errors and
 * https://docs.slack.dev/reference/methods/chat.update#errors. What is not named here is refused for good: it was asked wrongly, or
 * the workspace does not allow it.
 */
const refusals = {
  gone: ['channel_not_found', 'is_archived', 'is_inactive', 'messages_tab_disabled'],
  notIn: ['not_in_channel'],
  teamGone: [
    'account_inactive',
    'invalid_auth',
    'not_authed',
    'team_access_not_granted',
    'team_not_found',
    'token_expired',
    'token_revoked',
  ],
  /** The workspace moves or is suspended, or the request was cut short on its way. */
  later: [
    'accesslimited',
    'ekm_access_denied',
    'external_channel_migrating',
    'org_login_required',
    'request_timeout',
    'team_added_to_org',
  ],
  /** "It's possible some aspect of the operation succeeded before the error was raised." */
  unsure: ['fatal_error', 'internal_error', 'service_unavailable', 'update_failed'],
  /** The last is that of a workspace without a plan: https://github.com/grafana/oncall/pull/1721 */
  limited: ['rate_limited', 'ratelimited', 'message_limit_exceeded'],
} as const satisfies Record<string, readonly string[]>;

/** Seconds, where Slack says that it has enough and not for how long. */
export const unnamedWait = 60;

/** What ended before the first byte of a request went out. https://nodejs.org/api/errors.html#common-system-errors */
const beforeRequest = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * What a failed call of the Web API means for the message that it was about. Only what certainly did not reach Slack may be called
 * so: where anything else is in doubt, it is unsure.
 * @param error as a client of `createClient` throws it
 */
export function judgeFailure(error: unknown): PostFailure {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'limited', seconds: error.retryAfter };
  if (error instanceof WebAPIPlatformError) return judgeRefusal(error.data);
  if (error instanceof WebAPIHTTPError) {
    const { statusCode } = error;
    const reason = `HTTP ${statusCode}`;
    // Slack itself says 200 or 429: whoever says 4xx on the way there did not let it through, but for a 408, which comes too late.
    return statusCode >= 400 && statusCode < 500 && statusCode !== 408
      ? { kind: 'not-sent', reason }
      : { kind: 'unsure', reason };
  }
  if (error instanceof WebAPIRequestError) {
    const code = findCode(error.original);
    if (code && beforeRequest.has(code)) return { kind: 'not-sent', reason: code };
    return { kind: 'unsure', reason: code ?? describeError(error.original) };
  }
  return { kind: 'unsure', reason: describeError(error) };
}

/** The library makes a refusal of an answer that it cannot read as well, and its text the name of the error. */
function judgeRefusal({ error, response_metadata }: WebAPIPlatformError['data']): PostFailure {
  const code: unknown = error;
  if (typeof code !== 'string' || !/^[a-z][a-z\d_]{2,80}$/.test(code)) {
    return { kind: 'unsure', reason: 'the answer could not be read' };
  }
  const isOneOf = (codes: readonly string[]): boolean => codes.includes(code);
  if (isOneOf(refusals.gone)) return { kind: 'channel-gone', why: 'channel-gone' };
  if (isOneOf(refusals.notIn)) return { kind: 'channel-gone', why: 'not-in-channel' };
  if (isOneOf(refusals.teamGone)) return { kind: 'team-gone' };
  if (isOneOf(refusals.later)) return { kind: 'not-sent', reason: code };
  if (isOneOf(refusals.unsure)) return { kind: 'unsure', reason: code };
  if (isOneOf(refusals.limited)) return { kind: 'limited', seconds: unnamedWait };
  const [detail] = response_metadata?.messages ?? [];
  return { kind: 'refused', reason: detail ? `${code}: ${detail.slice(0, 200)}` : code };
}

/** The innermost code of what `fetch` threw. */
function findCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return findCode(error.cause) ?? (typeof code === 'string' ? code : undefined);
}
