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
      links: links.map(({ href, title }) => ({ url: `${server.origin}${href}`, title })),
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
