import { request } from 'node:http';
import { describe, expect } from 'vitest';
import type { Deed, Snapshot } from '../../../lib/slack/playground/protocol.ts';
import type { Playground } from '../../../lib/slack/playground/server.ts';
import { ada, adasNotes, ben, general, incidents, it, policy, readMessages } from './fixture.ts';

async function look(playground: Playground, user?: string): Promise<Snapshot> {
  const response = await fetch(`${playground.url}state${user ? `?user=${user}` : ''}`);
  return (await response.json()) as Snapshot;
}

const say: Deed = { kind: 'say', channel: incidents, text: 'Hello' };

/** Posts a deed with headers that a browser would not let a page set; gives the status. */
function post(playground: Playground, headers: Record<string, string>, body = JSON.stringify(say)): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${playground.url}deeds?user=${ben}`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end(body);
  });
}

describe('what a user sees', () => {
  it('is their channels and the public ones, and nobody else’s private messages', async ({ playground, client }) => {
    await client.chat.postEphemeral({ channel: incidents, user: ada, text: 'For Ada' });
    await client.chat.postMessage({ channel: ada, text: 'By direct message' });
    const [ofAda, ofBen] = [await look(playground), await look(playground, ben)];
    expect(ofAda.me).toBe(ada);
    expect(ofAda.channels.map(({ id, kind }) => [id, kind])).toEqual([
      [incidents, 'public'],
      [policy, 'public'],
      [general, 'public'],
      [adasNotes, 'private'],
      [expect.stringMatching(/^D/), 'direct'],
    ]);
    expect(ofBen.channels.map(({ id }) => id)).toEqual([incidents, policy, general]);
    expect(ofAda.messages[incidents]).toMatchObject([{ text: 'For Ada', ephemeralTo: ada }]);
    expect(ofBen.messages[incidents]).toEqual([]);
  });

  it('tells who is in a channel, and whether the app is', async ({ playground }) => {
    const { channels, app } = await look(playground, ben);
    expect(channels.map(({ members, hasApp }) => [members, hasApp])).toEqual([
      [[ada, ben], true],
      [[ada, ben], true],
      [[ada, ben], false],
    ]);
    expect(app).toEqual({
      userId: 'U0FAULTLINE',
      name: 'Faultline',
      command: '/faultline',
      installed: true,
      hints: [],
    });
  });

  it('has a clock where that can be moved', async ({ playground, open }) => {
    expect(await look(playground)).not.toHaveProperty('clock');
    expect((await look(await open({ advance: () => undefined }))).clock).toEqual({ now: '2026-03-10T08:00:00.000Z' });
  });

  it('is nothing for who is not there', async ({ playground }) => {
    expect((await fetch(`${playground.url}state?user=U404`)).status).toBe(404);
  });
});

it('tells those who watch when something changed', async ({ playground, client }) => {
  const response = await fetch(`${playground.url}changes`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe(': open\n\n');
  await client.chat.postMessage({ channel: incidents, text: 'x' });
  expect((await reader?.read())?.value).toBe('data: changed\n\n');
  await reader?.cancel();
});

it('lets connections rest for longer than an app computes', async ({ playground }) => {
  const { headers } = await fetch(`${playground.url}state`);
  expect(Number(/^timeout=(\d+)$/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThanOrEqual(60);
});

describe('a deed', () => {
  const json = { 'content-type': 'application/json' };

  it('is done for the page itself', async ({ playground }) => {
    const own = { ...json, origin: playground.url.slice(0, -1), 'sec-fetch-site': 'same-origin' };
    expect(await post(playground, own)).toBe(200);
    expect(readMessages(playground)).toMatchObject([{ user: ben, text: 'Hello' }]);
  });

  it.for<[string, Record<string, string>, number]>([
    ['of another origin', { ...json, origin: 'http://evil.example' }, 403],
    ['of another port', { ...json, origin: 'http://127.0.0.1:1' }, 403],
    ['of a page without an origin', { ...json, origin: 'null' }, 403],
    ['of another site', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
    ['that names another host', { ...json, host: 'evil.example' }, 403],
    ['that a form posts', { 'content-type': 'text/plain' }, 415],
    ['that a form of another encoding posts', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('%s is refused', async ([, headers, status], { playground }) => {
    expect(await post(playground, headers)).toBe(status);
    expect(readMessages(playground)).toEqual([]);
  });

  it.for([
    '',
    '[]',
    '{"kind":"say"}',
    '{"kind":"shout","channel":"C1"}',
    '{"kind":"submit","modal":"V1","values":{"a":1}}',
  ])('such as %s is none', async (body, { playground }) => {
    expect(await post(playground, json, body)).toBe(400);
  });
});

describe('the page', () => {
  const page = { html: '<!doctype html><p>Page', script: 'void 0', style: 'p{}' };

  it('comes with a policy that lets nothing else in', async ({ open }) => {
    const playground = await open({ page: async () => page });
    const load = async (path: string) => {
      const response = await fetch(new URL(path, playground.url));
      return [await response.text(), response.headers.get('content-type')];
    };
    expect(await load('/')).toEqual([page.html, 'text/html; charset=utf-8']);
    expect(await load('/page.js')).toEqual([page.script, 'text/javascript; charset=utf-8']);
    expect(await load('/page.css')).toEqual([page.style, 'text/css; charset=utf-8']);
    const policyOf = (await fetch(playground.url)).headers.get('content-security-policy');
    expect(policyOf).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it('is not there where only programs play', async ({ playground }) => {
    expect((await fetch(playground.url)).status).toBe(404);
  });

  it.for(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'is not shown to who calls this machine %s',
    async (host, { open }) => {
      const playground = await open({ page: async () => page });
      const status = await new Promise((resolve, reject) => {
        request(playground.url, { headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status).toBe(403);
    },
  );
});

it('says so where the port is taken', async ({ playground, open }) => {
  const port = Number(new URL(playground.url).port);
  await expect(open({ port })).rejects.toMatchObject({ code: 'port-taken' });
});
