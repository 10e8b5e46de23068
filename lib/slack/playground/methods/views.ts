import type { View } from '@slack/types';
import { isRefusal, type Refusal, refuse, refuseArguments, type Success, succeed } from '../answers.ts';
import { type Arguments, isRecord, readStructure, readText } from '../arguments.ts';
import { checkView } from '../check-blocks.ts';
import { type Api, type Method, refuseScope, tiers } from '../method.ts';
import { describeView, findTrigger, openModal, publishHome, pushModal, replaceView } from '../modals.ts';
import type { StoredView, Workspace } from '../workspace.ts';

/** 250 kB: https://docs.slack.dev/reference/methods/views.open */
const largestView = 250_000;

const open: Method = {
  token: 'bot',
  limit: tiers.four,
  run(api, args) {
    const opening = readOpening(api, args);
    if (isRefusal(opening)) return opening;
    const { view, trigger } = opening;
    trigger.isUsed = true;
    return show(api.workspace, openModal(api.workspace, trigger, view));
  },
};

const push: Method = {
  token: 'bot',
  limit: tiers.four,
  run(api, args) {
    const opening = readOpening(api, args);
    if (isRefusal(opening)) return opening;
    const { view, trigger } = opening;
    const pushed = pushModal(api.workspace, trigger.user, view);
    if (isRefusal(pushed)) return pushed;
    trigger.isUsed = true;
    return show(api.workspace, pushed);
  },
};

/** A view that may be shown, and the trigger that lets it be, not used yet. */
function readOpening(api: Api, args: Arguments) {
  const { workspace } = api;
  const view = readView(api, args, ['modal']);
  if (isRefusal(view)) return view;
  const trigger = findTrigger(workspace, readText(args, 'trigger_id'));
  if (isRefusal(trigger)) return trigger;
  return isNameTaken(workspace, view) ? refuse('duplicate_external_id') : { view, trigger };
}

/** https://docs.slack.dev/reference/methods/views.update */
const update: Method = {
  token: 'bot',
  limit: tiers.four,
  run(api, args) {
    const { workspace } = api;
    const view = readView(api, args, ['modal', 'home']);
    if (isRefusal(view)) return view;
    const [id, externalId] = [readText(args, 'view_id'), readText(args, 'external_id')];
    const stored = id
      ? workspace.views.get(id)
      : [...workspace.views.values()].find((one) => externalId && one.view.external_id === externalId);
    if (!stored) return refuse('not_found');
    if (isStale(args, stored)) return refuse('hash_conflict');
    if (isNameTaken(workspace, view, stored)) return refuse('duplicate_external_id');
    replaceView(workspace, stored, view);
    return show(workspace, stored);
  },
};

/** https://docs.slack.dev/reference/methods/views.publish */
const publish: Method = {
  token: 'bot',
  limit: tiers.four,
  run(api, args) {
    const { workspace } = api;
    const view = readView(api, args, ['home']);
    if (isRefusal(view)) return view;
    const user = readText(args, 'user_id');
    if (!user || !workspace.users.has(user)) return refuse('user_not_found');
    const stored = workspace.views.get(workspace.homes.get(user) ?? '');
    if (stored && isStale(args, stored)) return refuse('hash_conflict');
    return show(workspace, publishHome(workspace, user, view));
  },
};

function readView(api: Api, args: Arguments, kinds: readonly ('modal' | 'home')[]): View | Refusal {
  const given = readStructure(args, 'view');
  if (!given) return refuseArguments(['missing required field: view [json-pointer:/view]']);
  if (given === 'malformed') return refuseArguments(['must provide an object [json-pointer:/view]']);
  const mistakes = checkView(given.value, kinds);
  if (mistakes.length > 0) return refuseArguments(mistakes);
  // https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
  if (!api.scopes.has('files:read') && hasFileInput(given.value)) return refuseScope(api, ['files:read']);
  const isTooLarge = Buffer.byteLength(JSON.stringify(given.value)) > largestView;
  return isTooLarge ? refuse('view_too_large') : (given.value as View);
}

function hasFileInput(view: unknown): boolean {
  const blocks = isRecord(view) && Array.isArray(view.blocks) ? view.blocks.filter(isRecord) : [];
  return blocks.some(({ element }) => isRecord(element) && element.type === 'file_input');
}

/** Whether the app saw an older state of the view than there is: https://docs.slack.dev/surfaces/modals */
function isStale(args: Arguments, stored: StoredView): boolean {
  const hash = readText(args, 'hash');
  return hash !== undefined && hash !== stored.hash;
}

/** An `external_id` names one view of the workspace. */
function isNameTaken(workspace: Workspace, { external_id: name }: View, self?: StoredView): boolean {
  return [...workspace.views.values()].some((one) => name && one !== self && one.view.external_id === name);
}

function show(workspace: Workspace, stored: StoredView): Success {
  return succeed({ view: describeView(workspace, stored) });
}

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
