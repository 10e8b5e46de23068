import { doMembership, install, uninstall } from './membership.ts';
import { postMessage } from './messages.ts';
import { describeView } from './modals.ts';
import type { Deed, DeedAnswer, PlaygroundUser } from './protocol.ts';
import { sendCommand } from './send-command.ts';
import { done, forbid, type Stage, tellDelivery } from './stage.ts';
import { closeView, submitView } from './submit-view.ts';
import { takeAction } from './take-action.ts';
import { openDirect, touch } from './workspace.ts';

/** Does what a user does in Slack, and waits until the app has acknowledged it. */
export async function perform(stage: Stage, userId: string, deed: Deed): Promise<DeedAnswer> {
  const { workspace } = stage;
  const user = workspace.users.get(userId);
  if (!user) return forbid(`There is no user ${userId}.`);
  switch (deed.kind) {
    case 'command':
      return sendCommand(stage, user, deed);
    case 'say':
      return say(stage, user, deed);
    case 'action':
      return takeAction(stage, user, deed);
    case 'submit':
      return submitView(stage, user, deed);
    case 'close':
      return closeView(stage, user, deed.modal);
    case 'open-home':
      return openHome(stage, user);
    case 'membership':
      return doMembership(stage, user, deed);
    case 'uninstall':
      return uninstall(stage, user);
    case 'install':
      return install(stage, user);
    case 'advance':
      return advance(stage, deed.minutes);
  }
}

function say({ workspace }: Stage, user: PlaygroundUser, deed: Extract<Deed, { kind: 'say' }>): DeedAnswer {
  const channel = workspace.channels.get(deed.channel);
  if (!channel?.members.has(user.id)) return forbid('Only members of a channel can write there.');
  // The app's manifest says so: `messages_tab_read_only_enabled`.
  if (channel.kind === 'direct') return forbid('Sending messages to this app has been turned off.');
  if (channel.isArchived) return forbid('The channel is archived.');
  if (deed.text.trim() === '') return forbid('A message says something.');
  postMessage(workspace, channel, { user: user.id, text: deed.text, blocks: [] });
  return done;
}

/** https://docs.slack.dev/reference/events/app_home_opened */
async function openHome({ workspace, events }: Stage, user: PlaygroundUser): Promise<DeedAnswer> {
  if (!workspace.isInstalled) return forbid('The app is not installed.');
  const stored = workspace.views.get(workspace.homes.get(user.id) ?? '');
  const { first } = events.send({
    type: 'app_home_opened',
    user: user.id,
    channel: openDirect(workspace, user.id).id,
    tab: 'home',
    ...(stored ? { view: describeView(workspace, stored) } : {}),
  });
  return tellDelivery(await first);
}

async function advance({ workspace, advance: move }: Stage, minutes: number): Promise<DeedAnswer> {
  if (!move) return forbid("The clock is the machine's own.");
  if (!(minutes > 0)) return forbid('The clock goes forward only.');
  await move(minutes);
  touch(workspace);
  return done;
}
