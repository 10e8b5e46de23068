import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { createClient } from '../../lib/slack/client.ts';

const secret = 'xoxb-0000-secret';

afterEach(() => {
  vi.restoreAllMocks();
});

it('says nothing by itself, least of all its token, whatever goes wrong', async () => {
  const said: unknown[] = [];
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...parts) => void said.push(parts));
  }
  const body = JSON.stringify({
    ok: false,
    error: 'invalid_auth',
    response_metadata: { warnings: [secret], messages: [`[ERROR] ${secret}`] },
  });
  const statuses = [200, 500, 429];
  const server = createServer((_, response) =>
    response.writeHead(statuses.shift() ?? 200, { 'retry-after': '1' }).end(body),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createClient(secret, {
    slackApiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
  });
  for (const code of ['slack_webapi_platform_error', 'slack_webapi_http_error', 'slack_webapi_rate_limited_error']) {
    const error: unknown = await client.auth.test().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(error instanceof Error && error.message).not.toContain(secret);
  }
  server.close();
  server.closeAllConnections();
  await expect(client.auth.test()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
  expect(said).toEqual([]);
});
