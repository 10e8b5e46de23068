import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { expect } from 'vitest';
import type { Fault } from '../../../lib/slack/playground/faults.ts';
import { botToken, createClient, incidents, it, policy, readMessages } from './fixture.ts';

type Failure = typeof WebAPIHTTPError | typeof WebAPIRateLimitedError | typeof WebAPIRequestError;

const late = 60_000;

it.for<[string, Fault, Failure, number]>([
  ['a 429', { kind: 'limited', seconds: 30 }, WebAPIRateLimitedError, 0],
  ['a 500 before Slack took the message', { kind: 'error', taken: false }, WebAPIHTTPError, 0],
  ['a 500 after Slack took the message', { kind: 'error', taken: true }, WebAPIHTTPError, 1],
  ['a connection cut before Slack took the message', { kind: 'cut', taken: false }, WebAPIRequestError, 0],
  ['a connection cut after Slack took the message', { kind: 'cut', taken: true }, WebAPIRequestError, 1],
  [
    'an answer too late of a message not taken',
    { kind: 'hang', taken: false, milliseconds: late },
    WebAPIRequestError,
    0,
  ],
  ['an answer too late of a message taken', { kind: 'hang', taken: true, milliseconds: late }, WebAPIRequestError, 1],
])('plays %s, once', async ([, fault, failure, messages], { playground }) => {
  const client = createClient(playground, botToken, 150);
  playground.faults.next('chat.postMessage', fault);
  const post = (channel = incidents) => client.chat.postMessage({ channel, text: 'x' });
  await expect(post()).rejects.toBeInstanceOf(failure);
  expect(readMessages(playground)).toHaveLength(messages);
  expect(await post(policy)).toMatchObject({ ok: true });
});

it('meets the faults of one method in order, and no other method', async ({ playground, client }) => {
  playground.faults.next('chat.postMessage', { kind: 'limited', seconds: 7 });
  playground.faults.next('chat.postMessage', { kind: 'limited' });
  expect(await client.auth.test()).toMatchObject({ ok: true });
  const post = () =>
    fetch(`${playground.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}` },
      body: new URLSearchParams({ channel: incidents, text: 'x' }),
    });
  const answers = [await post(), await post(), await post()];
  expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
    [429, '7'],
    [429, null],
    [200, null],
  ]);
});
