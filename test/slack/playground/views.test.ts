import type { HomeView, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { describe, expect } from 'vitest';
import { takeTrigger } from '../../../lib/slack/playground/modals.ts';
import type { Playground } from '../../../lib/slack/playground/server.ts';
import { ada, ben, incidents, it, tellError, tellRefusal } from './fixture.ts';

const text = (words: string) => ({ type: 'plain_text' as const, text: words });

function modal(overrides: Partial<ModalView> = {}): ModalView {
  return { type: 'modal', title: text('Title'), blocks: [{ type: 'divider' }], ...overrides };
}

const home: HomeView = { type: 'home', blocks: [{ type: 'divider' }] };

const field = (blockId: string, initial?: string): ModalView['blocks'][number] => ({
  type: 'input',
  block_id: blockId,
  label: text('Words'),
  element: { type: 'plain_text_input', action_id: 'typed', ...(initial ? { initial_value: initial } : {}) },
});

/** The id that a use of the app by somebody would carry. */
const trigger = ({ workspace }: Playground, user = ada, channel?: string) => takeTrigger(workspace, user, channel);

const open = (client: WebClient, triggerId: string, view = modal()) =>
  client.views.open({ trigger_id: triggerId, view });

describe('views.open', () => {
  it('answers with the view, its state and where it stands', async ({ playground, client }) => {
    const view = modal({ callback_id: 'subscribe', submit: text('Save'), blocks: [field('words', 'outage')] });
    const answer = await open(client, trigger(playground), view);
    expect(answer.view).toEqual({
      id: expect.stringMatching(/^V/),
      team_id: 'T0PLAYGROUND',
      type: 'modal',
      title: text('Title'),
      submit: text('Save'),
      close: null,
      blocks: view.blocks,
      private_metadata: '',
      callback_id: 'subscribe',
      external_id: '',
      state: { values: { words: { typed: { type: 'plain_text_input', value: 'outage' } } } },
      hash: expect.stringMatching(/./),
      clear_on_close: false,
      notify_on_close: false,
      root_view_id: answer.view?.id,
      previous_view_id: null,
      app_id: 'A0FAULTLINE',
      app_installed_team_id: 'T0PLAYGROUND',
      bot_id: 'B0FAULTLINE',
    });
  });

  it('takes a trigger for three seconds, and once', async ({ playground, client, clock }) => {
    const [first, late] = [trigger(playground), trigger(playground)];
    expect(await tellError(open(client, first))).toBe('ok');
    expect(await tellError(open(client, first))).toBe('exchanged_trigger_id');
    clock.pass(3.001);
    expect(await tellError(open(client, late))).toBe('expired_trigger_id');
    expect(await tellError(open(client, '1.2.abc'))).toBe('invalid_trigger_id');
  });

  it('keeps a trigger for the next call where it refuses the view', async ({ playground, client }) => {
    const id = trigger(playground);
    expect(await tellRefusal(open(client, id, modal({ title: text('x'.repeat(25)) })))).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
    });
    expect(await tellError(open(client, id))).toBe('ok');
  });

  it('refuses an input without a way to submit it', async ({ playground, client }) => {
    expect(await tellRefusal(open(client, trigger(playground), modal({ blocks: [field('a')] })))).toMatchObject({
      response_metadata: {
        messages: [
          '[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
        ],
      },
    });
  });

  it('refuses a view of more than 250 kB', async ({ playground, client }) => {
    const section = { type: 'section' as const, text: text('x'.repeat(2900)) };
    const view = modal({ blocks: Array.from({ length: 90 }, () => section) });
    expect(await tellError(open(client, trigger(playground), view))).toBe('view_too_large');
  });

  it('puts a new modal in the place of an open one', async ({ playground, client }) => {
    const first = await open(client, trigger(playground));
    const second = await open(client, trigger(playground));
    expect(playground.workspace.modals.get(ada)).toEqual([second.view?.id]);
    const gone = client.views.update({ view_id: first.view?.id ?? '', view: modal() });
    expect(await tellError(gone)).toBe('not_found');
  });

  it('fills a conversation field with the channel that the user was in', async ({ playground, client }) => {
    const element = {
      type: 'conversations_select' as const,
      action_id: 'channel',
      default_to_current_conversation: true,
    };
    const blocks = [{ type: 'input' as const, block_id: 'where', label: text('Where'), element }];
    const id = trigger(playground, ada, incidents);
    const { view } = await open(client, id, modal({ blocks, submit: text('Save') }));
    expect(view?.state).toEqual({
      values: { where: { channel: { type: 'conversations_select', selected_conversation: incidents } } },
    });
  });
});

