import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifySlackRequest } from '@slack/bolt';
import { describe, expect } from 'vitest';
import { appToken, createClient, it as plainIt, signingSecret, tellError } from './fixture.ts';

interface Received {
  headers: IncomingMessage['headers'];
  body: string;
}

interface Fixture {
  /** An app that answers as it is told, in order; 200 when it was told no more. */
  app: { url: string; received: Received[]; answers: { status: number; headers?: Record<string, string> }[] };
}

const it = plainIt.extend<Fixture>({
  app: async ({ task: _task }, use) => {
    const received: Received[] = [];
    const answers: Fixture['app']['answers'] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      const { status, headers } = answers.shift() ?? { status: 200 };
      response.writeHead(status, headers).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, answers });
    server.close();
    server.closeAllConnections();
  },
});

const archive = { type: 'channel_archive', channel: 'C0INCIDENTS', user: 'U0ADAOKAFOR' };

it('wraps an event as the Events API does, and signs it over the raw body', async ({ playground, app }) => {
  playground.connectApp(app.url);
  expect(await playground.sendEvent(archive)).toMatchObject({ kind: 'acknowledged' });
  const [{ headers, body } = { headers: {}, body: '' }] = app.received;
  expect(JSON.parse(body)).toEqual({
    token: 'playground',
    team_id: 'T0PLAYGROUND',
    context_team_id: 'T0PLAYGROUND',
    context_enterprise_id: null,
    api_app_id: 'A0FAULTLINE',
    event: { ...archive, event_ts: expect.stringMatching(/^\d+\.\d{6}$/) },
    type: 'event_callback',
    event_id: expect.stringMatching(/^Ev\d+$/),
    event_time: Date.parse('2026-03-10T08:00:00Z') / 1000,
    is_ext_shared_channel: false,
    authorizations: [
      {
        enterprise_id: null,
        team_id: 'T0PLAYGROUND',
        user_id: 'U0FAULTLINE',
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
  });
  const check = (secret: string, text: string) => () =>
    verifySlackRequest({
      signingSecret: secret,
      body: text,
      headers: {
        'x-slack-signature': String(headers['x-slack-signature']),
        'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
      },
    });
  expect(check(signingSecret, body)).not.toThrow();
  expect(check('another secret', body)).toThrow('signature mismatch');
  expect(check(signingSecret, `${body} `)).toThrow('signature mismatch');
});

describe('an event that the app does not take', () => {
  it('is sent three times more under the same id, with what went wrong', async ({ playground, app }) => {
    playground.connectApp(app.url);
    app.answers.push({ status: 500 }, { status: 404 }, { status: 500 }, { status: 500 });
    expect(await playground.sendEvent(archive)).toMatchObject({ kind: 'failed', error: 'http_service_error' });
    const sent = app.received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);
    expect(sent).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(new Set(app.received.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
  });

  it('is not sent again once it is taken', async ({ playground, app }) => {
    playground.connectApp(app.url);
    app.answers.push({ status: 503 });
    expect(await playground.sendEvent(archive)).toMatchObject({ kind: 'acknowledged' });
    expect(app.received).toHaveLength(2);
  });

  it('is not sent again where the app asks for that', async ({ playground, app }) => {
    playground.connectApp(app.url);
    app.answers.push({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    expect(await playground.sendEvent(archive)).toMatchObject({ kind: 'failed' });
    expect(app.received).toHaveLength(1);
  });
});

it('does not send an event to which the app did not subscribe', async ({ open, app }) => {
  const playground = await open({ events: ['app_home_opened'] });
  playground.connectApp(app.url);
  await playground.sendEvent(archive);
  expect(app.received).toEqual([]);
});

it('says that nobody is there where no app is connected', async ({ playground }) => {
  expect(await playground.sendEvent(archive)).toMatchObject({ kind: 'failed', error: 'dispatch_failed' });
});

describe('a Socket Mode connection', () => {
  it('is opened with an app-level token only', async ({ playground, client }) => {
    expect(await tellError(client.apps.connections.open())).toBe('not_allowed_token_type');
    const { url } = await createClient(playground, appToken).apps.connections.open();
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=[\w-]+&app_id=A0FAULTLINE$/);
  });

  it('is greeted, and its address is good for one', async ({ playground }) => {
    const { url = '' } = await createClient(playground, appToken).apps.connections.open();
    const socket = new WebSocket(url);
    const greeting = await new Promise<string>((resolve, reject) => {
      socket.addEventListener('message', ({ data }) => resolve(String(data)));
      socket.addEventListener('error', () => reject(new Error('refused')));
    });
    expect(JSON.parse(greeting)).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0FAULTLINE' },
    });
    const second = new WebSocket(url);
    await expect(
      new Promise((resolve, reject) => {
        second.addEventListener('open', resolve);
        second.addEventListener('error', () => reject(new Error('refused')));
      }),
    ).rejects.toThrow('refused');
    socket.close();
  });

  it('gets an unacknowledged event again, and is told that it is', async ({ open }) => {
    const playground = await open({ ackWait: 30, retryDelays: [0] });
    const { url = '' } = await createClient(playground, appToken).apps.connections.open();
    const socket = new WebSocket(url);
    const messages: Record<string, unknown>[] = [];
    await new Promise<void>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        messages.push(JSON.parse(String(data)));
        resolve();
      });
    });
    expect(await playground.sendEvent(archive)).toMatchObject({ kind: 'failed', error: 'operation_timeout' });
    expect(messages).toMatchObject([
      { type: 'hello' },
      { type: 'events_api', accepts_response_payload: false, retry_attempt: 0, retry_reason: '' },
      { type: 'events_api', accepts_response_payload: false, retry_attempt: 1, retry_reason: 'timeout' },
    ]);
    socket.close();
  });

  it('is told to connect anew when the server closes', async ({ open }) => {
    const playground = await open();
    const { url = '' } = await createClient(playground, appToken).apps.connections.open();
    const socket = new WebSocket(url);
    const types: string[] = [];
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
    await new Promise<void>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        types.push(JSON.parse(String(data)).type);
        resolve();
      });
    });
    await playground.close();
    await closed;
    expect(types).toEqual(['hello', 'disconnect']);
  });
});
