import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { describe, expect } from 'vitest';
import type { Playground } from '../../../lib/slack/playground/server.ts';
import { ada, ben, general, incidents, it, press, readMessages } from './fixture.ts';

const button = (actionId: string, value?: string) => ({
  type: 'button' as const,
  text: { type: 'plain_text' as const, text: 'Press' },
  action_id: actionId,
  ...(value ? { value } : {}),
});

const modal = (overrides: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'subscribe',
  title: { type: 'plain_text', text: 'Subscribe' },
  submit: { type: 'plain_text', text: 'Save' },
  private_metadata: 'kept',
  blocks: [
    {
      type: 'input',
      block_id: 'words',
      label: { type: 'plain_text', text: 'Words' },
      element: { type: 'plain_text_input', action_id: 'typed', initial_value: 'outage' },
    },
  ],
  ...overrides,
});

function topModal({ workspace }: Playground, user = ada) {
  return workspace.views.get(workspace.modals.get(user)?.at(-1) ?? '');
}

describe.each(['HTTP', 'Socket Mode'] as const)('a Bolt app connected by %s', (transport) => {
  it('gets a slash command as Slack sends it, and answers it in time', async ({ playground, connect }) => {
    const seen: Record<string, unknown>[] = [];
    await connect(playground, transport, (app) =>
      app.command('/faultline', async ({ ack, command }) => {
        seen.push({ ...command });
        await ack({ text: `You said ${command.text}` });
      }),
    );
    expect(await playground.act(ben, { kind: 'command', channel: incidents, text: ' latest topic:outage ' })).toEqual({
      ok: true,
    });
    expect(seen).toEqual([
      {
        token: 'playground',
        team_id: 'T0PLAYGROUND',
        team_domain: 'playground',
        channel_id: incidents,
        channel_name: 'incident-room',
        user_id: ben,
        user_name: 'ben',
        command: '/faultline',
        text: 'latest topic:outage',
        api_app_id: 'A0FAULTLINE',
        is_enterprise_install: 'false',
        response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/respond\/[\w-]+$/),
        trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
      },
    ]);
    expect(readMessages(playground)).toMatchObject([
      { user: 'U0FAULTLINE', text: 'You said latest topic:outage', ephemeralTo: ben },
    ]);
  });

  it('shows an answer to all with the words of the command above it', async ({ playground, connect }) => {
    await connect(playground, transport, (app) =>
      app.command('/faultline', ({ ack }) => ack({ response_type: 'in_channel', text: 'For all' })),
    );
    await playground.act(ada, { kind: 'command', channel: general, text: 'latest' });
    const said = readMessages(playground, general).map(({ user, text, ephemeralTo }) => [user, text, ephemeralTo]);
    expect(said).toEqual([
      [ada, '/faultline latest', undefined],
      ['U0FAULTLINE', 'For all', undefined],
    ]);
  });

  it('answers later by the response URL', async ({ playground, connect }) => {
    await connect(playground, transport, (app) =>
      app.command('/faultline', async ({ ack, respond }) => {
        await ack();
        await respond('Later');
      }),
    );
    await playground.act(ada, { kind: 'command', channel: general, text: '' });
    const message = await playground.until(() => readMessages(playground, general)[0]);
    expect(message).toMatchObject({ text: 'Later', ephemeralTo: ada });
  });

  it('is told of as too slow where it acknowledges nothing', async ({ open, connect }) => {
    const playground = await open({ ackWait: 50 });
    await connect(playground, transport, (app) => app.command('/faultline', async () => undefined));
    const text = '/faultline failed with the error "operation_timeout"';
    expect(await playground.act(ada, { kind: 'command', channel: incidents, text: 'x' })).toEqual({
      ok: false,
      error: text,
    });
    expect(readMessages(playground)).toMatchObject([{ user: 'USLACKBOT', text, ephemeralTo: ada }]);
  });

  it('is told of as wrong where its answer breaks a limit', async ({ playground, connect }) => {
    await connect(playground, transport, (app) =>
      app.command('/faultline', ({ ack }) =>
        ack({ text: 'x', blocks: [{ type: 'header', text: { type: 'plain_text', text: '' } }] }),
      ),
    );
    expect(await playground.act(ada, { kind: 'command', channel: incidents, text: 'x' })).toEqual({
      ok: false,
      error:
        '/faultline failed with the error "invalid_command_response"\n' +
        '[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    });
  });

  it('opens a modal from a button, and closes it when it takes the submission', async ({
    playground,
    client,
    connect,
  }) => {
    const seen: unknown[] = [];
    await connect(playground, transport, (app) => {
      app.action('edit', async ({ ack, body, client: web }) => {
        await ack();
        if (body.type === 'block_actions') await web.views.open({ trigger_id: body.trigger_id, view: modal() });
      });
      app.view('subscribe', async ({ ack, view, body }) => {
        seen.push(view.state.values, view.private_metadata, body.user.id);
        await ack();
      });
    });
    const { ts = '' } = await client.chat.postMessage({
      channel: incidents,
      text: 'x',
      blocks: [{ type: 'actions', block_id: 'row', elements: [button('edit', 's1')] }],
    });
    expect(await playground.act(ben, press(incidents, ts, 'row', 'edit'))).toEqual({ ok: true });
    const view = await playground.until(() => topModal(playground, ben));
    const values = { words: { typed: { type: 'plain_text_input', value: 'ransomware' } } };
    expect(await playground.act(ben, { kind: 'submit', modal: view.id, values })).toEqual({ ok: true });
    expect(seen).toEqual([values, 'kept', ben]);
    expect(topModal(playground, ben)).toBeUndefined();
  });

  it('gets the event of an opened Home and publishes it', async ({ playground, connect }) => {
    await connect(playground, transport, (app) =>
      app.event('app_home_opened', async ({ event, client: web }) => {
        const blocks = [{ type: 'divider' as const }];
        await web.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
      }),
    );
    expect(await playground.act(ada, { kind: 'open-home' })).toEqual({ ok: true });
    const home = await playground.until(() =>
      playground.workspace.views.get(playground.workspace.homes.get(ada) ?? ''),
    );
    expect(home.view).toMatchObject({ type: 'home', blocks: [{ type: 'divider' }] });
  });
});

describe('a modal', () => {
  async function openIn(
    playground: Playground,
    connect: (playground: Playground, transport: 'HTTP', listen: (app: App) => void) => Promise<void>,
    view: ModalView,
    listen: (app: App) => void,
  ): Promise<string> {
    await connect(playground, 'HTTP', (app) => {
      app.command('/faultline', async ({ ack, command, client }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view });
      });
      listen(app);
    });
    await playground.act(ada, { kind: 'command', channel: incidents, text: '' });
    return (await playground.until(() => topModal(playground))).id;
  }

  it('shows at its fields what the app finds wrong', async ({ playground, connect }) => {
    const id = await openIn(playground, connect, modal(), (app) =>
      app.view('subscribe', ({ ack }) => ack({ response_action: 'errors', errors: { words: 'Not understood.' } })),
    );
    expect(await playground.act(ada, { kind: 'submit', modal: id, values: {} })).toEqual({
      ok: false,
      error: 'Not understood.',
    });
    expect(topModal(playground)).toMatchObject({ id, errors: { words: 'Not understood.' }, isBusy: false });
  });

  it('says that something went wrong where errors stand at no input', async ({ playground, connect }) => {
    const id = await openIn(playground, connect, modal(), (app) =>
      app.view('subscribe', ({ ack }) => ack({ response_action: 'errors', errors: { wrods: 'Not understood.' } })),
    );
    expect(await playground.act(ada, { kind: 'submit', modal: id, values: {} })).toEqual({
      ok: false,
      error: 'We had some trouble connecting. Try again? (errors stand at blocks that are no inputs: wrods)',
    });
  });

  it('is not sent while a required field is empty', async ({ playground, connect }) => {
    let sent = 0;
    const id = await openIn(playground, connect, modal(), (app) =>
      app.view('subscribe', async ({ ack }) => {
        sent += 1;
        await ack();
      }),
    );
    const values = { words: { typed: { type: 'plain_text_input', value: '' } } };
    expect(await playground.act(ada, { kind: 'submit', modal: id, values })).toEqual({
      ok: false,
      error: 'Please complete this required field.',
    });
    expect(sent).toBe(0);
  });

  it('is replaced, keeping its id and what was written, by the answer "update"', async ({ playground, connect }) => {
    const id = await openIn(playground, connect, modal(), (app) =>
      app.view('subscribe', ({ ack }) =>
        ack({ response_action: 'update', view: modal({ title: { type: 'plain_text', text: 'Again' } }) }),
      ),
    );
    const values = { words: { typed: { type: 'plain_text_input', value: 'mine' } } };
    expect(await playground.act(ada, { kind: 'submit', modal: id, values })).toEqual({ ok: true });
    expect(topModal(playground)).toMatchObject({ id, view: { title: { text: 'Again' } }, values });
  });

  it('gets another on top by the answer "push", and all go by "clear"', async ({ playground, connect }) => {
    const id = await openIn(playground, connect, modal(), (app) => {
      app.view('subscribe', ({ ack }) => ack({ response_action: 'push', view: modal({ callback_id: 'sure' }) }));
      app.view('sure', ({ ack }) => ack({ response_action: 'clear' }));
    });
    await playground.act(ada, { kind: 'submit', modal: id, values: {} });
    const pushed = topModal(playground);
    expect(pushed).toMatchObject({ rootId: id, previousId: id, view: { callback_id: 'sure' } });
    expect(await playground.act(ada, { kind: 'submit', modal: id, values: {} })).toMatchObject({ ok: false });
    expect(await playground.act(ada, { kind: 'submit', modal: pushed?.id ?? '', values: {} })).toEqual({ ok: true });
    expect(playground.workspace.modals.get(ada)).toEqual([]);
  });

  it('refuses an answer whose view breaks a limit, and names it', async ({ playground, connect }) => {
    const title = { type: 'plain_text' as const, text: 'A title that is far too long' };
    const id = await openIn(playground, connect, modal(), (app) =>
      app.view('subscribe', ({ ack }) => ack({ response_action: 'update', view: modal({ title }) })),
    );
    expect(await playground.act(ada, { kind: 'submit', modal: id, values: {} })).toEqual({
      ok: false,
      error:
        'We had some trouble connecting. Try again?\nmust be less than 25 characters [json-pointer:/view/title/text]',
    });
  });

  it.for([true, false])(
    'tells the app of its closing where it asked for that: %s',
    async (wants, { playground, connect }) => {
      const closed: unknown[] = [];
      const id = await openIn(playground, connect, modal({ notify_on_close: wants }), (app) =>
        app.view({ callback_id: 'subscribe', type: 'view_closed' }, async ({ ack, body }) => {
          closed.push(body.type === 'view_closed' ? body.is_cleared : body.type);
          await ack();
        }),
      );
      expect(await playground.act(ada, { kind: 'close', modal: id })).toEqual({ ok: true });
      expect(closed).toEqual(wants ? [false] : []);
      expect(topModal(playground)).toBeUndefined();
    },
  );
});
