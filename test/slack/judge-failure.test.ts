import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { afterEach, describe, expect, vi } from 'vitest';
import type { PostOutcome } from '../../lib/digest/post-outcome.ts';
import { createMessenger } from '../../lib/slack/messenger.ts';
import type { Fault } from '../../lib/slack/playground/faults.ts';
import { buildDigest } from '../fixtures/builders.ts';
import { connectTo, it, messengerOf, readChannel } from './fixture.ts';

const c1 = { team: 'T1', channel: 'C1' };
const opened: { close(): unknown; closeAllConnections?(): void }[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const server of opened.splice(0)) {
    server.close();
    server.closeAllConnections?.();
  }
});

function post(apiUrl: string): Promise<PostOutcome> {
  const messenger = createMessenger({ client: connectTo(apiUrl) });
  return messenger.post(c1, { kind: 'digest', digest: buildDigest() }, 'digest-1:0');
}

/** Something else where Slack should be. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  opened.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
}

/** Slack as it refuses: HTTP 200 and a code. */
function refuse(error: string, messages?: string[]): Promise<string> {
  const body = JSON.stringify({ ok: false, error, ...(messages ? { response_metadata: { messages } } : {}) });
  return serve((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
}

describe('a post that Slack fails', () => {
  const faults: readonly [string, Fault, Partial<PostOutcome>, number][] = [
    ['is limited', { kind: 'limited', seconds: 7 }, { kind: 'limited', seconds: 7 }, 0],
    ['is answered by a 500', { kind: 'error', taken: false }, { kind: 'unsure', reason: 'HTTP 500' }, 0],
    ['is taken and answered by a 500', { kind: 'error', taken: true }, { kind: 'unsure', reason: 'HTTP 500' }, 1],
    ['is cut off', { kind: 'cut', taken: false }, { kind: 'unsure' }, 0],
    ['is taken and cut off', { kind: 'cut', taken: true }, { kind: 'unsure' }, 1],
  ];
  for (const [name, fault, outcome, standing] of faults) {
    it(`is ${outcome.kind} where it ${name}, and not tried again`, async ({ slack }) => {
      slack.faults.next('chat.postMessage', fault);
      expect(await post(slack.apiUrl)).toMatchObject(outcome);
      expect(readChannel(slack, 'C1')).toHaveLength(standing);
    });
  }

  for (const taken of [false, true]) {
    it(`is unsure after ten seconds without an answer, ${taken ? 'taken' : 'not taken'}`, async ({ slack }) => {
      const { timeout } = AbortSignal;
      const limits: number[] = [];
      vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
        limits.push(milliseconds);
        return timeout(50);
      });
      slack.faults.next('chat.postMessage', { kind: 'hang', taken, milliseconds: 60_000 });
      expect(await post(slack.apiUrl)).toMatchObject({ kind: 'unsure' });
      expect(limits).toEqual([10_000]);
      expect(readChannel(slack, 'C1')).toHaveLength(taken ? 1 : 0);
    });
  }

  it('was asked once, whatever goes wrong', async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests++;
      response.writeHead(503).end();
    });
    await post(url);
    expect(requests).toBe(1);
  });
});

describe('a post that does not get to Slack', () => {
  it('was certainly not sent where nobody listens', async () => {
    const server = createSocketServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(await post(`http://127.0.0.1:${port}/api/`)).toEqual({ kind: 'not-sent', reason: 'ECONNREFUSED' });
  });

  it('was certainly not sent where the name is not known', async () => {
    expect(await post('http://slack.invalid/api/')).toEqual({
      kind: 'not-sent',
      reason: expect.stringMatching(/^(?:ENOTFOUND|EAI_AGAIN)$/),
    });
  });

  it('may have arrived where the connection breaks after the request', async () => {
    const server = createSocketServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    opened.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await post(`http://127.0.0.1:${port}/api/`)).toMatchObject({ kind: 'unsure' });
  });

  for (const [status, kind] of [
    [400, 'not-sent'],
    [403, 'not-sent'],
    [404, 'not-sent'],
    [408, 'unsure'],
    [302, 'unsure'],
    [502, 'unsure'],
    [504, 'unsure'],
  ] as const) {
    it(`is ${kind} where something on the way answers ${status}`, async () => {
      const url = await serve((_, response) => response.writeHead(status, { location: '/elsewhere' }).end('<html>'));
      expect(await post(url)).toMatchObject({ kind });
    });
  }

  for (const retryAfter of [undefined, '', 'Fri, 19 Jul 2024 06:00:00 GMT']) {
    it(`is limited for a minute by a 429 with Retry-After ${JSON.stringify(retryAfter)}`, async () => {
      const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
      const url = await serve((_, response) => response.writeHead(429, headers).end('message_limit_exceeded'));
      expect(await post(url)).toEqual({ kind: 'limited', seconds: 60 });
    });
  }
});

