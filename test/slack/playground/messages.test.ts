import type { KnownBlock } from '@slack/types';
import { describe, expect } from 'vitest';
import { isRecord } from '../../../lib/slack/playground/arguments.ts';
import {
  ada,
  adasNotes,
  ben,
  createClient,
  general,
  incidents,
  it,
  readMessages,
  tellError,
  tellRefusal,
} from './fixture.ts';

const header = (words: string): KnownBlock => ({ type: 'header', text: { type: 'plain_text', text: words } });
const historyScopes = ['chat:write', 'channels:history', 'groups:history', 'im:history', 'im:write'];

describe('chat.postMessage', () => {
  it('answers with the message as it stands in the channel', async ({ playground, client }) => {
    const answer = await client.chat.postMessage({ channel: incidents, text: 'Hello', blocks: [header('Hi')] });
    expect(answer).toMatchObject({
      ok: true,
      channel: incidents,
      ts: `${Date.parse('2026-03-10T08:00:00Z') / 1000}.000000`,
      message: {
        type: 'message',
        user: 'U0FAULTLINE',
        bot_id: 'B0FAULTLINE',
        app_id: 'A0FAULTLINE',
        team: 'T0PLAYGROUND',
        text: 'Hello',
        blocks: [{ ...header('Hi'), block_id: expect.stringMatching(/./) }],
      },
    });
    expect(readMessages(playground)).toHaveLength(1);
  });

  it('gives no two messages the same ts while the clock stands still', async ({ client }) => {
    const posts = ['1', '2', '3'].map((text) => client.chat.postMessage({ channel: incidents, text }));
    const stamps = (await Promise.all(posts)).map(({ ts }) => ts);
    expect(new Set(stamps).size).toBe(3);
  });

  it('takes JSON as it takes a form', async ({ playground }) => {
    const response = await fetch(`${playground.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer xoxb-playground-test' },
      body: JSON.stringify({ channel: incidents, text: 'x', blocks: [header('Hi')] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, message: { blocks: [header('Hi')] } });
  });

  it('puts a reply to a reply into the thread of that', async ({ playground, client }) => {
    const { ts: parent = '' } = await client.chat.postMessage({ channel: incidents, text: 'a' });
    const { ts: reply = '' } = await client.chat.postMessage({ channel: incidents, text: 'b', thread_ts: parent });
    await client.chat.postMessage({ channel: incidents, text: 'c', thread_ts: reply });
    expect(readMessages(playground).map(({ threadTs }) => threadTs)).toEqual([undefined, parent, parent]);
  });

  it('writes to a person by direct message, always the same', async ({ client }) => {
    const first = await client.chat.postMessage({ channel: ben, text: 'a' });
    const second = await client.chat.postMessage({ channel: ben, text: 'b' });
    expect(first.channel).toMatch(/^D/);
    expect(second.channel).toBe(first.channel);
  });

  it.for([
    ['no such channel', { channel: 'C404', text: 'x' }, 'channel_not_found'],
    ['a private channel that it is not in', { channel: adasNotes, text: 'x' }, 'channel_not_found'],
    ['a public channel that it is not in', { channel: general, text: 'x' }, 'not_in_channel'],
    ['no text and no blocks', { channel: incidents, text: '' }, 'no_text'],
    ['no text and an empty list of blocks', { channel: incidents, text: '', blocks: [] }, 'no_text'],
    ['40,001 characters', { channel: incidents, text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['a thread that there is not', { channel: incidents, text: 'x', thread_ts: '1.000000' }, 'thread_not_found'],
    [
      '10,001 characters of block text',
      {
        channel: incidents,
        text: 'x',
        blocks: Array.from({ length: 5 }, () => ({
          type: 'section' as const,
          text: { type: 'plain_text' as const, text: 'x'.repeat(2001) },
        })),
      },
      'msg_blocks_too_long',
    ],
  ] as const)('refuses %s', async ([, call, error], { client }) => {
    expect(await tellError(client.apiCall('chat.postMessage', { ...call }))).toBe(error);
  });

  it('refuses a channel that is archived', async ({ playground, client }) => {
    await playground.act(ada, { kind: 'membership', channel: incidents, deed: 'archive' });
    expect(await tellError(client.chat.postMessage({ channel: incidents, text: 'x' }))).toBe('is_archived');
  });

  it('names every limit that the blocks break, twice, as Slack does', async ({ playground, client }) => {
    const blocks = [header('x'.repeat(151)), header('')];
    expect(await tellRefusal(client.chat.postMessage({ channel: incidents, text: 'x', blocks }))).toMatchObject({
      error: 'invalid_blocks',
      errors: [
        'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
        'must be more than 0 characters [json-pointer:/blocks/1/text/text]',
      ],
      response_metadata: {
        messages: [
          '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]',
          '[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]',
        ],
      },
    });
    expect(readMessages(playground)).toEqual([]);
  });

  it.for([
    ['[{', 'invalid_blocks_format'],
    ['{"type":"divider"}', 'invalid_blocks_format'],
    ['["divider"]', 'invalid_blocks'],
  ])('refuses the blocks %s', async ([blocks, error], { client }) => {
    expect(await tellError(client.apiCall('chat.postMessage', { channel: incidents, text: 'x', blocks }))).toBe(error);
  });
});

describe('the limit of messages', () => {
  it('lets a burst through in each channel, and then one a second', async ({ open, clock }) => {
    const playground = await open({ postAllowance: { burst: 2, perSecond: 1 } });
    const post = async (channel = incidents) => {
      const response = await fetch(`${playground.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: 'Bearer xoxb-playground-test' },
        body: new URLSearchParams({ channel, text: 'x' }),
      });
      const answer = await response.json();
      return [response.status, response.headers.get('retry-after'), isRecord(answer) && answer.error];
    };
    expect([await post(), await post(), await post()]).toEqual([
      [200, null, undefined],
      [200, null, undefined],
      [429, '1', 'ratelimited'],
    ]);
    expect(await post('C0POLICYDSK')).toEqual([200, null, undefined]);
    clock.pass(1);
    expect([await post(), await post()]).toEqual([
      [200, null, undefined],
      [429, '1', 'ratelimited'],
    ]);
    expect(readMessages(playground)).toHaveLength(3);
  });
});

