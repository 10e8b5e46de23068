import { describe } from 'vitest';
import { reports, writeOpml, writeRss } from '../fixtures/feed-server.ts';
import { it, patient } from './fixture.ts';
import { readJsonLines, type Workspace } from './run-faultline.ts';

interface Receipt {
  receipt: { items: number; feeds: number };
}

async function countItems(workspace: Workspace): Promise<number> {
  const { stdout } = await workspace.run(['digest', '--json']);
  return (JSON.parse(stdout) as Receipt).receipt.items;
}

describe.concurrent('`ingest --feeds FILE --json`', patient, () => {
  it('prints a line a feed, exits with 1 where one failed, and keeps what the others carry', async ({
    workspace,
    server,
    expect,
  }) => {
    const harbour = server.serve('/harbour', writeRss('Harbour', [reports.crash, reports.law]));
    const ledger = server.serve('/ledger', writeRss('Ledger', [reports.crashElsewhere, reports.football]));
    const missing = `${server.origin}/missing`;
    const list = await workspace.write('list.opml', writeOpml([harbour, missing, ledger]));
    const { status, stdout } = await workspace.run(['ingest', '--feeds', list, '--json']);
    expect(status).toBe(1);
    const lines = readJsonLines(stdout);
    expect(lines).toHaveLength(3);
    expect(lines).toEqual(
      expect.arrayContaining([
        { url: harbour, kind: 'fetched', items: 2, new: 2, revised: 0 },
        { url: missing, kind: 'failed', items: 0, new: 0, revised: 0, reason: '404 Not Found' },
        { url: ledger, kind: 'fetched', items: 2, new: 2, revised: 0 },
      ]),
    );
    expect(await countItems(workspace)).toBe(4);
  });

  it('asks with the validators it was given, and knows an unchanged feed and a changed item', async ({
    workspace,
    server,
    expect,
  }) => {
    const url = server.serve('/harbour', writeRss('Harbour', [reports.crash, reports.law]));
    const list = await workspace.write('list.opml', writeOpml([url]));
    const ingest = ['ingest', '--feeds', list, '--json'];
    await workspace.run(ingest);
    const again = await workspace.run(ingest);
    expect(readJsonLines(again.stdout)).toEqual([{ url, kind: 'unchanged', items: 0, new: 0, revised: 0 }]);
    expect(again.status).toBe(0);
    const changed = { ...reports.crash, summary: `${reports.crash.summary} 8.5 million devices were hit.` };
    server.serve('/harbour', writeRss('Harbour', [changed, reports.law]));
    const { stdout } = await workspace.run(ingest);
    expect(readJsonLines(stdout)).toEqual([{ url, kind: 'fetched', items: 2, new: 0, revised: 1 }]);
    expect(await countItems(workspace)).toBe(2);
  });
});

