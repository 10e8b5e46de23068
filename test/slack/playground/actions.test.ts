import type { KnownBlock } from '@slack/types';
import { expect } from 'vitest';
import type { Deed } from '../../../lib/slack/playground/protocol.ts';
import { ada, adasNotes, ben, incidents, it, press, readMessages } from './fixture.ts';

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const option = (value: string) => ({ text: text(value.toUpperCase()), value });

const row: KnownBlock = {
  type: 'actions',
  block_id: 'row',
  elements: [
    { type: 'button', action_id: 'edit', text: text('Edit'), value: 's1' },
    { type: 'overflow', action_id: 'menu', options: [option('sides'), option('why')] },
    { type: 'static_select', action_id: 'cadence', options: [option('daily'), option('weekly')] },
    { type: 'users_select', action_id: 'who' },
  ],
};

const choose = (ts: string, actionId: string, chosen: Record<string, unknown>): Deed => ({
  kind: 'action',
  source: { kind: 'message', channel: incidents, ts },
  blockId: 'row',
  action: { action_id: actionId, ...chosen },
  values: {},
});

it('sends the use of a button with the message, its state and a response URL', async ({
  playground,
  client,
  connect,
}) => {
  const seen: Record<string, unknown>[] = [];
  await connect(playground, 'HTTP', (app) =>
    app.action('edit', async ({ ack, body }) => {
      seen.push({ ...body });
      await ack();
    }),
  );
  const parent = await client.chat.postMessage({ channel: incidents, text: 'parent' });
  const { ts = '' } = await client.chat.postMessage({
    channel: incidents,
    text: 'x',
    blocks: [row],
    ...(parent.ts ? { thread_ts: parent.ts } : {}),
  });
  expect(await playground.act(ben, press(incidents, ts, 'row', 'edit'))).toEqual({ ok: true });
  expect(seen).toEqual([
    {
      type: 'block_actions',
      user: { id: ben, username: 'ben', name: 'ben', team_id: 'T0PLAYGROUND' },
      api_app_id: 'A0FAULTLINE',
      token: 'playground',
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: incidents,
        is_ephemeral: false,
        thread_ts: parent.ts,
      },
      trigger_id: expect.any(String),
      team: { id: 'T0PLAYGROUND', domain: 'playground' },
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: incidents, name: 'incident-room' },
      message: expect.objectContaining({ ts, text: 'x', user: 'U0FAULTLINE', thread_ts: parent.ts }),
      state: {
        values: {
          row: {
            cadence: { type: 'static_select', selected_option: null },
            who: { type: 'users_select', selected_user: null },
          },
        },
      },
      response_url: expect.stringContaining('/respond/'),
      actions: [
        {
          type: 'button',
          action_id: 'edit',
          block_id: 'row',
          text: text('Edit'),
          value: 's1',
          action_ts: expect.any(String),
        },
      ],
    },
  ]);
});

it('leaves an ephemeral message itself out, and lets only its reader use it', async ({
  playground,
  client,
  connect,
}) => {
  const seen: unknown[] = [];
  await connect(playground, 'HTTP', (app) =>
    app.action('edit', async ({ ack, body, respond }) => {
      await ack();
      seen.push('message' in body ? body.message : undefined);
      await respond({ replace_original: true, text: 'Done' });
    }),
  );
  const { message_ts: ts = '' } = await client.chat.postEphemeral({
    channel: incidents,
    user: ada,
    text: 'x',
    blocks: [row],
  });
  expect(await playground.act(ben, press(incidents, ts, 'row', 'edit'))).toMatchObject({ ok: false });
  expect(await playground.act(ada, press(incidents, ts, 'row', 'edit'))).toEqual({ ok: true });
  await playground.until(() => readMessages(playground)[0]?.text === 'Done');
  expect(seen).toEqual([undefined]);
  expect(readMessages(playground)).toMatchObject([{ ts, text: 'Done', blocks: [], ephemeralTo: ada }]);
});

it.for([
  ['menu', { selected_option: { value: 'why' } }, { selected_option: option('why') }],
  ['cadence', { selected_option: { value: 'weekly', text: 'forged' } }, { selected_option: option('weekly') }],
  ['who', { selected_user: ben }, { selected_user: ben }],
] as const)(
  'sends what was chosen in %s as the element has it',
  async ([actionId, chosen, sent], { playground, client, connect }) => {
    const seen: unknown[] = [];
    await connect(playground, 'HTTP', (app) =>
      app.action(actionId, async ({ ack, action }) => {
        seen.push(action);
        await ack();
      }),
    );
    const { ts = '' } = await client.chat.postMessage({ channel: incidents, text: 'x', blocks: [row] });
    expect(await playground.act(ada, choose(ts, actionId, chosen))).toEqual({ ok: true });
    expect(seen).toEqual([expect.objectContaining({ action_id: actionId, block_id: 'row', ...sent })]);
  },
);

it.for([
  ['an option that there is not', 'menu', { selected_option: { value: 'drop' } }],
  ['an element that there is not', 'gone', {}],
] as const)('sends nothing of %s', async ([, actionId, chosen], { playground, client }) => {
  const { ts = '' } = await client.chat.postMessage({ channel: incidents, text: 'x', blocks: [row] });
  expect(await playground.act(ada, choose(ts, actionId, chosen))).toEqual({
    ok: false,
    error: 'What you used is not there any more.',
  });
});

it('lets nobody use a message of a private channel that they are not in', async ({ playground, client }) => {
  await playground.act(ada, { kind: 'membership', channel: adasNotes, deed: 'invite-app' });
  const { ts = '' } = await client.chat.postMessage({ channel: adasNotes, text: 'x', blocks: [row] });
  expect(await playground.act(ben, press(adasNotes, ts, 'row', 'edit'))).toMatchObject({ ok: false });
});

it('says what Slack would of an app that takes nothing', async ({ playground, client }) => {
  const { ts = '' } = await client.chat.postMessage({ channel: incidents, text: 'x', blocks: [row] });
  expect(await playground.act(ada, press(incidents, ts, 'row', 'edit'))).toEqual({
    ok: false,
    error: 'Faultline did not take it: dispatch_failed.',
  });
});

it('sends the use of an element of the Home with the view and what its fields hold', async ({
  playground,
  client,
  connect,
}) => {
  const seen: Record<string, unknown>[] = [];
  await connect(playground, 'HTTP', (app) =>
    app.action('cadence', async ({ ack, body }) => {
      seen.push({ ...body });
      await ack();
    }),
  );
  await client.views.publish({ user_id: ada, view: { type: 'home', blocks: [row] } });
  const deed: Deed = {
    kind: 'action',
    source: { kind: 'home' },
    blockId: 'row',
    action: { action_id: 'cadence', selected_option: option('daily') },
    values: { row: { who: { type: 'users_select', selected_user: ada } } },
  };
  expect(await playground.act(ada, deed)).toEqual({ ok: true });
  const [body] = seen;
  expect(body).toMatchObject({
    container: { type: 'view' },
    view: {
      type: 'home',
      state: { values: { row: { cadence: { selected_option: option('daily') }, who: { selected_user: ada } } } },
    },
  });
  expect(body).not.toHaveProperty('response_url');
  expect(body).not.toHaveProperty('channel');
  expect(await playground.act(ben, deed)).toMatchObject({ ok: false });
});
