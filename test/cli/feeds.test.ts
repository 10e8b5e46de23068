import { describe, expect } from 'vitest';
import { type FeedServer, reports, writeOpml, writePage, writeRss } from '../fixtures/feed-server.ts';
import { it, patient } from './fixture.ts';
import { readJsonLines, type Workspace } from './run-faultline.ts';

interface FeedJson {
  id: string;
  url: string;
  title: string;
  country: string;
  ownership: string;
  enabled: boolean;
}

const serveHarbour = (server: FeedServer): string =>
  server.serve('/harbour', writeRss('The Harbour Post', [reports.crash]));

async function listFeeds(workspace: Workspace): Promise<FeedJson[]> {
  return readJsonLines<FeedJson>((await workspace.run(['feeds', 'list', '--json'])).stdout);
}

describe.concurrent('`feeds add`', patient, () => {
  it('takes the address of a feed and its title from the feed, once', async ({ workspace, server }) => {
    const harbour = serveHarbour(server);
    const added = await workspace.run(['feeds', 'add', harbour, '--country', 'gb', '--ownership', 'public', '--json']);
    expect(added.status, added.stderr).toBe(0);
    const again = await workspace.run(['feeds', 'add', harbour]);
    expect(again).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `faultline: The feed ${harbour} is in the list already.\n`,
    });
    const feeds = await listFeeds(workspace);
    expect(feeds).toMatchObject([
      { url: harbour, title: 'The Harbour Post', country: 'GB', ownership: 'public', enabled: true },
    ]);
    expect(JSON.parse(added.stdout)).toEqual(feeds[0]);
  });

  it('takes the address of a site and finds the feed that it links to', async ({ workspace, server }) => {
    const harbour = serveHarbour(server);
    const site = server.serve('/', writePage({ href: 'harbour', title: 'News' }));
    const { status, stdout } = await workspace.run(['feeds', 'add', site, '--title', 'Harbour']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Added [\\da-f]{8} {2}Harbour {2}${harbour}\n$`));
  });

  it('offers the choice where a site links to several, and adds none', async ({ workspace, server }) => {
    const harbour = serveHarbour(server);
    const site = server.serve(
      '/',
      writePage({ href: 'harbour', title: 'News' }, { href: 'comments', title: 'Comments' }),
    );
    const { status, stdout, stderr } = await workspace.run(['feeds', 'add', site]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      `faultline: ${site} offers several feeds; add one of them:\n  ${harbour}  News  (RSS)\n  ${server.origin}/comments  Comments  (RSS)\n`,
    );
    expect(await listFeeds(workspace)).toEqual([]);
  });

  it.for<[string, string | undefined, string]>([
    ['page', writePage(), 'No feed was found at'],
    ['loop', writePage({ href: 'loop', title: 'Round and round' }), 'No feed was found at'],
    ['missing', undefined, 'could not be read: 404 Not Found'],
  ])('refuses in one line what leads to no feed: a %s', async ([name, body, message], { workspace, server }) => {
    const url = body === undefined ? `${server.origin}/${name}` : server.serve(`/${name}`, body);
    const { status, stdout, stderr } = await workspace.run(['feeds', 'add', url]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^faultline: [^\n]*\n$/);
    expect(stderr).toContain(message);
  });

  it.for<[string, string]>([
    ['http://127.0.0.1/feed', 'address 127.0.0.1 is not public'],
    ['file:///etc/passwd', 'its scheme is file'],
    ['nonsense', 'it is no URL'],
  ])('refuses %s without asking for it: %s', async ([url, why], { workspace }) => {
    const { status, stdout, stderr } = await workspace.run(['feeds', 'add', url], { allowPrivate: false });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`This address is refused: ${why}`);
    expect(stderr).toContain('--allow-private');
  });
});

describe.concurrent('the feed list', patient, () => {
  it('is changed by id and by address', async ({ workspace, server }) => {
    const [one = '', two = ''] = ['/one', '/two'].map((path) => `${server.origin}${path}`);
    const list = await workspace.write('list.opml', writeOpml([one, two]));
    const imported = await workspace.run(['feeds', 'import', list, '--json']);
    expect(JSON.parse(imported.stdout)).toEqual({ added: 2, known: 0 });
    const [{ id } = { id: '' }] = await listFeeds(workspace);
    await workspace.run(['feeds', 'disable', id]);
    expect(await listFeeds(workspace)).toMatchObject([{ id, enabled: false }, { enabled: true }]);
    const enabled = await workspace.run(['feeds', 'enable', one, '--json']);
    expect(JSON.parse(enabled.stdout)).toEqual({ id, change: 'enable' });
    await workspace.run(['feeds', 'remove', two]);
    expect(await listFeeds(workspace)).toMatchObject([{ id, url: one, enabled: true }]);
    expect(await workspace.run(['feeds', 'remove', two])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `faultline: No feed "${two}" is in the list. \`faultline feeds list\` shows the ids and addresses.\n`,
    });
  });

  it('knows a feed by the address it has moved to', async ({ workspace, server }) => {
    const harbour = serveHarbour(server);
    const site = server.serve('/site', writePage({ href: 'harbour', title: 'News' }));
    await workspace.run(['ingest', '--feeds', await workspace.write('list.opml', writeOpml([site]))]);
    expect(await listFeeds(workspace)).toMatchObject([{ url: harbour }]);
    expect(await workspace.run(['feeds', 'add', harbour])).toMatchObject({ status: 1 });
    expect(await workspace.run(['feeds', 'remove', harbour])).toMatchObject({ status: 0 });
    expect(await listFeeds(workspace)).toEqual([]);
  });

  it('is exported and imported without loss', async ({ workspace, server }) => {
    const harbour = serveHarbour(server);
    const list = writeOpml(
      [harbour, `${server.origin}/law?a=1&amp;b=2`],
      'language="en" faultline:country="KE" faultline:ownership="civil-society"',
    );
    await workspace.run(['feeds', 'import', await workspace.write('list.opml', list)]);
    const exported = await workspace.run(['feeds', 'export']);
    const other = { db: `${workspace.folder}/other.sqlite` };
    await workspace.write('exported.opml', exported.stdout);
    expect(await workspace.run(['feeds', 'import', 'exported.opml'], other)).toMatchObject({
      status: 0,
      stdout: '2 added, 0 known already\n',
    });
    expect(await workspace.run(['feeds', 'import', 'exported.opml'], other)).toMatchObject({
      status: 0,
      stdout: '0 added, 2 known already\n',
    });
    const { stdout } = await workspace.run(['feeds', 'export'], other);
    expect(stdout).toBe(exported.stdout);
    const asJson = await workspace.run(['feeds', 'export', '--json']);
    expect(readJsonLines(asJson.stdout)).toMatchObject([
      { country: 'KE', ownership: 'civil-society', language: 'en' },
      { country: 'KE' },
    ]);
  });
});

describe.concurrent('`feeds check`', patient, () => {
  it('asks every feed once, says which answer, and keeps nothing', async ({ workspace, server }) => {
    const harbour = serveHarbour(server);
    const missing = `${server.origin}/missing`;
    await workspace.run(['feeds', 'import', await workspace.write('list.opml', writeOpml([harbour, missing]))]);
    const { status, stdout } = await workspace.run(['feeds', 'check', '--json']);
    expect(status).toBe(1);
    expect(readJsonLines(stdout).sort((a, b) => (String(a.url) < String(b.url) ? -1 : 1))).toMatchObject([
      { url: harbour, kind: 'fetched', items: 1 },
      { url: missing, kind: 'failed', items: 0, reason: '404 Not Found' },
    ]);
    expect(server.requests).toHaveLength(2);
    const { stdout: digest } = await workspace.run(['digest', '--json']);
    expect(JSON.parse(digest)).toMatchObject({ receipt: { items: 0 } });
  });
});
