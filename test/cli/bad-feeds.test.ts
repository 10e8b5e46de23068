import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import {
  type FeedServer,
  type Route,
  reports,
  startFeedServer,
  writeOpml,
  writePage,
  writeRss,
} from '../fixtures/feed-server.ts';
import { it, patient } from './fixture.ts';
import { createWorkspace, type Ended, readJsonLines, type Workspace } from './run-faultline.ts';

const megabyte = 1024 * 1024;
const wholeFeed = writeRss('Cut', [reports.law]);

/** By the last part of its address: what a server does, and what is said of it. */
const badFeeds: Record<string, { route: Route; reason: RegExp }> = {
  'no-feed.txt': { route: 'Only words here', reason: /no feed: it is neither XML nor JSON/ },
  'page-without-links': { route: writePage(), reason: /no feed: it is an HTML page/ },
  'page-that-links-to-itself': {
    route: writePage({ href: '/page-that-links-to-itself', title: 'Here' }),
    reason: /no feed: it is an HTML page/,
  },
  'twelve-megabytes': {
    route: (_, response) =>
      response.end(`<rss version="2.0"><channel><title>${'x'.repeat(12 * megabyte)}</title></channel></rss>`),
    reason: /larger than 10 MB/,
  },
  'gzip-bomb': {
    route: (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * megabyte, ' ')));
    },
    reason: /larger than 10 MB/,
  },
  'redirect-for-ever': {
    route: (_, response) => response.writeHead(302, { location: '/redirect-for-ever' }).end(),
    reason: /redirected more than 5 times/,
  },
  garbage: {
    route: (_, response) => response.end(Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))),
    reason: /no feed/,
  },
  'cut-off': {
    route: (_, response) => {
      response.writeHead(200, { 'content-length': wholeFeed.length });
      response.write(wholeFeed.slice(0, -20), () => response.destroy());
    },
    reason: /connection|closed|ended|aborted/,
  },
  'error-500': { route: (_, response) => response.writeHead(500).end('<rss/>'), reason: /500 Internal Server Error/ },
};

let workspace: Workspace;
let server: FeedServer;
let list: string;
let ended: Ended;
const unreachable = 'http://127.0.0.1:1/feed';

beforeAll(async () => {
  workspace = await createWorkspace();
  server = await startFeedServer();
  const bad = Object.entries(badFeeds).map(([name, { route }]) => server.serve(`/${name}`, route));
  server.serve('/real-feed', writeRss('Ledger', [reports.crashElsewhere, reports.football]));
  const page = server.serve('/site', writePage({ href: '/real-feed', title: 'News' }));
  const good = server.serve('/good', writeRss('Harbour', [reports.crash]));
  list = await workspace.write('list.opml', writeOpml([...bad, page, unreachable, good]));
  ended = await workspace.run(['ingest', '--feeds', list, '--json']);
}, patient.timeout);
afterAll(async () => {
  await workspace.remove();
  await server.close();
});

function findLine(url: string) {
  return readJsonLines<{ url: string; kind: string; new: number; reason?: string }>(ended.stdout).filter(
    (line) => line.url === url,
  );
}

describe('a bad feed costs one clear line and no other feed', () => {
  it.each(Object.keys(badFeeds))('%s', (name) => {
    expect(findLine(`${server.origin}/${name}`)).toEqual([
      {
        url: `${server.origin}/${name}`,
        kind: 'failed',
        items: 0,
        new: 0,
        revised: 0,
        reason: expect.stringMatching(badFeeds[name]?.reason ?? /^$/),
      },
    ]);
  });

  it('an address where nobody listens', () => {
    expect(findLine(unreachable)).toMatchObject([{ kind: 'failed', reason: 'connection refused' }]);
  });

  it('the command exits with 1 and says nothing else on stderr', () => {
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 1, stderr: '' });
  });

  it('the good feed is stored, and so is the one that a page links to; of the bad ones nothing is', async () => {
    expect(findLine(`${server.origin}/good`)).toMatchObject([{ kind: 'fetched', new: 1 }]);
    expect(findLine(`${server.origin}/site`)).toMatchObject([{ kind: 'fetched', new: 2 }]);
    const { stdout } = await workspace.run(['digest', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ receipt: { feeds: 2, items: 3 } });
  });

  it('the page that links to a feed is not asked again: the feed is', async () => {
    const { stdout } = await workspace.run(['feeds', 'list', '--json']);
    const urls = readJsonLines<{ url: string }>(stdout).map(({ url }) => url);
    expect(urls).toContain(`${server.origin}/real-feed`);
    expect(urls).not.toContain(`${server.origin}/site`);
  });

  it('the list says in words what ails each', async () => {
    const { stdout } = await workspace.run(['feeds', 'list']);
    expect(stdout).toContain(`${server.origin}/error-500  Failing: 1 poll in a row (500 Internal Server Error)`);
  });
});

describe('a private address', () => {
  it('is refused without --allow-private, before anything is asked of it', async ({ workspace: own }) => {
    const before = server.requests.length;
    const addresses = [
      'http://127.0.0.1/feed',
      'http://localhost/feed',
      'http://[::1]/feed',
      'http://169.254.169.254/latest',
      `${server.origin}/good`,
    ];
    const { status, stdout } = await own.run(
      ['ingest', '--feeds', await own.write('list.opml', writeOpml(addresses)), '--json'],
      {
        allowPrivate: false,
      },
    );
    expect(status).toBe(1);
    const lines = readJsonLines<{ url: string; reason: string }>(stdout);
    expect(lines.map(({ url }) => url).sort()).toEqual(addresses.toSorted());
    for (const { url, reason } of lines) expect(reason, url).toMatch(/is not public|port \d+ is not allowed/);
    expect(server.requests).toHaveLength(before);
  });

  it('is admitted by FAULTLINE_ALLOW_PRIVATE', async ({ workspace: own }) => {
    const good = await own.write('list.opml', writeOpml([`${server.origin}/good`]));
    const { status } = await own.run(['ingest', '--feeds', good], {
      allowPrivate: false,
      env: { FAULTLINE_ALLOW_PRIVATE: 'true' },
    });
    expect(status).toBe(0);
  });
});
