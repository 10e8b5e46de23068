import { isRefusal, type MethodAnswer, refuse, succeed } from '../answers.ts';
import { type Arguments, readCount, readFlag, readList, readText } from '../arguments.ts';
import { describeMessage, findMessage } from '../messages.ts';
import { type Api, findChannel, type Method, refuseScope, takePart, tiers } from '../method.ts';
import { type Channel, isSeenByApp, openDirect, type PostedMessage, touch, type Workspace } from '../workspace.ts';

/** Channel types of the API, with the scope that shows them: https://docs.slack.dev/reference/methods/conversations.list */
const types: Readonly<Record<string, { kind?: Channel['kind']; scope: string }>> = {
  public_channel: { kind: 'public', scope: 'channels:read' },
  private_channel: { kind: 'private', scope: 'groups:read' },
  im: { kind: 'direct', scope: 'im:read' },
  /** There are none here. */
  mpim: { scope: 'mpim:read' },
};

const info: Method = {
  token: 'bot',
  limit: tiers.three,
  run(api, args) {
    const channel = findChannel(api, readText(args, 'channel'), 'read');
    if (isRefusal(channel)) return channel;
    const described = describeChannel(api.workspace, channel);
    return succeed({
      channel: readFlag(args, 'include_num_members') ? { ...described, num_members: channel.members.size } : described,
    });
  },
};

const list: Method = {
  token: 'bot',
  limit: tiers.two,
  run: (api, args) => listChannels(api, args, (channel) => isSeenByApp(api.workspace, channel)),
};

/** https://docs.slack.dev/reference/methods/users.conversations: of another's channels, those that the app shares or that are public. */
const ofUser: Method = {
  token: 'bot',
  limit: tiers.three,
  run(api, args) {
    const { workspace } = api;
    const user = readText(args, 'user') ?? workspace.app.userId;
    if (user !== workspace.app.userId && !workspace.users.has(user)) return refuse('user_not_found');
    return listChannels(api, args, (channel) => isSeenByApp(workspace, channel) && channel.members.has(user));
  },
};

function listChannels(api: Api, args: Arguments, isWanted: (channel: Channel) => boolean): MethodAnswer {
  const { workspace } = api;
  const names = readText(args, 'types') ? readList(args, 'types') : ['public_channel'];
  const chosen = names.flatMap((name) => types[name] ?? []);
  if (chosen.length < names.length) return refuse('invalid_types');
  const missing = chosen.map(({ scope }) => scope).filter((scope) => !api.scopes.has(scope));
  if (missing.length > 0) return refuseScope(api, missing);
  const kinds = new Set(chosen.map(({ kind }) => kind));
  const hidesArchived = readFlag(args, 'exclude_archived');
  const channels = [...workspace.channels.values()].filter(
    (channel) => kinds.has(channel.kind) && isWanted(channel) && !(hidesArchived && channel.isArchived),
  );
  const part = takePart(channels, readText(args, 'cursor'), readCount(args, 'limit', 100, 1000));
  if (isRefusal(part)) return part;
  const { items, response_metadata } = part;
  return succeed({ channels: items.map((channel) => describeChannel(workspace, channel)), response_metadata });
}

const members: Method = {
  token: 'bot',
  limit: tiers.four,
  run(api, args) {
    const channel = findChannel(api, readText(args, 'channel'), 'read');
    if (isRefusal(channel)) return channel;
    const part = takePart([...channel.members], readText(args, 'cursor'), readCount(args, 'limit', 100, 1000));
    if (isRefusal(part)) return part;
    return succeed({ members: part.items, response_metadata: part.response_metadata });
  },
};

/** https://docs.slack.dev/reference/methods/conversations.history: newest first, without replies. */
const history: Method = {
  token: 'bot',
  limit: tiers.three,
  run(api, args) {
    const channel = findChannel(api, readText(args, 'channel'), 'history');
    if (isRefusal(channel)) return channel;
    if (!channel.members.has(api.workspace.app.userId)) return refuse('not_in_channel');
    const { messages } = channel;
    return listMessages(api, args, channel, messages.filter(({ threadTs }) => !threadTs).toReversed());
  },
};

