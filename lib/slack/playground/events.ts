import { setTimeout as wait } from 'node:timers/promises';
import type { AppAnswer, AppLink } from './app-link.ts';
import type { Workspace } from './workspace.ts';

/** An event of the Events API by its type, without what the envelope adds. */
export type SlackEvent = { type: string } & Record<string, unknown>;

export interface EventSender {
  /**
   * Sends an event if the app subscribed to its type, and again while the app does not take it.
   * @returns how the first try ended, and how the last did
   */
  send(event: SlackEvent): { first: Promise<AppAnswer>; last: Promise<AppAnswer> };
}

/** At once, after a minute, after five: https://docs.slack.dev/apis/events-api/#retries */
export const usualRetryDelays: readonly number[] = [0, 60_000, 300_000];

/**
 * @param retryDelays milliseconds before each further try
 * @param subscribed types of events that the app wants
 * @param closing ends the tries
 */
export function createEventSender(options: {
  workspace: Workspace;
  link: AppLink;
  retryDelays: readonly number[];
  subscribed: ReadonlySet<string>;
  closing: AbortSignal;
}): EventSender {
  const { workspace, link, retryDelays, subscribed, closing } = options;

  async function retry(payload: Record<string, unknown>, first: Promise<AppAnswer>): Promise<AppAnswer> {
    let answer = await first;
    for (const [index, delay] of retryDelays.entries()) {
      if (answer.kind === 'acknowledged' || answer.isFinal) break;
      const { reason } = answer;
      await wait(delay, undefined, { signal: closing, ref: false }).catch(() => undefined);
      if (closing.aborted) break;
      answer = await link({ kind: 'event', payload, retry: { number: index + 1, reason } });
    }
    return answer;
  }

  return {
    send(event) {
      if (!subscribed.has(event.type)) {
        const nothing = Promise.resolve<AppAnswer>({ kind: 'acknowledged', body: undefined });
        return { first: nothing, last: nothing };
      }
      const payload = wrapEvent(workspace, event);
      const first = link({ kind: 'event', payload });
      return { first, last: retry(payload, first) };
    },
  };
}

/** https://docs.slack.dev/apis/events-api/#events-JSON */
function wrapEvent(workspace: Workspace, event: SlackEvent): Record<string, unknown> {
  const { app, team } = workspace;
  const ts = workspace.takeTs();
  return {
    token: verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event: { event_ts: ts, ...event },
    type: 'event_callback',
    event_id: workspace.takeId('Ev'),
    event_time: Math.floor(Number(ts)),
    is_ext_shared_channel: false,
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: app.userId, is_bot: true, is_enterprise_install: false },
    ],
  };
}

/** Deprecated in favour of the signature, but still there: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const verificationToken = 'playground';
