import { signRequest } from './sign.ts';

/** One request of Slack to the app, whichever way it goes. */
export interface AppRequest {
  kind: 'command' | 'interactive' | 'event';
  payload: Record<string, unknown>;
  /** Of an event that the app did not take. */
  retry?: { number: number; reason: RetryReason };
}

/** https://docs.slack.dev/apis/events-api/#retries */
type RetryReason = 'http_timeout' | 'connection_failed' | 'http_error';

/** Whether the app took a request; `error` is what Slack shows of it to people. */
export type AppAnswer =
  | { kind: 'acknowledged'; body: unknown }
  | {
      kind: 'failed';
      error: 'operation_timeout' | 'dispatch_failed' | 'http_client_error' | 'http_service_error';
      reason: RetryReason;
      /** The app asked for no other try. */
      isFinal: boolean;
    };

/** Hands a request to the app. Failures are answers, never exceptions. */
export type AppLink = (request: AppRequest) => Promise<AppAnswer>;

export const timedOut: AppAnswer = {
  kind: 'failed',
  error: 'operation_timeout',
  reason: 'http_timeout',
  isFinal: false,
};

export const unreachable: AppAnswer = {
  kind: 'failed',
  error: 'dispatch_failed',
  reason: 'connection_failed',
  isFinal: false,
};

/**
 * Posts requests to the app's request URL, signed.
 * @param wait milliseconds that the app has for its acknowledgement
 */
export function createHttpLink(options: { url: string; signingSecret: string; wait: number }): AppLink {
  return async (request) => {
    const { body, type } = writeBody(request);
    const timeout = AbortSignal.timeout(options.wait);
    try {
      const response = await fetch(options.url, {
        method: 'POST',
        headers: {
          'content-type': type,
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          ...signRequest(options.signingSecret, body, new Date()),
          ...(request.retry
            ? {
                'x-slack-retry-num': String(request.retry.number),
                'x-slack-retry-reason': request.retry.reason,
              }
            : {}),
        },
        body,
        redirect: 'manual',
        signal: timeout,
      });
      const text = await response.text();
      if (response.ok) return { kind: 'acknowledged', body: readAnswer(text) };
      return {
        kind: 'failed',
        error: response.status >= 500 ? 'http_service_error' : 'http_client_error',
        reason: 'http_error',
        isFinal: response.headers.get('x-slack-no-retry') === '1',
      };
    } catch {
      return timeout.aborted ? timedOut : unreachable;
    }
  };
}

/** Events go as JSON, commands as a form, interactions as JSON in a form. */
function writeBody({ kind, payload }: AppRequest): { body: string; type: string } {
  if (kind === 'event') return { body: JSON.stringify(payload), type: 'application/json' };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : mapToText(payload);
  return { body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' };
}

function mapToText(payload: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
}

/** JSON, or the text of a message. */
function readAnswer(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
