import { isRefusal } from './answers.ts';
import { isRecord, readText } from './arguments.ts';
import { postMessage } from './messages.ts';
import { takeTrigger } from './modals.ts';
import { describeCommand } from './payloads.ts';
import type { Deed, DeedAnswer, PlaygroundUser } from './protocol.ts';
import { respond, takeResponsePath } from './respond.ts';
import { done, forbid, type Stage } from './stage.ts';
import { type Channel, slackbot } from './workspace.ts';

/**
 * Sends a slash command. What the app acknowledges it with is a message; where it does not acknowledge it, Slackbot says so.
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export async function sendCommand(
  stage: Stage,
  user: PlaygroundUser,
  deed: Extract<Deed, { kind: 'command' }>,
): Promise<DeedAnswer> {
  const { workspace, command } = stage;
  const channel = workspace.channels.get(deed.channel);
  if (!channel?.members.has(user.id)) return forbid('Commands work in channels that you are in.');
  if (channel.isArchived) return forbid('The channel is archived.');
  if (!workspace.isInstalled) return fail(stage, user, channel, `${command} is not a valid command`);
  const place = { user: user.id, channel: channel.id };
  const path = takeResponsePath(workspace, place);
  const payload = describeCommand(workspace, user, channel, {
    command,
    text: deed.text.trim(),
    responseUrl: `${workspace.url}${path}`,
    triggerId: takeTrigger(workspace, user.id, channel.id),
  });
  const answer = await stage.link({ kind: 'command', payload });
  if (answer.kind === 'failed') {
    return fail(stage, user, channel, `${command} failed with the error "${answer.error}"`);
  }
  const message = typeof answer.body === 'string' ? { text: answer.body } : answer.body;
  if (!isRecord(message) || (!message.text && !message.blocks)) return done;
  if (readText(message, 'response_type') === 'in_channel') {
    postMessage(workspace, channel, { user: user.id, text: `${command} ${deed.text}`.trim(), blocks: [] });
  }
  const said = respond(workspace, place, message);
  return isRefusal(said)
    ? fail(stage, user, channel, `${command} failed with the error "invalid_command_response"`, said.response_metadata)
    : done;
}

/** Slackbot tells the user alone. */
function fail(
  { workspace }: Stage,
  user: PlaygroundUser,
  channel: Channel,
  text: string,
  details?: { messages: string[] },
): DeedAnswer {
  postMessage(workspace, channel, { user: slackbot, text, blocks: [], ephemeralTo: user.id });
  return forbid([text, ...(details?.messages ?? [])].join('\n'));
}
