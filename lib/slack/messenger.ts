import type { WebClient } from '@slack/web-api';
import type { Message } from '../digest/message.ts';
import { describeFailure, type Finding, type PostFailure, type PostOutcome } from '../digest/post-outcome.ts';
import { describeError, FaultlineError } from '../errors.ts';
import type { Address, Messenger } from '../jobs/ports.ts';
import type { SlackMessage } from '../render/blocks.ts';
import { markRepeat } from '../render/mark-repeat.ts';
import { renderMessage } from '../render/message-blocks.ts';
import { judgeFailure } from './judge-failure.ts';

/** Of the metadata that our messages carry: https://docs.slack.dev/messaging/message-metadata */
const eventType = 'faultline_delivery';
/** What our clock and Slack's may differ by. */
const clockSkew = 60_000;
/** https://docs.slack.dev/apis/web-api/pagination advises no more. */
const pageSize = 200;

interface Ports {
  client(team: string): Promise<WebClient>;
}

/**
 * Posts to Slack by its Web API.
 * @param ports.client a client of the app in a workspace, its own retries off
 */
export function createMessenger(ports: Ports): Messenger {
  return {
    async post(to, message, mark, mayRepeat = false) {
      const rendered = render(message);
      if ('kind' in rendered) return rendered;
      const { text, blocks } = mayRepeat ? markRepeat(rendered) : rendered;
      return attempt(ports, to, async (client) => {
        const { ts } = await client.chat.postMessage({
          channel: to.channel,
          text,
          blocks,
          ...(to.thread ? { thread_ts: to.thread } : {}),
          metadata: { event_type: eventType, event_payload: { mark } },
          unfurl_links: false,
          unfurl_media: false,
        });
        return ts;
      });
    },
    async edit(to, message) {
      const rendered = render(message);
      if ('kind' in rendered) return rendered;
      // The metadata stays as it is where none is given; `parse` would become `client`, which makes links of names.
      const { text, blocks } = rendered;
      return attempt(ports, to, async (client) => {
        await client.chat.update({ channel: to.channel, ts: to.ts, text, blocks, parse: 'none' });
        return to.ts;
      });
    },
    async find(to, mark, since) {
      const client = await connect(ports, to.team);
      if ('kind' in client) return judgeSearch(client);
      try {
        return await search(client, to, mark, since);
      } catch (error) {
        return judgeSearch(judgeFailure(error));
      }
    },
  };
}

/** A message that cannot be rendered is a mistake of ours: it is no use to try it again. */
function render(message: Message): SlackMessage | Extract<PostOutcome, { kind: 'refused' }> {
  try {
    return renderMessage(message);
  } catch (error) {
    return { kind: 'refused', reason: `it cannot be rendered: ${describeError(error)}` };
  }
}

async function attempt(
  ports: Ports,
  { team }: Address,
  call: (client: WebClient) => Promise<string | undefined>,
): Promise<PostOutcome> {
  const client = await connect(ports, team);
  if ('kind' in client) return client;
  try {
    const ts = await call(client);
    return ts ? { kind: 'posted', ts } : { kind: 'unsure', reason: 'the answer names no message' };
  } catch (error) {
    return judgeFailure(error);
  }
}

/** The client of a workspace; without one, nothing was sent. */
async function connect({ client }: Ports, team: string): Promise<WebClient | PostFailure> {
  try {
    return await client(team);
  } catch (error) {
    const isUninstalled = error instanceof FaultlineError && error.code === 'installation-unknown';
    return isUninstalled ? { kind: 'team-gone' } : { kind: 'not-sent', reason: describeError(error) };
  }
}

/**
 * Looks through what was posted to a channel or thread since.
 * @see https://docs.slack.dev/reference/methods/conversations.history, https://docs.slack.dev/reference/methods/conversations.replies
 */
async function search(client: WebClient, { channel, thread }: Address, mark: string, since: Date): Promise<Finding> {
  const oldest = ((since.getTime() - clockSkew) / 1000).toFixed(6);
  let cursor = '';
  do {
    const page = { channel, oldest, limit: pageSize, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
    const { messages = [], response_metadata } = thread
      ? await client.conversations.replies({ ...page, ts: thread })
      : await client.conversations.history(page);
    const ts = messages.find(({ metadata }) => isMarked(metadata, mark))?.ts;
    if (ts) return { kind: 'found', ts };
    cursor = response_metadata?.next_cursor ?? '';
  } while (cursor);
  return { kind: 'absent' };
}

function isMarked(metadata: { event_type?: string; event_payload?: object } | undefined, mark: string): boolean {
  const payload = metadata?.event_payload;
  return metadata?.event_type === eventType && payload !== undefined && 'mark' in payload && payload.mark === mark;
}

function judgeSearch(failure: PostFailure): Finding {
  switch (failure.kind) {
    case 'channel-gone':
    case 'team-gone':
      return failure;
    case 'refused':
      // A thread that is not there has no reply in it; whatever else Slack refuses for good, nobody can look up.
      return /^thread_not_found\b/.test(failure.reason) ? { kind: 'absent' } : { kind: 'unreadable' };
    default:
      return { kind: 'failed', reason: describeFailure(failure) };
  }
}
