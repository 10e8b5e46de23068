import { describe, expect } from 'vitest';
import { isRecord } from '../../../lib/slack/playground/arguments.ts';
import { takeResponsePath } from '../../../lib/slack/playground/respond.ts';
import type { Playground } from '../../../lib/slack/playground/server.ts';
import { ada, general, incidents, it, readMessages } from './fixture.ts';

/** Answers by the URL that an interaction gave, and gives Slack's word for how it went. */
function answerBy(playground: Playground, place: { channel: string; ts?: string }) {
  const path = takeResponsePath(playground.workspace, { user: ada, ...place });
  return async (body: unknown): Promise<unknown> => {
    const response = await fetch(new URL(path, playground.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    return isRecord(answer) && response.ok ? 'ok' : `${response.status} ${isRecord(answer) && answer.error}`;
  };
}

describe('a response URL', () => {
  it('says something to the user alone, or to all, where the app is not in too', async ({ playground }) => {
    const respond = answerBy(playground, { channel: general });
    expect(await respond({ text: 'For you' })).toBe('ok');
    expect(await respond({ text: 'For all', response_type: 'in_channel' })).toBe('ok');
    expect(readMessages(playground, general).map(({ text, ephemeralTo }) => [text, ephemeralTo])).toEqual([
      ['For you', ada],
      ['For all', undefined],
    ]);
  });

  it('answers in a thread where it is told to', async ({ playground, client }) => {
    const { ts = '' } = await client.chat.postMessage({ channel: incidents, text: 'x' });
    expect(await answerBy(playground, { channel: incidents, ts })({ text: 'y', thread_ts: ts })).toBe('ok');
    expect(readMessages(playground)).toMatchObject([{}, { text: 'y', threadTs: ts, ephemeralTo: ada }]);
  });

  it('replaces the message that was acted on, or takes it away', async ({ playground, client }) => {
    const blocks = [{ type: 'divider' as const }];
    const { ts = '' } = await client.chat.postMessage({ channel: incidents, text: 'x', blocks });
    const respond = answerBy(playground, { channel: incidents, ts });
    expect(await respond({ text: 'Changed', replace_original: true })).toBe('ok');
    expect(readMessages(playground)).toMatchObject([{ ts, text: 'Changed', blocks: [] }]);
    expect(await respond({ delete_original: true })).toBe('ok');
    expect(readMessages(playground)).toEqual([]);
  });

  it('is good for five answers', async ({ playground }) => {
    const respond = answerBy(playground, { channel: incidents });
    const answers: unknown[] = [];
    for (let i = 0; i < 6; i += 1) answers.push(await respond({ text: 'x' }));
    expect(answers).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', '404 used_url']);
  });

  it('is good for half an hour', async ({ playground, clock }) => {
    const respond = answerBy(playground, { channel: incidents });
    clock.pass(1800);
    expect(await respond({ text: 'x' })).toBe('ok');
    clock.pass(1);
    expect(await respond({ text: 'x' })).toBe('404 expired_url');
  });

  it.for([
    [{}, '400 no_text'],
    [{ text: 'x', blocks: [{ type: 'header' }] }, '400 invalid_blocks'],
    [{ text: 'x', blocks: 'nonsense' }, '400 invalid_blocks_format'],
  ] as const)('refuses %j', async ([body, error], { playground }) => {
    expect(await answerBy(playground, { channel: incidents })(body)).toBe(error);
    expect(readMessages(playground)).toEqual([]);
  });
});