describe('views.push', () => {
  it('stacks three views and no more', async ({ playground, client }) => {
    const push = () => client.views.push({ trigger_id: trigger(playground), view: modal() });
    expect(await tellError(push())).toBe('not_found');
    const root = await open(client, trigger(playground));
    const second = await push();
    expect(second.view).toMatchObject({ root_view_id: root.view?.id, previous_view_id: root.view?.id });
    expect(await tellError(push())).toBe('ok');
    expect(await tellError(push())).toBe('push_limit_reached');
  });
});

describe('views.update', () => {
  it('finds a view by its id or by the name that the app gave it', async ({ playground, client }) => {
    const { view } = await open(client, trigger(playground), modal({ external_id: 'mine' }));
    const again = modal({ external_id: 'mine', title: text('Again') });
    const byName = await client.views.update({ external_id: 'mine', view: again });
    expect(byName.view).toMatchObject({ id: view?.id, title: text('Again') });
    expect(byName.view?.hash).not.toBe(view?.hash);
    const byId = await client.views.update({ view_id: view?.id ?? '', view: modal({ external_id: 'mine' }) });
    expect(byId.view?.id).toBe(view?.id);
    expect(await tellError(client.views.update({ external_id: 'other', view: again }))).toBe('not_found');
  });

  it('gives no two views one name', async ({ playground, client }) => {
    await open(client, trigger(playground), modal({ external_id: 'mine' }));
    const second = open(client, trigger(playground, ben), modal({ external_id: 'mine' }));
    expect(await tellError(second)).toBe('duplicate_external_id');
  });

  it('refuses an app that saw an older state', async ({ playground, client }) => {
    const { view } = await open(client, trigger(playground));
    const update = (hash: string) => client.views.update({ view_id: view?.id ?? '', hash, view: modal() });
    expect(await tellError(update(view?.hash ?? ''))).toBe('ok');
    expect(await tellError(update(view?.hash ?? ''))).toBe('hash_conflict');
  });

  it('keeps what was written into fields that stay', async ({ playground, client }) => {
    const submit = text('Save');
    const { view } = await open(client, trigger(playground), modal({ submit, blocks: [field('a'), field('b')] }));
    const stored = playground.workspace.views.get(view?.id ?? '');
    const typed = { typed: { type: 'plain_text_input', value: 'mine' } };
    if (stored) stored.values = { a: typed, b: typed };
    const updated = await client.views.update({
      view_id: view?.id ?? '',
      view: modal({ submit, blocks: [field('a'), field('c', 'new')] }),
    });
    expect(updated.view?.state).toEqual({
      values: { a: typed, c: { typed: { type: 'plain_text_input', value: 'new' } } },
    });
  });
});

describe('views.publish', () => {
  it('gives each user a Home, under one id', async ({ playground, client }) => {
    const first = await client.views.publish({ user_id: ada, view: home });
    const second = await client.views.publish({ user_id: ada, view: home });
    expect(second.view?.id).toBe(first.view?.id);
    expect([...playground.workspace.homes.keys()]).toEqual([ada]);
  });

  it.for([
    ['U404', home, 'user_not_found'],
    [ada, modal(), 'invalid_arguments'],
  ] as const)('refuses %s with a view such as %j', async ([user, view, error], { client }) => {
    expect(await tellError(client.apiCall('views.publish', { user_id: user, view }))).toBe(error);
  });

  it('refuses an app that saw an older Home', async ({ client }) => {
    const { view } = await client.views.publish({ user_id: ada, view: home });
    const publish = () => tellError(client.views.publish({ user_id: ada, view: home, hash: view?.hash ?? '' }));
    expect([await publish(), await publish()]).toEqual(['ok', 'hash_conflict']);
  });
});
