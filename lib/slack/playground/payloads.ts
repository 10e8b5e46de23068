import { verificationToken } from './events.ts';
import { describeMessage } from './messages.ts';
import { describeView } from './modals.ts';
import type { PlaygroundUser } from './protocol.ts';
import type { Values } from './view-values.ts';
import type { Channel, PostedMessage, StoredView, Workspace } from './workspace.ts';

type Payload = Record<string, unknown>;

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export function describeCommand(
  { app, team }: Workspace,
  user: PlaygroundUser,
  channel: Channel,
  use: { command: string; text: string; responseUrl: string; triggerId: string },
): Payload {
  const names = { public: channel.name, private: 'privategroup', direct: 'directmessage' };
  return {
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: names[channel.kind],
    user_id: user.id,
    user_name: user.name,
    command: use.command,
    text: use.text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: use.responseUrl,
    trigger_id: use.triggerId,
  };
}

/** What a use of an element came from: a message, or a view. */
export type ActionPlace =
  | { kind: 'message'; channel: Channel; message: PostedMessage; values: Values; responseUrl: string }
  | { kind: 'view'; view: StoredView };

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload; an ephemeral message itself is not in it. */
export function describeAction(
  workspace: Workspace,
  user: PlaygroundUser,
  place: ActionPlace,
  use: { action: Record<string, unknown>; triggerId: string },
): Payload {
  const common = {
    type: 'block_actions',
    user: { ...describeUser(workspace, user), username: user.name },
    ...describeApp(workspace),
    trigger_id: use.triggerId,
    actions: [use.action],
  };
  if (place.kind === 'view') {
    return {
      ...common,
      container: { type: 'view', view_id: place.view.id },
      view: describeView(workspace, place.view),
    };
  }
  const { channel, message, values, responseUrl } = place;
  const isEphemeral = message.ephemeralTo !== undefined;
  const names = { public: channel.name, private: 'privategroup', direct: 'directmessage' };
  return {
    ...common,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: { id: channel.id, name: names[channel.kind] },
    ...(isEphemeral ? {} : { message: describeMessage(workspace, channel, message) }),
    state: { values },
    response_url: responseUrl,
  };
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function describeSubmission(
  workspace: Workspace,
  user: PlaygroundUser,
  view: StoredView,
  use: { triggerId: string; responseUrls: Payload[] },
): Payload {
  return {
    type: 'view_submission',
    user: { ...describeUser(workspace, user), username: user.name },
    ...describeApp(workspace),
    trigger_id: use.triggerId,
    view: describeView(workspace, view),
    response_urls: use.responseUrls,
  };
}

export function describeClosing(
  workspace: Workspace,
  user: PlaygroundUser,
  view: StoredView,
  isCleared: boolean,
): Payload {
  return {
    type: 'view_closed',
    user: { ...describeUser(workspace, user), username: user.name },
    ...describeApp(workspace),
    view: describeView(workspace, view),
    is_cleared: isCleared,
  };
}

function describeApp({ app, team }: Workspace): Payload {
  return {
    api_app_id: app.id,
    token: verificationToken,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function describeUser({ team }: Workspace, { id, name }: PlaygroundUser): Payload {
  return { id, name, team_id: team.id };
}
