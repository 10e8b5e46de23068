import { isRefusal, type MethodAnswer, type Refusal, refuse, succeed } from '../answers.ts';
import { type Arguments, readText } from '../arguments.ts';
import { deleteMessage, describeMessage, editMessage, findMessage, postMessage } from '../messages.ts';
import { type Api, findChannel, type Method, tiers } from '../method.ts';
import { readMessage } from '../read-message.ts';
import { type Channel, openDirect, type PostedMessage } from '../workspace.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage */
const post: Method = {
  token: 'bot',
  scopes: ['chat:write'],
  limit: 'as-messages',
  run(api, args) {
    const { workspace } = api;
    const channel = findOpenChannel(api, args);
    if (isRefusal(channel)) return channel;
    const content = readMessage(workspace, args);
    if (isRefusal(content)) return content;
    const { text = '', blocks = [], metadata } = content;
    if (!text && blocks.length === 0) return refuse('no_text');
    const threadTs = readText(args, 'thread_ts');
    const parent = threadTs ? findMessage(channel, threadTs) : undefined;
    if (threadTs && !parent) return refuse('thread_not_found');
    const message = postMessage(workspace, channel, {
      user: workspace.app.userId,
      text,
      blocks,
      // A reply to a reply goes to the thread that it stands in.
      ...(parent ? { threadTs: parent.threadTs ?? parent.ts } : {}),
      ...(metadata ? { metadata } : {}),
    });
    return succeed({ channel: channel.id, ts: message.ts, message: describeMessage(workspace, channel, message) });
  },
};

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
const postEphemeral: Method = {
  token: 'bot',
  scopes: ['chat:write'],
  limit: tiers.four,
  run(api, args) {
    const { workspace } = api;
    const channel = findOpenChannel(api, args);
    if (isRefusal(channel)) return channel;
    const user = readText(args, 'user');
    if (!user || !channel.members.has(user)) return refuse('user_not_in_channel');
    const content = readMessage(workspace, args);
    if (isRefusal(content)) return content;
    const { text = '', blocks = [] } = content;
    if (!text && blocks.length === 0) return refuse('no_text');
    const threadTs = readText(args, 'thread_ts');
    const { ts } = postMessage(workspace, channel, {
      user: workspace.app.userId,
      text,
      blocks,
      ephemeralTo: user,
      ...(threadTs ? { threadTs } : {}),
    });
    return succeed({ message_ts: ts });
  },
};

/** https://docs.slack.dev/reference/methods/chat.update: what is not given stays; an empty list takes the blocks away. */
const update: Method = {
  token: 'bot',
  scopes: ['chat:write'],
  limit: tiers.three,
  run(api, args) {
    const { workspace } = api;
    const found = findOwn(api, args, 'cant_update_message');
    if (isRefusal(found)) return found;
    const content = readMessage(workspace, args);
    if (isRefusal(content)) return content;
    if (!content.text && !content.blocks && !content.metadata) return refuse('no_text');
    editMessage(workspace, found.message, content);
    const { id } = found.channel;
    const { ts, text } = found.message;
    return succeed({ channel: id, ts, text, message: describeMessage(workspace, found.channel, found.message) });
  },
};

/** https://docs.slack.dev/reference/methods/chat.delete */
const remove: Method = {
  token: 'bot',
  scopes: ['chat:write'],
  limit: tiers.three,
  run(api, args): MethodAnswer {
    const found = findOwn(api, args, 'cant_delete_message');
    if (isRefusal(found)) return found;
    deleteMessage(api.workspace, found.channel, found.message);
    return succeed({ channel: found.channel.id, ts: found.message.ts });
  },
};

/** Where the app may write; a user's id stands for the direct messages with them. */
function findOpenChannel(api: Api, args: Arguments): Channel | Refusal {
  const { workspace } = api;
  const id = readText(args, 'channel');
  if (id && workspace.users.has(id)) return openDirect(workspace, id);
  const channel = findChannel(api, id);
  if (isRefusal(channel)) return channel;
  if (channel.isArchived) return refuse('is_archived');
  return channel.members.has(workspace.app.userId) ? channel : refuse('not_in_channel');
}

/** A message that the app itself wrote. */
function findOwn(api: Api, args: Arguments, otherwise: string): { channel: Channel; message: PostedMessage } | Refusal {
  const channel = findChannel(api, readText(args, 'channel'));
  if (isRefusal(channel)) return channel;
  const message = findMessage(channel, readText(args, 'ts'));
  if (!message) return refuse('message_not_found');
  if (message.user !== api.workspace.app.userId) return refuse(otherwise);
  return channel.isArchived ? refuse('is_archived') : { channel, message };
}

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': post,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
};
