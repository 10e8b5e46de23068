import { nameBlocks } from './name-blocks.ts';
import { type Channel, type PostedMessage, touch, type Workspace } from './workspace.ts';

export type Draft = Pick<PostedMessage, 'user' | 'text' | 'blocks'> &
  Partial<Pick<PostedMessage, 'threadTs' | 'ephemeralTo' | 'files' | 'metadata'>>;

/** Adds a message to a channel; its blocks and elements get the ids that they lack. */
export function postMessage(workspace: Workspace, channel: Channel, draft: Draft): PostedMessage {
  const message: PostedMessage = {
    files: [],
    ...draft,
    ts: workspace.takeTs(),
    blocks: nameBlocks(draft.blocks, () => workspace.takeId('b')),
  };
  channel.messages.push(message);
  touch(workspace);
  return message;
}

/** Replaces what a message says. */
export function editMessage(
  workspace: Workspace,
  message: PostedMessage,
  changes: Partial<Pick<PostedMessage, 'text' | 'blocks' | 'metadata'>>,
): void {
  const { blocks, ...rest } = changes;
  Object.assign(message, rest, { editedAt: workspace.takeTs() });
  if (blocks) message.blocks = nameBlocks(blocks, () => workspace.takeId('b'));
  touch(workspace);
}

export function deleteMessage(workspace: Workspace, channel: Channel, message: PostedMessage): void {
  channel.messages = channel.messages.filter((one) => one !== message);
  touch(workspace);
}

/** A message that everybody in the channel sees; ephemeral ones have no place in its history. */
export function findMessage({ messages }: Channel, ts: string | undefined): PostedMessage | undefined {
  return messages.find((message) => message.ts === ts && !message.ephemeralTo);
}

/**
 * A message as the Web API and the requests to the app show it.
 * @see https://docs.slack.dev/reference/methods/conversations.history
 */
export function describeMessage(
  workspace: Workspace,
  channel: Channel,
  message: PostedMessage,
  withMetadata = false,
): Record<string, unknown> {
  const { app, team } = workspace;
  const { ts, threadTs, user, text, blocks, editedAt, metadata } = message;
  const replies = channel.messages.filter((one) => one.threadTs === ts && !one.ephemeralTo);
  const files = message.files.flatMap((id) => workspace.files.get(id) ?? []);
  return {
    type: 'message',
    user,
    ts,
    text,
    team: team.id,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(user === app.userId
      ? {
          bot_id: app.botId,
          app_id: app.id,
          bot_profile: { id: app.botId, app_id: app.id, name: app.name, deleted: false, team_id: team.id },
        }
      : {}),
    ...(threadTs ? { thread_ts: threadTs, parent_user_id: findMessage(channel, threadTs)?.user } : {}),
    ...(replies.length > 0
      ? {
          thread_ts: ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.user))],
          latest_reply: replies.at(-1)?.ts,
        }
      : {}),
    ...(editedAt ? { edited: { user, ts: editedAt } } : {}),
    ...(files.length > 0
      ? { files: files.map(({ id, name, title, mimeType }) => ({ id, name, title, mimetype: mimeType })) }
      : {}),
    ...(metadata && withMetadata ? { metadata } : {}),
  };
}
