import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRefusal, type MethodAnswer, refuse, succeed } from './answers.ts';
import { type Arguments, isRecord, readFlag, readText } from './arguments.ts';
import { answerJson, answerText, readBody } from './http.ts';
import { deleteMessage, postMessage } from './messages.ts';
import { nameBlocks } from './name-blocks.ts';
import { readMessage } from './read-message.ts';
import { type ResponseUrl, touch, type Workspace } from './workspace.ts';

/** Five answers within half an hour: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const uses = 5;
const life = 30 * 60_000;

/** Who did something where, with which message. */
type ResponsePlace = Pick<ResponseUrl, 'user' | 'channel' | 'ts'>;

/** Lets the app answer an interaction. @returns the path on this server */
export function takeResponsePath({ responseUrls, now }: Workspace, use: ResponsePlace): string {
  const id = randomUUID();
  responseUrls.set(id, { ...use, expiresAt: new Date(now().getTime() + life), usesLeft: uses });
  return `/respond/${id}`;
}

/** Answers a message that the app posts to a response URL. */
export async function answerResponse(
  workspace: Workspace,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const args = body && parse(body.toString());
  if (!args) {
    answerText(response, 400, 'invalid_payload');
    return;
  }
  const place = workspace.responseUrls.get(id);
  if (!place || workspace.now() > place.expiresAt) {
    answerJson(response, 404, refuse('expired_url'));
  } else if (place.usesLeft === 0) {
    answerJson(response, 404, refuse('used_url'));
  } else {
    place.usesLeft -= 1;
    const answer = respond(workspace, place, args);
    answerJson(response, answer.ok ? 200 : 400, answer);
  }
}

/** Does what a response asks for: replace or delete the message that was acted on, or say something new there. */
export function respond(workspace: Workspace, place: ResponsePlace, args: Arguments): MethodAnswer {
  const channel = workspace.channels.get(place.channel);
  if (!channel) return refuse('channel_not_found');
  const original = channel.messages.find(({ ts }) => ts === place.ts);
  if (readFlag(args, 'delete_original')) {
    if (original) deleteMessage(workspace, channel, original);
    return succeed();
  }
  const content = readMessage(workspace, args);
  if (isRefusal(content)) return content;
  const { text = '', blocks = [] } = content;
  if (!text && blocks.length === 0) return refuse('no_text');
  if (readFlag(args, 'replace_original') && original) {
    // The new message takes the place of the whole old one, so nothing of that stays.
    original.text = text;
    original.blocks = nameBlocks(blocks, () => workspace.takeId('b'));
    if (!original.ephemeralTo) original.editedAt = workspace.takeTs();
    touch(workspace);
    return succeed();
  }
  const threadTs = readText(args, 'thread_ts');
  postMessage(workspace, channel, {
    user: workspace.app.userId,
    text,
    blocks,
    ...(readText(args, 'response_type') === 'in_channel' ? {} : { ephemeralTo: place.user }),
    ...(threadTs ? { threadTs } : {}),
  });
  return succeed();
}

function parse(text: string): Arguments | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
