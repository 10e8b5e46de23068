import type { View } from '@slack/types';
import { isRefusal } from './answers.ts';
import { isRecord } from './arguments.ts';
import { checkView } from './check-blocks.ts';
import { clearModals, closeModal, pushModal, replaceView, takeTrigger } from './modals.ts';
import { describeClosing, describeSubmission } from './payloads.ts';
import type { Deed, DeedAnswer, PlaygroundUser } from './protocol.ts';
import { takeResponsePath } from './respond.ts';
import { done, forbid, type Stage } from './stage.ts';
import { checkValues, completeValues } from './view-values.ts';
import { type StoredView, touch, type Workspace } from './workspace.ts';

/** What Slack's clients say whenever a submission failed. */
const trouble = 'We had some trouble connecting. Try again?';

/**
 * Submits a modal, and does with it what the app answers; where fields are wrong it stays open and they say so.
 * @see https://docs.slack.dev/surfaces/modals
 */
export async function submitView(
  stage: Stage,
  user: PlaygroundUser,
  deed: Extract<Deed, { kind: 'submit' }>,
): Promise<DeedAnswer> {
  const { workspace } = stage;
  const view = findTop(workspace, user, deed.modal);
  if (!view) return forbid('This window is not open any more.');
  if (view.isBusy) return forbid('It is being submitted already.');
  view.values = completeValues(view.view.blocks, { ...view.values, ...deed.values });
  const errors = checkValues(view.view.blocks, view.values);
  if (Object.keys(errors).length > 0) return showErrors(workspace, view, errors);
  view.errors = {};
  view.isBusy = true;
  touch(workspace);
  const triggerId = takeTrigger(workspace, user.id);
  const payload = describeSubmission(workspace, user, view, {
    triggerId,
    responseUrls: takeResponseUrls(workspace, view),
  });
  const answer = await stage.link({ kind: 'interactive', payload });
  view.isBusy = false;
  touch(workspace);
  return answer.kind === 'failed' ? forbid(`${trouble} (${answer.error})`) : follow(workspace, view, answer.body);
}

/** Closes a modal, or the whole stack where it asks for that, and tells the app where it wants to know. */
export async function closeView(stage: Stage, user: PlaygroundUser, id: string): Promise<DeedAnswer> {
  const { workspace } = stage;
  const view = findTop(workspace, user, id);
  if (!view) return forbid('This window is not open any more.');
  const isCleared = view.view.type === 'modal' && view.view.clear_on_close === true;
  const closed = isCleared ? clearModals(workspace, user.id) : closeModal(workspace, view);
  for (const one of closed.toReversed()) {
    if (one.view.type !== 'modal' || !one.view.notify_on_close) continue;
    await stage.link({ kind: 'interactive', payload: describeClosing(workspace, user, one, isCleared) });
  }
  return done;
}

/** The modal on top of a user's stack; only that can be used. */
function findTop(workspace: Workspace, user: PlaygroundUser, id: string): StoredView | undefined {
  return workspace.modals.get(user.id)?.at(-1) === id ? workspace.views.get(id) : undefined;
}

/** Does what the app answered: `response_action`, or nothing, which closes the view. */
function follow(workspace: Workspace, view: StoredView, body: unknown): DeedAnswer {
  const response = isRecord(body) ? body : {};
  switch (response.response_action) {
    case undefined:
      closeModal(workspace, view);
      return done;
    case 'clear':
      clearModals(workspace, view.user);
      return done;
    case 'errors':
      return followErrors(workspace, view, response.errors);
    case 'update':
    case 'push':
      return followView(workspace, view, response.response_action, response.view);
    default:
      return forbid(`${trouble} (response_action ${String(response.response_action)})`);
  }
}

function followErrors(workspace: Workspace, view: StoredView, errors: unknown): DeedAnswer {
  const named = isRecord(errors) ? Object.entries(errors) : [];
  const inputs = new Set(view.view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id));
  const strays = named.filter(([blockId, error]) => !inputs.has(blockId) || typeof error !== 'string');
  if (named.length === 0 || strays.length > 0) {
    return forbid(`${trouble} (errors stand at blocks that are no inputs: ${strays.map(([id]) => id).join(', ')})`);
  }
  return showErrors(workspace, view, Object.fromEntries(named.map(([blockId, error]) => [blockId, String(error)])));
}

function followView(workspace: Workspace, view: StoredView, way: 'update' | 'push', next: unknown): DeedAnswer {
  const mistakes = checkView(next, ['modal']);
  if (mistakes.length > 0) return forbid([trouble, ...mistakes].join('\n'));
  if (way === 'update') {
    replaceView(workspace, view, next as View);
    return done;
  }
  const pushed = pushModal(workspace, view.user, next as View);
  return isRefusal(pushed) ? forbid(`${trouble} (${pushed.error})`) : done;
}

function showErrors(workspace: Workspace, view: StoredView, errors: Record<string, string>): DeedAnswer {
  view.errors = errors;
  touch(workspace);
  return forbid(Object.values(errors).join('\n'));
}

/** For each field that asks for it, where to answer in the conversation that was chosen. */
function takeResponseUrls(workspace: Workspace, view: StoredView): Record<string, unknown>[] {
  return view.view.blocks.flatMap((block) => {
    const { block_id: blockId, element } = block as { block_id?: string; element?: unknown };
    if (!blockId || !isRecord(element) || element.response_url_enabled !== true) return [];
    const actionId = String(element.action_id);
    const kept = view.values[blockId]?.[actionId];
    const channel = isRecord(kept) ? (kept.selected_conversation ?? kept.selected_channel) : undefined;
    if (typeof channel !== 'string') return [];
    const path = takeResponsePath(workspace, { user: view.user, channel });
    return [{ block_id: blockId, action_id: actionId, channel_id: channel, response_url: `${workspace.url}${path}` }];
  });
}