describe('an answer that does not say', () => {
  for (const body of [
    '<html>Sign in to this network</html>',
    '',
    '{}',
    'null',
    '[]',
    '{"ok":true}',
    '{"ok":false}',
    '{"ok":fal',
  ]) {
    it(`leaves a post unsure: ${JSON.stringify(body)}`, async () => {
      const url = await serve((_, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(body),
      );
      expect(await post(url)).toMatchObject({ kind: 'unsure' });
    });
  }

  it('leaves a post unsure where it breaks off', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"ok":true,');
      setImmediate(() => response.destroy());
    });
    expect(await post(url)).toMatchObject({ kind: 'unsure' });
  });
});

describe('a refusal', () => {
  const gone = { kind: 'channel-gone', why: 'channel-gone' } as const;
  const meanings: readonly [string, PostOutcome][] = [
    ['channel_not_found', gone],
    ['is_archived', gone],
    ['not_in_channel', { kind: 'channel-gone', why: 'not-in-channel' }],
    ['token_revoked', { kind: 'team-gone' }],
    ['account_inactive', { kind: 'team-gone' }],
    ['invalid_auth', { kind: 'team-gone' }],
    ['ratelimited', { kind: 'limited', seconds: 60 }],
    ['message_limit_exceeded', { kind: 'limited', seconds: 60 }],
    ['internal_error', { kind: 'unsure', reason: 'internal_error' }],
    ['fatal_error', { kind: 'unsure', reason: 'fatal_error' }],
    ['service_unavailable', { kind: 'unsure', reason: 'service_unavailable' }],
    ['team_added_to_org', { kind: 'not-sent', reason: 'team_added_to_org' }],
    ['request_timeout', { kind: 'not-sent', reason: 'request_timeout' }],
    ['msg_too_long', { kind: 'refused', reason: 'msg_too_long' }],
    ['restricted_action', { kind: 'refused', reason: 'restricted_action' }],
    ['an_error_of_tomorrow', { kind: 'refused', reason: 'an_error_of_tomorrow' }],
  ];
  for (const [code, outcome] of meanings) {
    it(`${code} means ${JSON.stringify(outcome)}`, async () => {
      expect(await post(await refuse(code))).toEqual(outcome);
    });
  }

  it('says what is wrong where Slack does', async () => {
    const url = await refuse('invalid_blocks', [
      '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text]',
    ]);
    expect(await post(url)).toEqual({
      kind: 'refused',
      reason: 'invalid_blocks: [ERROR] must be less than 151 characters [json-pointer:/blocks/0/text]',
    });
  });

  it('is what the workspace makes of an archived channel, one without the app, and an app taken out', async ({
    slack,
  }) => {
    const message = { kind: 'digest', digest: buildDigest() } as const;
    const messenger = messengerOf(slack);
    const { channels, app } = slack.workspace;
    channels.get('C1')?.members.delete(app.userId);
    expect(await messenger.post(c1, message, 'm')).toEqual({ kind: 'channel-gone', why: 'not-in-channel' });
    Object.assign(channels.get('C2') ?? {}, { isArchived: true });
    expect(await messenger.post({ ...c1, channel: 'C2' }, message, 'm')).toEqual(gone);
    slack.workspace.isInstalled = false;
    expect(await messenger.post(c1, message, 'm')).toEqual({ kind: 'team-gone' });
  });
});
