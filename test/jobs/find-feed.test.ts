import { describe } from 'vitest';
import { findFeed } from '../../lib/jobs/find-feed.ts';
import { writePage, writeRss } from '../fixtures/feed-server.ts';
import { it } from './fixture.ts';

const document = writeRss('Harbour', []);
const languageOf = (text: string) => text.replace('<link>', '<language>en-GB</language><link>');

describe('the feed at an address', () => {
  it('is the document there, with what it says of itself', async ({ server, fetch, expect }) => {
    const url = server.serve('/feed', languageOf(document));
    expect(await findFeed(url, fetch)).toEqual({
      kind: 'found',
      entry: { url, title: 'Harbour', siteUrl: 'https://press.example/', language: 'en-GB' },
    });
  });

  it.for([
    [301, '/feed'],
    [302, '/old'],
  ] as const)('behind a %i is listed as %s', async ([status, path], { server, fetch, expect }) => {
    server.serve('/feed', document);
    const url = server.serve('/old', (_, response) => response.writeHead(status, { location: '/feed' }).end());
    expect(await findFeed(url, fetch)).toMatchObject({ entry: { url: `${server.origin}${path}` } });
  });

  it('is the one that the page there links to', async ({ server, fetch, expect }) => {
    const feed = server.serve('/feed', document);
    const url = server.serve('/', writePage({ href: '/feed', title: 'News' }));
    expect(await findFeed(url, fetch)).toMatchObject({
      entry: { url: feed, title: 'Harbour', siteUrl: 'https://press.example/' },
    });
  });

  it('belongs to the page where it names no site itself', async ({ server, fetch, expect }) => {
    server.serve('/feed', document.replace(/<link>.*?<\/link>/, ''));
    const url = server.serve('/home', writePage({ href: '/feed', title: 'News' }));
    expect(await findFeed(url, fetch)).toMatchObject({ entry: { siteUrl: url } });
  });
});

