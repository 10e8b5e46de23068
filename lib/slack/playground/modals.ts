import { randomBytes } from 'node:crypto';
import type { View } from '@slack/types';
import { type Refusal, refuse } from './answers.ts';
import { describeFilesIn } from './files.ts';
import { nameBlocks } from './name-blocks.ts';
import { completeValues } from './view-values.ts';
import { type StoredView, type Trigger, touch, type Workspace } from './workspace.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction */
const triggerLife = 3000;
/** https://docs.slack.dev/surfaces/modals */
const highestStack = 3;

/** Lets the app open one modal for a user, for three seconds. */
export function takeTrigger(workspace: Workspace, user: string, channel?: string): string {
  const { triggers, now } = workspace;
  const expiresAt = new Date(now().getTime() + triggerLife);
  const id = `${expiresAt.getTime()}.${triggers.size + 1}.${randomBytes(16).toString('hex')}`;
  triggers.set(id, { user, expiresAt, isUsed: false, ...(channel ? { channel } : {}) });
  return id;
}

/** https://docs.slack.dev/reference/methods/views.open */
export function findTrigger({ triggers, now }: Workspace, id: string | undefined): Trigger | Refusal {
  const trigger = triggers.get(id ?? '');
  if (!trigger) return refuse('invalid_trigger_id');
  if (trigger.isUsed) return refuse('exchanged_trigger_id');
  return now() > trigger.expiresAt ? refuse('expired_trigger_id') : trigger;
}

/** Opens a modal in place of what was open. */
export function openModal(
  workspace: Workspace,
  { user, channel }: Pick<Trigger, 'user' | 'channel'>,
  view: View,
): StoredView {
  for (const id of workspace.modals.get(user) ?? []) workspace.views.delete(id);
  const stored = storeView(workspace, user, chooseConversation(view, channel));
  workspace.modals.set(user, [stored.id]);
  touch(workspace);
  return stored;
}

/** Puts a modal on top of another. */
export function pushModal(workspace: Workspace, user: string, view: View): StoredView | Refusal {
  const stack = workspace.modals.get(user) ?? [];
  const top = workspace.views.get(stack.at(-1) ?? '');
  if (!top) return refuse('not_found');
  if (stack.length >= highestStack) return refuse('push_limit_reached');
  const stored = storeView(workspace, user, view, { rootId: top.rootId, previousId: top.id });
  workspace.modals.set(user, [...stack, stored.id]);
  touch(workspace);
  return stored;
}

/** Replaces what a view shows; what the user wrote into fields that are still there stays. */
export function replaceView(workspace: Workspace, stored: StoredView, view: View): void {
  stored.view = nameView(workspace, view);
  stored.hash = takeHash(workspace);
  stored.values = completeValues(stored.view.blocks, stored.values);
  stored.errors = {};
  stored.isBusy = false;
  touch(workspace);
}

/** Publishes the Home of a user. */
export function publishHome(workspace: Workspace, user: string, view: View): StoredView {
  const stored = workspace.views.get(workspace.homes.get(user) ?? '');
  if (stored) {
    replaceView(workspace, stored, view);
    return stored;
  }
  const first = storeView(workspace, user, view);
  workspace.homes.set(user, first.id);
  touch(workspace);
  return first;
}

/** Takes a view off its stack with those above it. @returns what was taken off, the lowest first */
export function closeModal(workspace: Workspace, view: StoredView): StoredView[] {
  const stack = workspace.modals.get(view.user) ?? [];
  const at = stack.indexOf(view.id);
  const closed = at < 0 ? [] : stack.slice(at);
  workspace.modals.set(view.user, at < 0 ? stack : stack.slice(0, at));
  const views = closed.flatMap((id) => workspace.views.get(id) ?? []);
  for (const { id } of views) workspace.views.delete(id);
  touch(workspace);
  return views;
}

/** Takes all the views of a user's stack away. */
export function clearModals(workspace: Workspace, user: string): StoredView[] {
  const root = workspace.views.get(workspace.modals.get(user)?.[0] ?? '');
  return root ? closeModal(workspace, root) : [];
}

/**
 * A view as the Web API and the requests to the app show it.
 * @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
export function describeView(workspace: Workspace, stored: StoredView): Record<string, unknown> {
  const { app, team } = workspace;
  const { id, user, view, hash, rootId, previousId, values } = stored;
  return {
    id,
    team_id: team.id,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    ...(view.type === 'modal' ? { submit: null, close: null } : {}),
    clear_on_close: false,
    notify_on_close: false,
    ...view,
    state: { values: describeFilesIn(workspace, user, values) },
    hash,
    root_view_id: rootId,
    previous_view_id: previousId ?? null,
    app_id: app.id,
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}

function storeView(
  workspace: Workspace,
  user: string,
  view: View,
  place: Partial<Pick<StoredView, 'rootId' | 'previousId'>> = {},
): StoredView {
  const id = workspace.takeId('V');
  const named = nameView(workspace, view);
  const values = completeValues(named.blocks, {});
  const hash = takeHash(workspace);
  const stored = { id, user, rootId: id, ...place, view: named, hash, values, errors: {}, isBusy: false };
  workspace.views.set(id, stored);
  return stored;
}

function nameView(workspace: Workspace, view: View): View {
  return { ...view, blocks: nameBlocks(view.blocks, () => workspace.takeId('b')) };
}

function takeHash(workspace: Workspace): string {
  return `${workspace.takeTs()}.${randomBytes(4).toString('hex')}`;
}

/** A conversation field that begins with the current conversation does so here, where it is known. */
function chooseConversation<Value>(value: Value, channel: string | undefined): Value {
  if (!channel || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => chooseConversation(one, channel)) as Value;
  const chosen = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, chooseConversation(one, channel)]));
  return {
    ...(chosen.default_to_current_conversation === true ? { initial_conversation: channel } : {}),
    ...chosen,
  } as Value;
}