describe('chat.update', () => {
  it('replaces what is given and keeps the rest', async ({ playground, client }) => {
    const { ts = '' } = await client.chat.postMessage({ channel: incidents, text: 'a', blocks: [header('Hi')] });
    const answer = await client.chat.update({ channel: incidents, ts, text: 'b' });
    expect(answer).toMatchObject({ ok: true, channel: incidents, ts, text: 'b', message: { edited: {} } });
    expect(readMessages(playground)).toMatchObject([{ ts, text: 'b', blocks: [header('Hi')] }]);
    await client.chat.update({ channel: incidents, ts, text: 'c', blocks: [] });
    expect(readMessages(playground)).toMatchObject([{ ts, text: 'c', blocks: [] }]);
  });

  it('refuses what it did not write, what there is not, and nothing', async ({ playground, client }) => {
    await playground.act(ada, { kind: 'say', channel: incidents, text: 'Mine' });
    const [said] = readMessages(playground);
    const { message_ts: ephemeral = '' } = await client.chat.postEphemeral({
      channel: incidents,
      user: ada,
      text: 'x',
    });
    const { ts = '' } = await client.chat.postMessage({ channel: incidents, text: 'x' });
    const edit = (of: string, text = 'y') => tellError(client.chat.update({ channel: incidents, ts: of, text }));
    expect(await edit(said?.ts ?? '')).toBe('cant_update_message');
    expect(await edit('1.000000')).toBe('message_not_found');
    expect(await edit(ephemeral)).toBe('message_not_found');
    expect(await edit(ts, '')).toBe('no_text');
    expect(await tellError(client.chat.delete({ channel: incidents, ts: said?.ts ?? '' }))).toBe('cant_delete_message');
  });
});

it('deletes a message of its own', async ({ playground, client }) => {
  const { ts = '' } = await client.chat.postMessage({ channel: incidents, text: 'x' });
  expect(await client.chat.delete({ channel: incidents, ts })).toMatchObject({ channel: incidents, ts });
  expect(readMessages(playground)).toEqual([]);
});

