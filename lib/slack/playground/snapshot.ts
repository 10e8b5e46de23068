import type { CommandHint, OpenModal, PlaygroundChannel, PlaygroundMessage, Snapshot } from './protocol.ts';
import type { Channel, PostedMessage, Workspace } from './workspace.ts';

/** What one user sees of the workspace, for the page; `undefined` where there is no such user. */
export function takeSnapshot(
  workspace: Workspace,
  userId: string | undefined,
  about: { command: string; hints: readonly CommandHint[]; hasOwnClock: boolean },
): Snapshot | undefined {
  const { app, team, users } = workspace;
  const [first] = users.keys();
  const me = userId ?? first;
  if (me === undefined || !users.has(me)) return undefined;
  const channels = [...workspace.channels.values()].filter(({ kind, members }) => kind === 'public' || members.has(me));
  const directLast = channels.toSorted((a, b) => Number(a.kind === 'direct') - Number(b.kind === 'direct'));
  const home = workspace.views.get(workspace.homes.get(me) ?? '');
  return {
    team: { id: team.id, name: team.name },
    me,
    users: [...users.values()],
    app: {
      userId: app.userId,
      name: app.name,
      command: about.command,
      installed: workspace.isInstalled,
      hints: [...about.hints],
    },
    channels: directLast.map((channel) => showChannel(workspace, channel)),
    messages: Object.fromEntries(directLast.map((channel) => [channel.id, showMessages(workspace, channel, me)])),
    ...(home ? { home: home.view } : {}),
    modals: (workspace.modals.get(me) ?? []).flatMap((id) => showModal(workspace, id)),
    ...(about.hasOwnClock ? { clock: { now: workspace.now().toISOString() } } : {}),
  };
}

function showChannel({ app }: Workspace, { id, name, kind, isArchived, members }: Channel): PlaygroundChannel {
  const people = [...members].filter((one) => one !== app.userId);
  return { id, name, kind, isArchived, members: people, hasApp: members.has(app.userId) };
}

function showMessages(workspace: Workspace, { messages }: Channel, me: string): PlaygroundMessage[] {
  return messages
    .filter(({ ephemeralTo }) => ephemeralTo === undefined || ephemeralTo === me)
    .map((message) => showMessage(workspace, message));
}

function showMessage(workspace: Workspace, message: PostedMessage): PlaygroundMessage {
  const { ts, threadTs, user, text, blocks, editedAt, ephemeralTo } = message;
  return {
    ts,
    ...(threadTs ? { threadTs } : {}),
    user,
    text,
    blocks,
    ...(editedAt ? { isEdited: true as const } : {}),
    ...(ephemeralTo ? { ephemeralTo } : {}),
    files: message.files
      .flatMap((id) => workspace.files.get(id) ?? [])
      .map(({ id, title, altText, mimeType }) => ({ id, title, altText, mimeType, url: `/files/${id}` })),
  };
}

function showModal({ views }: Workspace, id: string): OpenModal[] {
  const stored = views.get(id);
  if (!stored) return [];
  const { view, errors, isBusy } = stored;
  return [{ id, view, errors, isBusy }];
}
