import type { ModalView } from '@slack/types';
import { describe, expect } from 'vitest';
import { ada, adasNotes, botToken, general, incidents, it, readMessages, tellError, tellRefusal } from './fixture.ts';

const png = Buffer.from('iVBORw0KGgo=', 'base64');
const upload = { filename: 'trend.png', file: png, alt_text: 'Stories a day', title: 'Trend' };

it('takes a file in the three steps of the SDK and shows it in the channel', async ({ playground, client }) => {
  const { ts = '' } = await client.chat.postMessage({ channel: incidents, text: 'parent' });
  const answer = await client.files.uploadV2({
    ...upload,
    channel_id: incidents,
    thread_ts: ts,
    initial_comment: 'See',
  });
  expect(answer).toMatchObject({ ok: true, files: [{ files: [{ title: 'Trend', alt_txt: 'Stories a day' }] }] });
  const [, message] = readMessages(playground);
  expect(message).toMatchObject({ text: 'See', threadTs: ts, files: [expect.stringMatching(/^F/)] });
  const state = await (await fetch(`${playground.url}state`)).json();
  expect(state).toMatchObject({
    messages: {
      [incidents]: [
        {},
        {
          files: [
            {
              title: 'Trend',
              altText: 'Stories a day',
              mimeType: 'image/png',
              url: `/files/${message?.files[0]}`,
            },
          ],
        },
      ],
    },
  });
  const response = await fetch(`${playground.url}files/${message?.files[0]}`);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(response.headers.get('content-security-policy')).toContain('sandbox');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(png);
});

it('hands over what is no picture for saving', async ({ playground, client }) => {
  await client.files.uploadV2({ filename: 'feeds "1".opml', content: '<opml/>', channel_id: ada });
  const [file] = playground.workspace.files.values();
  const response = await fetch(`${playground.url}files/${file?.id}`);
  expect(response.headers.get('content-type')).toBe('text/x-opml');
  expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''feeds%20%221%22.opml");
});

it.for<[string, string, string]>([
  ['a channel that it is not in', general, 'not_in_channel'],
  ['a private channel that it does not know', adasNotes, 'channel_not_found'],
])('shares nothing in %s', async ([, channel, error], { client }) => {
  expect(await tellError(client.files.uploadV2({ ...upload, channel_id: channel }))).toBe(error);
});

it('completes only what was uploaded, and takes only what was announced', async ({ playground, client }) => {
  const { file_id: id = '', upload_url: url = '' } = await client.files.getUploadURLExternal({
    filename: 'a.txt',
    length: 3,
  });
  const complete = () => tellError(client.files.completeUploadExternal({ files: [{ id, title: 'A' }] }));
  expect(await complete()).toBe('file_not_found');
  expect((await fetch(url, { method: 'POST', body: 'abcd' })).status).toBe(400);
  expect((await fetch(url, { method: 'POST', body: 'abc' })).status).toBe(200);
  expect((await fetch(url, { method: 'POST', body: 'xyz' })).status).toBe(404);
  expect(await complete()).toBe('ok');
  expect((await fetch(`${playground.url}upload/v1/F404`, { method: 'POST', body: 'x' })).status).toBe(404);
});

it('shows a file in an image block once it is there', async ({ playground, client }) => {
  const post = (id: string) =>
    tellError(
      client.chat.postMessage({
        channel: incidents,
        text: 'x',
        blocks: [{ type: 'image', alt_text: 'x', slack_file: { id } }],
      }),
    );
  expect(await post('F404')).toBe('invalid_blocks');
  await client.files.uploadV2({ ...upload, channel_id: incidents });
  const [file] = playground.workspace.files.keys();
  expect(await post(file ?? '')).toBe('ok');
});

describe('a file that a user gives to a modal', () => {
  const view: ModalView = {
    type: 'modal',
    callback_id: 'import',
    title: { type: 'plain_text', text: 'Import' },
    submit: { type: 'plain_text', text: 'Import' },
    blocks: [
      {
        type: 'input',
        block_id: 'list',
        label: { type: 'plain_text', text: 'OPML' },
        element: { type: 'file_input', action_id: 'file', filetypes: ['opml'], max_files: 1 },
      },
    ],
  };

  it('reaches the app, which downloads it with its token', async ({ playground, client, connect }) => {
    const seen: unknown[] = [];
    await connect(playground, 'HTTP', (app) => {
      app.command('/faultline', async ({ ack, command, client: web }) => {
        await ack();
        await web.views.open({ trigger_id: command.trigger_id, view });
      });
      app.view('import', async ({ ack, view: { state } }) => {
        seen.push(state.values);
        await ack();
      });
    });
    const uploads = new URL(`/uploads?user=${ada}&name=feeds.opml`, playground.url);
    const chosen: unknown = await (await fetch(uploads, { method: 'POST', body: '<opml/>' })).json();
    expect(chosen).toEqual({ id: expect.stringMatching(/^F/), name: 'feeds.opml' });
    await playground.act(ada, { kind: 'command', channel: incidents, text: 'feeds import' });
    const [modal = ''] = await playground.until(() => playground.workspace.modals.get(ada));
    const values = { list: { file: { type: 'file_input', files: [chosen] } } };
    expect(await playground.act(ada, { kind: 'submit', modal, values })).toEqual({ ok: true });
    const described = { name: 'feeds.opml', mimetype: 'text/x-opml', size: 7, user: ada };
    expect(seen).toMatchObject([{ list: { file: { type: 'file_input', files: [described] } } }]);
    const [id = ''] = playground.workspace.files.keys();
    const { file } = await client.files.info({ file: id });
    const load = (authorization: string) => fetch(file?.url_private_download ?? '', { headers: { authorization } });
    expect(await (await load(`Bearer ${botToken}`)).text()).toBe('<opml/>');
    expect((await load('Bearer xoxb-other')).status).toBe(403);
  });

  it('is asked for by no app that may not read files', async ({ open, connect }) => {
    const playground = await open({ scopes: ['chat:write', 'commands'] });
    const refusals: unknown[] = [];
    await connect(playground, 'HTTP', (app) =>
      app.command('/faultline', async ({ ack, command, client: web }) => {
        refusals.push(await tellRefusal(web.views.open({ trigger_id: command.trigger_id, view })));
        await ack();
      }),
    );
    await playground.act(ada, { kind: 'command', channel: incidents, text: 'feeds import' });
    expect(refusals).toMatchObject([{ error: 'missing_scope', needed: 'files:read' }]);
  });

  it('is taken from the page alone', async ({ playground }) => {
    const uploads = new URL(`/uploads?user=${ada}&name=x.opml`, playground.url);
    const send = (headers: Record<string, string>) => fetch(uploads, { method: 'POST', body: 'x', headers });
    expect((await send({ origin: 'http://evil.example' })).status).toBe(403);
    expect((await send({})).status).toBe(200);
  });
});
