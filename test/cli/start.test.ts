import { describe } from 'vitest';
import { reports, writeOpml, writeRss } from '../fixtures/feed-server.ts';
import { it, patient } from './fixture.ts';

describe.concurrent('`start`', patient, () => {
  it('opens the playground, polls what is due, logs JSON lines, and ends cleanly on SIGTERM', async ({
    workspace,
    server,
    expect,
  }) => {
    const good = server.serve('/harbour', writeRss('Harbour', [reports.crash]));
    const missing = `${server.origin}/missing`;
    await workspace.run(['feeds', 'import', await workspace.write('list.opml', writeOpml([good, missing]))]);
    const running = workspace.start(['start', '--port', '0']);
    const [url] = await running.waitFor(/http:\/\/127\.0\.0\.1:\d+\/(?= )/);
    expect(await (await fetch(url)).text()).toMatch(/^<!doctype html>/i);
    expect(await (await fetch(`${url}state`)).json()).toMatchObject({ app: { name: 'Faultline', installed: true } });
    await running.waitFor(/"url":"[^"]*\/harbour"/);
    const { status, stdout, stderr } = await running.end('SIGTERM');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    const entries = stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as object);
    expect(entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ level: 'info', message: 'feed polled', url: good, kind: 'fetched', new: 1 }),
        expect.objectContaining({
          level: 'warn',
          message: 'feed polled',
          url: missing,
          kind: 'failed',
          reason: '404 Not Found',
        }),
      ]),
    );
    const { stdout: digest } = await workspace.run(['digest', '--json']);
    expect(JSON.parse(digest)).toMatchObject({ receipt: { items: 1 } });
  });

  it('finishes a poll that runs before it ends', async ({ workspace, server, expect }) => {
    const answer = Promise.withResolvers<void>();
    const slow = server.serve('/slow', async (_, response) => {
      await answer.promise;
      response.end(writeRss('Slow', [reports.crash]));
    });
    await workspace.run(['feeds', 'import', await workspace.write('list.opml', writeOpml([slow]))]);
    const running = workspace.start(['start', '--port', '0']);
    await expect.poll(() => server.requests.length, { timeout: 60_000 }).toBe(1);
    const ended = running.end('SIGINT');
    answer.resolve();
    const { status, stderr } = await ended;
    expect(status).toBe(0);
    expect(stderr).toContain('"new":1');
  });

  it('fails in one line where its port is taken', async ({ workspace, server, expect }) => {
    const port = new URL(server.origin).port;
    const { status, stdout, stderr } = await workspace.run(['start'], { env: { FAULTLINE_PORT: port } });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(`faultline: Port ${port} is in use already. Choose another with --port.\n`);
  });
});