describe('a page that offers several feeds', () => {
  it('is answered with the choice, and none of them is asked for', async ({ server, fetch, expect }) => {
    const links = [
      { href: '/news', title: 'News' },
      { href: '/sport', title: 'Sport' },
    ];
    const url = server.serve('/', writePage(...links));
    expect(await findFeed(url, fetch)).toEqual({
      kind: 'several',
      url,
      links: links.map(({ href, title }) => ({ url: `${server.origin}${href}`, title, format: 'RSS' })),
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('no feed is found', () => {
  it('on a page that links to none', async ({ server, fetch, expect }) => {
    const finding = findFeed(server.serve('/', writePage()), fetch);
    await expect(finding).rejects.toMatchObject({ code: 'no-feed-found', facts: { url: `${server.origin}/` } });
    await expect(finding).rejects.toThrow('it is an HTML page');
  });

  it('behind a page that links to a page: a link is followed once', async ({ server, fetch, expect }) => {
    server.serve('/feed', document);
    server.serve('/hub', writePage({ href: '/feed', title: 'News' }));
    const url = server.serve('/', writePage({ href: '/hub', title: 'News' }));
    await expect(findFeed(url, fetch)).rejects.toMatchObject({ code: 'no-feed-found' });
    expect(server.requests.map((request) => request.url)).toEqual(['/', '/hub']);
  });

  it('on a page that links to itself', async ({ server, fetch, expect }) => {
    const url = server.serve('/', writePage({ href: '/', title: 'News' }));
    await expect(findFeed(url, fetch)).rejects.toMatchObject({ code: 'no-feed-found' });
    expect(server.requests).toHaveLength(2);
  });

  it.for([
    ['404', 404, {}, '404 Not Found'],
    ['503', 503, { 'retry-after': '60' }, '503 Service Unavailable'],
    ['410', 410, {}, 'for good'],
    ['304 that nobody asked for', 304, {}, 'unchanged'],
    ['a bot wall', 403, { 'cf-mitigated': 'challenge' }, 'Cloudflare'],
  ] as const)('where the server answers with %s', async ([, status, headers, why], { server, fetch, expect }) => {
    const url = server.serve('/feed', (_, response) => response.writeHead(status, headers).end());
    const finding = findFeed(url, fetch);
    await expect(finding).rejects.toMatchObject({ code: 'feed-failed', facts: { url } });
    await expect(finding).rejects.toThrow(why);
  });

  it.for(['http://127.0.0.1:9/closed', 'ftp://127.0.0.1/feed', 'nonsense', ''])(
    'at %j',
    async (url, { fetch, expect }) => {
      await expect(findFeed(url, fetch)).rejects.toMatchObject({ code: 'feed-failed', facts: { url } });
    },
  );
});

describe('a page that announces nothing', () => {
  const silent = '<!doctype html><html><head><title>Home</title></head><body>Welcome</body></html>';
  const reports = (name: string) =>
    writeRss(name, [{ title: `Report of ${name}`, summary: 'Text.', url: `https://press.example/${name}` }]);

  it('has its feed where sites keep theirs, and no more is asked for once it is found', async ({
    server,
    fetch,
    expect,
  }) => {
    const url = server.serve('/', silent);
    const feed = server.serve('/feed.xml', reports('harbour'));
    server.serve('/atom.xml', reports('other'));
    expect(await findFeed(url, fetch)).toMatchObject({ kind: 'found', entry: { url: feed, title: 'harbour' } });
    expect(server.requests.map((request) => request.url)).toEqual(['/', '/feed', '/rss.xml', '/feed.xml']);
  });

  it('has that beside it rather than that of the whole site', async ({ server, fetch, expect }) => {
    server.serve('/feed', reports('site'));
    const feed = server.serve('/blog/feed', reports('blog'));
    expect(await findFeed(server.serve('/blog/', silent), fetch)).toMatchObject({ entry: { url: feed } });
  });

  it('has what its links for readers lead to, where that is a feed', async ({ server, fetch, expect }) => {
    const feed = server.serve('/press/rss.xml', reports('press'));
    server.serve('/help/rss', silent);
    const url = server.serve(
      '/',
      silent.replace('Welcome', '<a href="/help/rss">What is RSS?</a> <a href="/press/rss.xml">Press</a>'),
    );
    expect(await findFeed(url, fetch)).toMatchObject({ kind: 'found', entry: { url: feed } });
  });

  it('offers several of them, the same feed under two addresses once', async ({ server, fetch, expect }) => {
    for (const [path, name] of [
      ['/press.rss', 'press'],
      ['/press/feed', 'press'],
      ['/law.rss', 'law'],
    ] as const)
      server.serve(path, reports(name));
    const links = '<a href="/press.rss">a</a><a href="/press/feed">b</a><a href="/law.rss">c</a>';
    const url = server.serve('/', silent.replace('Welcome', links));
    expect(await findFeed(url, fetch)).toEqual({
      kind: 'several',
      url,
      links: [
        { url: `${server.origin}/press.rss`, title: 'press' },
        { url: `${server.origin}/law.rss`, title: 'law' },
      ],
    });
  });

  it('of WordPress or Discourse has the feed of its platform', async ({ server, fetch, expect }) => {
    const feed = server.serve('/latest.rss', reports('forum'));
    const url = server.serve('/', silent.replace('<title>', '<meta name="generator" content="Discourse 3.3"><title>'));
    expect(await findFeed(url, fetch)).toMatchObject({ entry: { url: feed } });
    expect(server.requests).toHaveLength(2);
  });

  it('is left in peace once it answers no more', async ({ server, fetch, expect }) => {
    const url = server.serve('/', silent);
    server.serve('/feed', (_, response) => response.writeHead(429, { 'retry-after': '600' }).end());
    server.serve('/rss.xml', reports('late'));
    await expect(findFeed(url, fetch)).rejects.toMatchObject({ code: 'no-feed-found' });
    expect(server.requests).toHaveLength(2);
  });

  it('is asked seventeen times at most, whatever it holds', async ({ server, fetch, expect }) => {
    const likely = Array.from({ length: 30 }, (_, i) => `<a href="/${i}/feed">x</a>`).join('');
    const url = server.serve('/deep/page', silent.replace('Welcome', likely));
    await expect(findFeed(url, fetch)).rejects.toMatchObject({ code: 'no-feed-found' });
    expect(server.requests.length).toBeLessThanOrEqual(17);
  });
});