/** https://docs.slack.dev/reference/methods/conversations.replies: the parent, then the replies, oldest first. */
const replies: Method = {
  token: 'bot',
  limit: tiers.three,
  run(api, args) {
    const channel = findChannel(api, readText(args, 'channel'), 'history');
    if (isRefusal(channel)) return channel;
    if (!channel.members.has(api.workspace.app.userId)) return refuse('not_in_channel');
    const parent = findMessage(channel, readText(args, 'ts'));
    if (!parent) return refuse('thread_not_found');
    const ts = parent.threadTs ?? parent.ts;
    const thread = channel.messages.filter((message) => message.ts === ts || message.threadTs === ts);
    return listMessages(api, args, channel, thread);
  },
};

function listMessages(api: Api, args: Arguments, channel: Channel, messages: readonly PostedMessage[]): MethodAnswer {
  const oldest = Number(readText(args, 'oldest') ?? 0);
  const latest = Number(readText(args, 'latest') ?? Number.MAX_SAFE_INTEGER);
  const inclusive = readFlag(args, 'inclusive');
  const within = messages.filter(({ ts, ephemeralTo }) => {
    const at = Number(ts);
    return !ephemeralTo && (inclusive ? at >= oldest && at <= latest : at > oldest && at < latest);
  });
  const part = takePart(within, readText(args, 'cursor'), readCount(args, 'limit', 100, 999));
  if (isRefusal(part)) return part;
  const { items, response_metadata } = part;
  const withMetadata = readFlag(args, 'include_all_metadata');
  const hasMore = response_metadata.next_cursor !== '';
  return succeed({
    messages: items.map((message) => describeMessage(api.workspace, channel, message, withMetadata)),
    has_more: hasMore,
    ...(hasMore ? { response_metadata } : {}),
  });
}

/** https://docs.slack.dev/reference/methods/conversations.open */
const open: Method = {
  token: 'bot',
  scopes: ['im:write'],
  limit: tiers.three,
  run({ workspace }, args) {
    const [user, ...more] = readList(args, 'users');
    if (!user) return refuse('users_list_not_supplied');
    if (more.length > 0 || !workspace.users.has(user)) return refuse('user_not_found');
    const channel = openDirect(workspace, user);
    const described = describeChannel(workspace, channel);
    return succeed({ channel: readFlag(args, 'return_im') ? described : { id: channel.id } });
  },
};

/** https://docs.slack.dev/reference/methods/conversations.join */
const join: Method = {
  token: 'bot',
  scopes: ['channels:join'],
  limit: tiers.three,
  run(api, args) {
    const { workspace } = api;
    const channel = findChannel(api, readText(args, 'channel'));
    if (isRefusal(channel)) return channel;
    if (channel.kind !== 'public') return refuse('method_not_supported_for_channel_type');
    if (channel.isArchived) return refuse('is_archived');
    channel.members.add(workspace.app.userId);
    touch(workspace);
    return succeed({ channel: describeChannel(workspace, channel) });
  },
};

/** https://docs.slack.dev/reference/objects/conversation-object */
function describeChannel({ app, team }: Workspace, channel: Channel): Record<string, unknown> {
  const { id, name, kind, isArchived, createdAt, creator } = channel;
  const created = Math.floor(createdAt.getTime() / 1000);
  const isPrivate = kind !== 'public';
  if (kind === 'direct') {
    const user = [...channel.members].find((one) => one !== app.userId);
    return { id, created, is_im: true, is_archived: false, is_private: true, is_org_shared: false, user };
  }
  return {
    id,
    name,
    name_normalized: name,
    created,
    creator,
    context_team_id: team.id,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: isPrivate,
    is_archived: isArchived,
    is_general: name === 'general',
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_member: channel.members.has(app.userId),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.info': info,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.open': open,
  'conversations.join': join,
  'users.conversations': ofUser,
};
