import { isRecord } from './arguments.ts';
import { describeUse } from './chosen.ts';
import { takeTrigger } from './modals.ts';
import { findElement } from './name-blocks.ts';
import { type ActionPlace, describeAction } from './payloads.ts';
import type { Deed, DeedAnswer, PlaygroundUser } from './protocol.ts';
import { takeResponsePath } from './respond.ts';
import { done, forbid, type Stage } from './stage.ts';
import { completeValues, type Values } from './view-values.ts';
import { type Channel, touch } from './workspace.ts';

type ActionDeed = Extract<Deed, { kind: 'action' }>;

/** Uses an element of a message, a modal or the Home: https://docs.slack.dev/interactivity/handling-user-interaction */
export async function takeAction(stage: Stage, user: PlaygroundUser, deed: ActionDeed): Promise<DeedAnswer> {
  const { workspace } = stage;
  if (!workspace.isInstalled) return forbid('The app is not installed.');
  const place = findPlace(stage, user, deed);
  if (!place) return forbid('What you used is not there any more.');
  const blocks: readonly unknown[] = place.kind === 'view' ? place.view.view.blocks : place.message.blocks;
  const block = blocks.find((one) => isRecord(one) && one.block_id === deed.blockId);
  const element = findElement(block, String(deed.action.action_id));
  const use = element && describeUse(element, deed.action);
  if (!use) return forbid('What you used is not there any more.');
  const values = completeValues(blocks, overlay(deed.values, deed.blockId, use));
  if (place.kind === 'view') {
    place.view.values = values;
    touch(workspace);
  } else {
    place.values = values;
  }
  const action = { ...use, block_id: deed.blockId, action_ts: workspace.takeTs() };
  const channel = place.kind === 'message' ? place.channel.id : undefined;
  const triggerId = takeTrigger(workspace, user.id, channel);
  const payload = describeAction(workspace, user, place, { action, triggerId });
  const answer = await stage.link({ kind: 'interactive', payload });
  return answer.kind === 'acknowledged' ? done : forbid(`${workspace.app.name} did not take it: ${answer.error}.`);
}

function findPlace(stage: Stage, user: PlaygroundUser, { source }: ActionDeed): ActionPlace | undefined {
  const { workspace } = stage;
  if (source.kind === 'message') {
    const channel = workspace.channels.get(source.channel);
    const message = channel?.messages.find(({ ts }) => ts === source.ts);
    if (!channel || !message || !mayUse(channel, user, message.ephemeralTo)) return undefined;
    const path = takeResponsePath(workspace, { user: user.id, channel: channel.id, ts: message.ts });
    return { kind: 'message', channel, message, values: {}, responseUrl: `${workspace.url}${path}` };
  }
  const id = source.kind === 'home' ? workspace.homes.get(user.id) : source.id;
  const view = workspace.views.get(id ?? '');
  return view?.user === user.id ? { kind: 'view', view } : undefined;
}

function mayUse(channel: Channel, { id }: PlaygroundUser, ephemeralTo: string | undefined): boolean {
  return ephemeralTo ? ephemeralTo === id : channel.kind === 'public' || channel.members.has(id);
}

/** What the page says of the fields, and what was just chosen. */
function overlay(values: Values, blockId: string, use: Record<string, unknown>): Values {
  return { ...values, [blockId]: { ...values[blockId], [String(use.action_id)]: use } };
}