describe.concurrent('`ingest`', patient, () => {
  it('says on stderr what failed and what came, with nothing on stdout, and who asks in its User-Agent', async ({
    workspace,
    server,
    expect,
  }) => {
    const good = server.serve('/good', writeRss('Good', [reports.crash]));
    const list = await workspace.write('list.opml', writeOpml([good, `${server.origin}/missing`]));
    const { status, stdout, stderr } = await workspace.run(['ingest', '--feeds', list], {
      env: { FAULTLINE_CONTACT: 'desk@press.example' },
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(`${server.origin}/missing: 404 Not Found\n2 feeds: 1 item, 1 new, 0 revised, 1 failed\n`);
    expect(server.requests[0]?.headers['user-agent']).toMatch(
      /^Faultline\/[\d.]+ \(feed reader; desk@press\.example\)$/,
    );
  });

  it('says why there was nothing to do: no feeds, none due, none named', async ({ workspace, server, expect }) => {
    const url = server.serve('/harbour', writeRss('Harbour', [reports.crash]));
    const empty = await workspace.run(['ingest']);
    await workspace.run(['feeds', 'add', url]);
    const first = await workspace.run(['ingest', '--json']);
    const second = await workspace.run(['ingest', '--json']);
    const unnamed = await workspace.run(['ingest', '--feeds', await workspace.write('none.opml', writeOpml([]))]);
    expect(empty).toMatchObject({ status: 0, stdout: '', stderr: expect.stringContaining('The feed list is empty.') });
    expect(readJsonLines(first.stdout)).toMatchObject([{ url, new: 1 }]);
    expect(second).toMatchObject({ status: 0, stdout: '', stderr: 'No feed is due.\n' });
    expect(unnamed).toMatchObject({ status: 0, stdout: '', stderr: 'The feed list names no feeds.\n' });
  });

  it('leaves a feed alone that is disabled, and says so', async ({ workspace, server, expect }) => {
    const url = server.serve('/harbour', writeRss('Harbour', [reports.crash]));
    const list = await workspace.write('list.opml', writeOpml([url]));
    await workspace.run(['feeds', 'import', list]);
    await workspace.run(['feeds', 'disable', url]);
    const { status, stdout, stderr } = await workspace.run(['ingest', '--feeds', list, '--json']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain(`${url}: disabled; \`faultline feeds enable `);
    expect(server.requests).toEqual([]);
  });

  it('disables a feed that is gone for good, which is no failure', async ({ workspace, server, expect }) => {
    const url = server.serve('/gone', (_, response) => response.writeHead(410).end());
    const list = await workspace.write('list.opml', writeOpml([url]));
    const { status, stdout } = await workspace.run(['ingest', '--feeds', list, '--json']);
    expect(readJsonLines(stdout)).toMatchObject([{ url, kind: 'gone', reason: expect.stringContaining('410 Gone') }]);
    expect(status).toBe(0);
    const { stdout: feeds } = await workspace.run(['feeds', 'list', '--json']);
    expect(readJsonLines(feeds)).toMatchObject([{ url, enabled: false }]);
  });

  it.for<[string, string | undefined, string]>([
    ['nothing.opml', undefined, 'there is no such file'],
    ['list.opml', writeRss('Harbour', []), 'it is no OPML: it begins with <rss>'],
  ])('refuses the list %s in one line: %s', async ([name, content, why], { workspace, expect }) => {
    if (content) await workspace.write(name, content);
    const { status, stdout, stderr } = await workspace.run(['ingest', '--feeds', name]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^faultline: .*${name} could not be read: ${why}\\.\n$`));
  });
});

describe.concurrent('two `ingest` processes on one store', patient, () => {
  it('both work when they make it at once, and nothing is lost or doubled', async ({ workspace, server, expect }) => {
    const make = (voice: string, count: number) =>
      Array.from({ length: count }, (_, i) => ({ ...reports.crash, url: `https://${voice}.example/${i}` }));
    const shared = { ...reports.law, url: 'https://shared.example/law' };
    const urls = ['a', 'b', 'c', 'd'].map((voice) =>
      server.serve(`/${voice}`, writeRss(voice, [...make(voice, 20), shared])),
    );
    const one = await workspace.write('one.opml', writeOpml(urls.slice(0, 3)));
    const two = await workspace.write('two.opml', writeOpml(urls.slice(1)));
    const runs = await Promise.all([one, two].map((list) => workspace.run(['ingest', '--feeds', list, '--json'])));
    expect(
      runs.map(({ status }) => status),
      runs.map(({ stderr }) => stderr).join(),
    ).toEqual([0, 0]);
    const lines = runs.flatMap(({ stdout }) => readJsonLines<{ url: string; new: number }>(stdout));
    expect(new Set(lines.map(({ url }) => url))).toEqual(new Set(urls));
    expect(lines.reduce((sum, line) => sum + line.new, 0)).toBe(81);
    expect(await countItems(workspace)).toBe(81);
  });

  it('do not poll one feed twice: the second says that the first is at it', async ({ workspace, server, expect }) => {
    const answer = Promise.withResolvers<void>();
    const url = server.serve('/slow', async (_, response) => {
      await answer.promise;
      response.end(writeRss('Slow', [reports.crash]));
    });
    await workspace.run(['feeds', 'import', await workspace.write('list.opml', writeOpml([url]))]);
    const first = workspace.run(['ingest', '--json']);
    await expect.poll(() => server.requests.length, { timeout: 60_000 }).toBe(1);
    const second = await workspace.run(['ingest']);
    answer.resolve();
    expect(second).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^1 feed is being polled by another process/),
    });
    expect(readJsonLines((await first).stdout)).toMatchObject([{ url, new: 1 }]);
    expect(server.requests).toHaveLength(1);
  });
});
