import type { WebClient } from '@slack/web-api';
import { describeError } from '../errors.ts';
import type { SlackMessage } from '../render/blocks.ts';
import { renderPane } from './answer-pane.ts';
import type { SlackServices } from './services.ts';
import type { Asker } from './task.ts';

/** Where an answer goes: into the modal that was opened for it, to the address that Slack gave for it, or to the asker. */
export interface ReplyTo {
  asker: Asker;
  responseUrl?: string;
  viewId?: string;
  /** The thread that was asked in. */
  thread?: string;
}

interface ReplyManner {
  /** For all in the channel; for the asker alone otherwise. */
  share?: boolean;
  /** In place of the message that was acted on. */
  replace?: boolean;
}

/** Slack takes an answer within seconds or not at all. */
const timeout = 10_000;

/**
 * Answers whoever asked. An answer that does not arrive is logged and given up: it tells no news, and can be asked for again.
 */
export async function reply(
  to: ReplyTo,
  message: SlackMessage,
  services: Pick<SlackServices, 'client' | 'log'>,
  manner: ReplyManner = {},
): Promise<void> {
  try {
    if (to.viewId)
      await (await services.client(to.asker.team)).views.update({ view_id: to.viewId, view: renderPane(message) });
    else if (to.responseUrl) await postResponse(to.responseUrl, to, message, manner);
    else await postDirectly(await services.client(to.asker.team), to, message);
  } catch (error) {
    services.log('warn', 'answer not delivered', { team: to.asker.team, reason: describeError(error) });
  }
}

/** At most five times in thirty minutes: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
async function postResponse(
  url: string,
  { thread }: ReplyTo,
  message: SlackMessage,
  { share = false, replace = false }: ReplyManner,
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    // A function is frozen between answers, and what it kept of a connection is dead by the next.
    headers: { 'content-type': 'application/json; charset=utf-8', connection: 'close' },
    body: JSON.stringify({
      response_type: share ? 'in_channel' : 'ephemeral',
      replace_original: replace,
      ...(thread ? { thread_ts: thread } : {}),
      ...message,
    }),
    signal: AbortSignal.timeout(timeout),
  });
  // What Slack says of it is one word, such as `expired_url` or `invalid_blocks`.
  const said = (await response.text()).slice(0, 100);
  if (!response.ok) throw new Error(`Slack answered ${response.status} ${said}`);
}

async function postDirectly(client: WebClient, { asker, thread }: ReplyTo, message: SlackMessage): Promise<void> {
  const { channel, user } = asker;
  if (channel) {
    const inThread = thread ? { thread_ts: thread } : {};
    const posted = await client.chat.postEphemeral({ channel, user, ...inThread, ...message }).catch(() => undefined);
    if (posted?.ok) return;
  }
  // On the Home, or where the app is not in the channel: the direct messages between the asker and the app.
  await client.chat.postMessage({ channel: user, ...message });
}