it('shows an ephemeral message to nobody outside the channel', async ({ playground, client }) => {
  await playground.act(ben, { kind: 'membership', channel: incidents, deed: 'leave' });
  const post = (user: string) => tellError(client.chat.postEphemeral({ channel: incidents, user, text: 'x' }));
  expect([await post(ada), await post(ben)]).toEqual(['ok', 'user_not_in_channel']);
});

describe('conversations.history', () => {
  it('is closed to an app without its scope, which is told what it would need', async ({ client }) => {
    expect(await tellRefusal(client.conversations.history({ channel: incidents }))).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:history,groups:history,im:history',
      provided: expect.stringContaining('chat:write'),
    });
  });

  it('tells of a private channel only with the scope for those', async ({ open }) => {
    const playground = await open({ scopes: ['chat:write', 'channels:history'] });
    await playground.act(ada, { kind: 'membership', channel: adasNotes, deed: 'invite-app' });
    const client = createClient(playground);
    expect(await tellError(client.conversations.history({ channel: incidents }))).toBe('ok');
    expect(await tellRefusal(client.conversations.history({ channel: adasNotes }))).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:history',
    });
    expect(await tellError(client.conversations.history({ channel: general }))).toBe('not_in_channel');
  });

  it('gives the newest first in parts, without replies and ephemeral ones', async ({ open, clock }) => {
    const client = createClient(await open({ scopes: historyScopes }));
    const stamps: string[] = [];
    for (const text of ['a', 'b', 'c']) {
      stamps.push((await client.chat.postMessage({ channel: incidents, text })).ts ?? '');
      clock.pass(60);
    }
    await client.chat.postMessage({ channel: incidents, text: 'reply', thread_ts: stamps[0] ?? '' });
    await client.chat.postEphemeral({ channel: incidents, user: ada, text: 'ephemeral' });
    const first = await client.conversations.history({ channel: incidents, limit: 2 });
    expect(first.messages?.map(({ text }) => text)).toEqual(['c', 'b']);
    expect(first.has_more).toBe(true);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const rest = await client.conversations.history({ channel: incidents, limit: 2, cursor });
    expect(rest).toMatchObject({ has_more: false, messages: [{ text: 'a', reply_count: 1 }] });
    const since = await client.conversations.history({ channel: incidents, oldest: stamps[1] ?? '' });
    expect(since.messages?.map(({ text }) => text)).toEqual(['c']);
    const from = await client.conversations.history({ channel: incidents, oldest: stamps[1] ?? '', inclusive: true });
    expect(from.messages?.map(({ text }) => text)).toEqual(['c', 'b']);
    expect(await tellError(client.conversations.history({ channel: incidents, cursor: 'nonsense' }))).toBe(
      'invalid_cursor',
    );
  });

  it('shows metadata to those who ask for all of it', async ({ open }) => {
    const client = createClient(await open({ scopes: historyScopes }));
    const metadata = { event_type: 'digest', event_payload: { mark: 'd1' } };
    await client.chat.postMessage({ channel: incidents, text: 'x', metadata });
    const plain = await client.conversations.history({ channel: incidents });
    expect(plain.messages?.[0]).not.toHaveProperty('metadata');
    const all = await client.conversations.history({ channel: incidents, include_all_metadata: true });
    expect(all.messages?.[0]).toMatchObject({ metadata });
    const wrong = { channel: incidents, text: 'x', metadata: '{"event_type":1}' };
    expect(await tellError(client.apiCall('chat.postMessage', wrong))).toBe('invalid_metadata_schema');
  });
});

it('gives a thread with its parent, oldest first', async ({ open }) => {
  const client = createClient(await open({ scopes: historyScopes }));
  const { ts = '' } = await client.chat.postMessage({ channel: incidents, text: 'a' });
  for (const text of ['b', 'c']) await client.chat.postMessage({ channel: incidents, text, thread_ts: ts });
  await client.chat.postMessage({ channel: incidents, text: 'elsewhere' });
  const { messages } = await client.conversations.replies({ channel: incidents, ts });
  expect(messages?.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  expect(await tellError(client.conversations.replies({ channel: incidents, ts: '1.000000' }))).toBe(
    'thread_not_found',
  );
});
