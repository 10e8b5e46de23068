import type { SlackEvent } from './events.ts';
import type { Deed, DeedAnswer, PlaygroundUser } from './protocol.ts';
import { done, forbid, type Stage, tellDelivery } from './stage.ts';
import { type Channel, isSeenByApp, touch, type Workspace } from './workspace.ts';

type MembershipDeed = Extract<Deed, { kind: 'membership' }>;

/** Who is in a channel, and whether there is one: what a user changes, and the event that tells the app. */
export async function doMembership(stage: Stage, user: PlaygroundUser, deed: MembershipDeed): Promise<DeedAnswer> {
  const { workspace } = stage;
  const channel = workspace.channels.get(deed.channel);
  if (!channel || channel.kind === 'direct') return forbid('There is no such channel.');
  const refusal = judge(workspace, user, channel, deed.deed);
  if (refusal) return forbid(refusal);
  const event = change(workspace, user, channel, deed.deed);
  touch(workspace);
  return event ? tellDelivery(await stage.events.send(event).first) : done;
}

/** Why a user may not, in words. */
function judge(
  { app, isInstalled }: Workspace,
  user: PlaygroundUser,
  channel: Channel,
  deed: MembershipDeed['deed'],
): string | undefined {
  const { members } = channel;
  if (channel.isArchived && deed !== 'delete' && deed !== 'unarchive') return 'The channel is archived.';
  switch (deed) {
    case 'join':
      if (members.has(user.id)) return 'You are in this channel.';
      return channel.kind === 'public' ? undefined : 'Somebody must invite you to a private channel.';
    case 'leave':
      return members.has(user.id) ? undefined : 'You are not in this channel.';
    case 'invite-app':
      if (!isInstalled) return 'The app is not installed.';
      if (members.has(app.userId)) return `${app.name} is in this channel.`;
      return members.has(user.id) ? undefined : 'Only members of a channel can add apps.';
    case 'remove-app':
      if (!members.has(app.userId)) return `${app.name} is not in this channel.`;
      return members.has(user.id) ? undefined : 'Only members of a channel can remove apps.';
    case 'archive':
      return members.has(user.id) ? undefined : 'Only members of a channel can archive it.';
    case 'unarchive':
      if (!channel.isArchived) return 'The channel is not archived.';
      return members.has(user.id) ? undefined : 'Only members of a channel can take it out of the archive.';
    case 'delete':
      return user.isAdmin ? undefined : 'Only admins can delete channels.';
  }
}

/**
 * Does it, and gives the event that the app gets, if it can see it.
 * @see https://docs.slack.dev/reference/events
 */
function change(
  workspace: Workspace,
  user: PlaygroundUser,
  channel: Channel,
  deed: MembershipDeed['deed'],
): SlackEvent | undefined {
  const { app, team } = workspace;
  const { id, members } = channel;
  const isPublic = channel.kind === 'public';
  const letter = isPublic ? 'C' : 'G';
  const seen = isSeenByApp(workspace, channel);
  const member = { channel: id, channel_type: letter, team: team.id };
  switch (deed) {
    case 'join':
      members.add(user.id);
      return members.has(app.userId) ? { type: 'member_joined_channel', user: user.id, ...member } : undefined;
    case 'leave':
      members.delete(user.id);
      return members.has(app.userId) ? { type: 'member_left_channel', user: user.id, ...member } : undefined;
    case 'invite-app':
      members.add(app.userId);
      return { type: 'member_joined_channel', user: app.userId, ...member, inviter: user.id };
    case 'remove-app':
      members.delete(app.userId);
      return { type: isPublic ? 'channel_left' : 'group_left', channel: id, actor_id: user.id };
    case 'archive':
      channel.isArchived = true;
      return seen
        ? { type: isPublic ? 'channel_archive' : 'group_archive', channel: id, user: user.id, is_moved: 0 }
        : undefined;
    case 'unarchive':
      channel.isArchived = false;
      return seen
        ? { type: isPublic ? 'channel_unarchive' : 'group_unarchive', channel: id, user: user.id }
        : undefined;
    case 'delete':
      workspace.channels.delete(id);
      return seen
        ? { type: isPublic ? 'channel_deleted' : 'group_deleted', channel: id, actor_id: user.id }
        : undefined;
  }
}

/** Takes the app out of the workspace; Slack names no order of the two events: https://docs.slack.dev/reference/events/app_uninstalled */
export async function uninstall({ workspace, events }: Stage, user: PlaygroundUser): Promise<DeedAnswer> {
  const { app } = workspace;
  if (!user.isAdmin) return forbid('Only admins can remove apps.');
  if (!workspace.isInstalled) return forbid('The app is not installed.');
  workspace.isInstalled = false;
  for (const { kind, members } of workspace.channels.values()) if (kind !== 'direct') members.delete(app.userId);
  workspace.views.clear();
  workspace.modals.clear();
  workspace.homes.clear();
  touch(workspace);
  const revoked = events.send({ type: 'tokens_revoked', tokens: { oauth: [], bot: [app.userId] } });
  const uninstalled = events.send({ type: 'app_uninstalled' });
  const answers = await Promise.all([revoked.first, uninstalled.first]);
  return answers.map(tellDelivery).find(({ ok }) => !ok) ?? done;
}

/** Puts it back; it is in no channel until somebody invites it. */
export function install({ workspace }: Stage, user: PlaygroundUser): DeedAnswer {
  if (!user.isAdmin) return forbid('Only admins can add apps.');
  workspace.isInstalled = true;
  touch(workspace);
  return done;
}
