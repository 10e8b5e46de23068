import type { InputBlock, ModalView } from '@slack/types';
import { test } from 'vitest';
import type { Subscription } from '../../../lib/digest/subscription.ts';
import { createSubscription, type SubscriptionWish } from '../../../lib/jobs/subscribe.ts';
import { createReviewers, openFetch } from '../../../lib/runtime/local.ts';
import { createClient } from '../../../lib/slack/client.ts';
import { createDirectory } from '../../../lib/slack/directory.ts';
import type { Modal, Submission } from '../../../lib/slack/modal.ts';
import { collectValues, type Values } from '../../../lib/slack/modals/values.ts';
import { checkMessageBlocks, checkView } from '../../../lib/slack/playground/check-blocks.ts';
import { createPlayground, type Playground } from '../../../lib/slack/playground/server.ts';
import { botScopes } from '../../../lib/slack/scopes.ts';
import type { SlackServices } from '../../../lib/slack/services.ts';
import type { Asker } from '../../../lib/slack/task.ts';
import { createSqliteStore } from '../../../lib/store/sqlite/store.ts';
import { morning } from '../../fixtures/builders.ts';

/** Ada administers the workspace, Ben and Ada are in C1; Cleo is in C2 alone, where the app is not. */
export const ada = 'UADA';
export const ben = 'UBEN';
export const cleo = 'UCLEO';
export const here = 'C1';
export const elsewhere = 'C2';
export const secret = 'C3';

const token = 'xoxb-modals';

function openPlayground(scopes: readonly string[]): Promise<Playground> {
  const person = (id: string, timezone: string, isAdmin = false) => ({ id, name: id, realName: id, isAdmin, timezone });
  return createPlayground({
    port: 0,
    now: () => morning,
    botToken: token,
    appToken: 'xapp-modals',
    signingSecret: 'secret',
    scopes,
    users: [person(ada, 'Europe/London', true), person(ben, 'America/Sao_Paulo'), person(cleo, 'Asia/Tokyo')],
    channels: [
      { id: here, name: 'here', kind: 'public', members: [ada, ben], hasApp: true },
      { id: elsewhere, name: 'elsewhere', kind: 'public', members: [ben, cleo], hasApp: false },
      { id: secret, name: 'secret', kind: 'private', members: [ben], hasApp: true },
    ],
  });
}

function openServices(
  { apiUrl, workspace }: Playground,
  services: Pick<SlackServices, 'store' | 'fetch'>,
): SlackServices {
  const client = async () => createClient(token, { slackApiUrl: apiUrl });
  const now = () => workspace.now();
  return {
    ...services,
    now,
    allowPrivate: false,
    openReviewer: createReviewers(),
    directory: createDirectory({ client, now }),
    client,
    dispatch: async () => undefined,
    log: () => undefined,
  };
}

interface Fixture {
  slack: Playground;
  services: SlackServices;
  /** As where an admin took `files:read` out. */
  withoutFiles: SlackServices;
  /** Who asks, in the channel that the app is in. */
  asker: (user: string) => Asker;
  /** Subscribes that channel as Ben. */
  subscribe: (wish?: Partial<SubscriptionWish>) => Promise<Subscription>;
}

/** Each case with a store, a workspace over HTTP, and the app's services between them. */
export const it = test.extend<Fixture>({
  slack: async ({ task: _task }, use) => {
    const slack = await openPlayground(botScopes);
    await use(slack);
    await slack.close();
  },
  services: async ({ slack }, use) => {
    const store = createSqliteStore(':memory:');
    const { fetch, close } = openFetch({ allowPrivate: false, contact: '' });
    await use(openServices(slack, { store, fetch }));
    await close();
    store.close();
  },
  withoutFiles: async ({ services }, use) => {
    const slack = await openPlayground(botScopes.filter((scope) => scope !== 'files:read'));
    await use(openServices(slack, services));
    await slack.close();
  },
  asker: async ({ slack }, use) => use((user) => ({ team: slack.workspace.team.id, channel: here, user })),
  subscribe: async ({ services, asker }, use) =>
    use((wish = {}) =>
      createSubscription(services, asker(ben), {
        channel: here,
        query: 'topic:outage',
        cadence: 'daily',
        at: '08:30',
        timezone: 'UTC',
        budget: 6,
        muted: [],
        ...wish,
      }),
    ),
});

/** Opens a modal, and makes sure that Slack would take it. */
export async function open(
  modal: Modal,
  { asker, action, value = '' }: { asker: Asker; action: string; value?: string },
  services: SlackServices,
): Promise<ModalView> {
  const view = await modal.open({ asker, action, value }, services);
  refuseMistakes(view);
  return view;
}

export function refuseMistakes(view: unknown): void {
  const mistakes = checkView(view, ['modal']);
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
}

/** What somebody fills in, by the name of the field; the rest stays as it is. */
export type Entries = Record<string, string | readonly string[]>;

/** The modal as Slack would send it, filled in. */
export function fillIn(view: ModalView, asker: Asker, entries: Entries = {}): Submission {
  const typed: Values = {};
  for (const [name, entry] of Object.entries(entries)) typed[name] = { [name]: enter(findField(view, name), entry) };
  return {
    asker,
    viewId: 'V1',
    metadata: view.private_metadata ?? '',
    values: collectValues(view.blocks, typed),
  };
}

export function findField(view: ModalView, name: string): InputBlock['element'] {
  const block = view.blocks.find((one) => 'block_id' in one && one.block_id === name);
  if (block?.type !== 'input' || !('element' in block))
    throw new Error(`the modal has no field ${name}: ${listFields(view).join(', ')}`);
  return block.element;
}

export function listFields(view: ModalView): string[] {
  return view.blocks.flatMap((block) => (block.type === 'input' ? (block.block_id ?? '') : []));
}

function enter(element: InputBlock['element'], entry: string | readonly string[]): Values[string][string] {
  const { type } = element;
  const one = String(entry);
  const many = [entry].flat();
  const option = (value: string) => {
    const options = 'options' in element ? (element.options ?? []) : [];
    const found = options.find((choice) => choice.value === value);
    if (!found) throw new Error(`there is no option ${value}: ${options.map((choice) => choice.value).join(', ')}`);
    return { text: { type: 'plain_text' as const, text: found.text.text }, value };
  };
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: option(one) };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: many.map(option) };
    case 'timepicker':
      return { type, selected_time: one };
    case 'conversations_select':
      return { type, selected_conversation: one };
    case 'multi_users_select':
      return { type, selected_users: many };
    default:
      return { type, value: one || null };
  }
}

/** Submits a modal that has no errors, and makes sure that Slack would take the answer. @returns its words */
export async function submit(modal: Modal, submission: Submission, services: SlackServices): Promise<string> {
  const errors = await modal.check(submission, services);
  if (Object.keys(errors).length > 0) throw new Error(`refused: ${JSON.stringify(errors)}`);
  const told = await modal.submit(submission, services);
  const mistakes = told ? checkMessageBlocks(told.blocks) : [];
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
  return told?.text ?? '';
}

/** The code of the refusal; the error itself where it is none. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'nothing was refused';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
