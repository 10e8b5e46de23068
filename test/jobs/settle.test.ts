import type { ServerResponse } from 'node:http';
import { describe } from 'vitest';
import { createFeed, type Feed, identifyFeed } from '../../lib/feeds/feed.ts';
import { ingestFeeds } from '../../lib/jobs/ingest.ts';
import type { Fetch, Store } from '../../lib/jobs/ports.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';
import { reports, writePage, writeRss } from '../fixtures/feed-server.ts';
import { it, judge } from './fixture.ts';

const document = writeRss('Harbour', [reports.crash]);

/** Polls the feed at an address so many minutes after six, having added it where it is new, and reads what was settled. */
async function pollFeed({ store, fetch }: { store: Store; fetch: Fetch }, url: string, minutes = 0) {
  await store.feeds.add(createFeed({ url, title: 'Harbour' }, 'test', morning));
  const id = identifyFeed(url);
  const [report] = await ingestFeeds({ store, fetch, judge, now: () => minutesLater(minutes) }, { ids: [id] });
  const feed = await store.feeds.get(id);
  if (!report || !feed) throw new Error('the feed was not polled');
  return { report, feed, wait: (feed.nextPollAt.getTime() - minutesLater(minutes).getTime()) / 60_000 };
}

const answer = (status: number, headers: Record<string, string> = {}, body = '') => {
  return (_: unknown, response: ServerResponse) => response.writeHead(status, headers).end(body);
};

describe('a poll that fetched', () => {
  it('keeps the validators, the time, and when the feed asked to be polled again', async ({
    store,
    server,
    fetch,
    expect,
  }) => {
    const headers = {
      etag: '"1"',
      'last-modified': 'Fri, 19 Jul 2024 04:09:00 GMT',
      'cache-control': 'max-age=7200',
    };
    const url = server.serve('/harbour', answer(200, headers, document));
    const { feed } = await pollFeed({ store, fetch }, url);
    expect(feed).toMatchObject({
      ...createFeed({ url, title: 'Harbour' }, 'test', morning),
      etag: '"1"',
      lastModified: 'Fri, 19 Jul 2024 04:09:00 GMT',
      lastSuccessAt: morning,
      nextPollAt: minutesLater(120),
    });
  });

  it('obeys the ttl of the document', async ({ store, server, fetch, expect }) => {
    const url = server.serve('/harbour', document.replace('<link>', '<ttl>90</ttl><link>'));
    expect(await pollFeed({ store, fetch }, url)).toMatchObject({ wait: 90 });
  });

  it('asks with the validators next time, and forgets those that the server no longer gives', async ({
    store,
    server,
    fetch,
    expect,
  }) => {
    const url = server.serve('/harbour', answer(200, { etag: '"1"' }, document));
    await pollFeed({ store, fetch }, url);
    server.serve('/harbour', answer(200, { 'last-modified': 'Fri, 19 Jul 2024 07:00:00 GMT' }, document));
    const { feed } = await pollFeed({ store, fetch }, url, 30);
    expect(server.requests[1]?.headers['if-none-match']).toBe('"1"');
    expect(feed).not.toHaveProperty('etag');
    expect(feed.lastModified).toBe('Fri, 19 Jul 2024 07:00:00 GMT');
  });

  it('forgives the failures before it', async ({ store, server, fetch, expect }) => {
    const url = server.serve('/harbour', answer(503));
    await pollFeed({ store, fetch }, url);
    server.serve('/harbour', document);
    const { feed, wait } = await pollFeed({ store, fetch }, url, 20);
    expect(feed).toMatchObject({ failures: 0, lastSuccessAt: minutesLater(20) });
    expect(feed).not.toHaveProperty('lastError');
    expect(wait).toBe(30);
  });

  it('of a valid feed without entries is a success', async ({ store, server, fetch, expect }) => {
    const { report, feed } = await pollFeed({ store, fetch }, server.serve('/empty', writeRss('Empty', [])));
    expect(report).toMatchObject({ kind: 'fetched', items: 0 });
    expect(feed).toMatchObject({ failures: 0, lastSuccessAt: morning });
  });
});

describe('a poll that found nothing new', () => {
  it('keeps the validators and the interval, and forgives failures', async ({ store, server, fetch, expect }) => {
    const url = server.serve('/harbour', document.replace('<link>', '<ttl>90</ttl><link>'));
    const { feed: first } = await pollFeed({ store, fetch }, url);
    const second = await pollFeed({ store, fetch }, url, 90);
    expect(second).toMatchObject({ report: { kind: 'unchanged', items: 0, new: 0, revised: 0 }, wait: 90 });
    expect(second.report).not.toHaveProperty('reason');
    expect(second.feed).toMatchObject({ etag: first.etag, failures: 0, lastSuccessAt: minutesLater(90) });
    server.serve('/harbour', answer(503));
    await pollFeed({ store, fetch }, url, 180);
    server.serve('/harbour', answer(304));
    const { feed } = await pollFeed({ store, fetch }, url, 200);
    expect(feed).toMatchObject({ etag: first.etag, failures: 0, lastSuccessAt: minutesLater(200) });
    expect(feed).not.toHaveProperty('lastError');
  });
});

describe('a poll that failed', () => {
  it('counts the failure, says why, keeps the validators, and backs off further each time', async ({
    store,
    server,
    fetch,
    expect,
  }) => {
    const url = server.serve('/harbour', document);
    const { feed: before } = await pollFeed({ store, fetch }, url);
    server.serve('/harbour', answer(503));
    for (const [failures, minutes] of [
      [1, 10],
      [2, 20],
      [3, 40],
    ] as const) {
      const { report, feed, wait } = await pollFeed({ store, fetch }, url, 100 * failures);
      expect(report).toMatchObject({ kind: 'failed', reason: '503 Service Unavailable' });
      expect(feed).toStrictEqual({
        ...before,
        failures,
        lastError: '503 Service Unavailable',
        nextPollAt: feed.nextPollAt,
        health: { ...before.health, failingAt: minutesLater(100) },
      });
      expect(wait).toBeGreaterThanOrEqual(minutes * 0.875);
      expect(wait).toBeLessThanOrEqual(minutes * 1.125);
    }
  });

  it.for([
    [429, '7200', 120],
    [503, '3600', 60],
    [503, 'Fri, 19 Jul 2024 08:00:00 GMT', 120],
    [503, '999999999', 7 * 24 * 60],
    [503, 'Fri, 31 Dec 275759 23:59:59 GMT', 7 * 24 * 60],
  ] as const)(
    'with %i and Retry-After %s waits %i minutes',
    async ([status, retryAfter, minutes], { store, server, fetch, expect }) => {
      const headers = { 'retry-after': retryAfter, date: 'Fri, 19 Jul 2024 06:00:00 GMT' };
      const url = server.serve('/harbour', answer(status, headers));
      expect((await pollFeed({ store, fetch }, url)).wait).toBe(minutes);
    },
  );

  it.for([
    ['a broken document', answer(200, { etag: '"1"' }, '<rss><channel><item>'), /XML is broken/],
    [
      'a page that links to no feed',
      answer(200, { etag: '"1"' }, '<!doctype html><html></html>'),
      /it is an HTML page/,
    ],
    ['an empty body', answer(200, { etag: '"1"' }), /it is empty/],
    ['a missing page', answer(404), /^404 Not Found$/],
  ] as const)('keeps no validator of %s', async ([, route, reason], { store, server, fetch, expect }) => {
    const { report, feed } = await pollFeed({ store, fetch }, server.serve('/harbour', route));
    expect(report).toMatchObject({ kind: 'failed' });
    expect(report.reason).toMatch(reason);
    expect(feed).toMatchObject({ failures: 1, lastError: report.reason, enabled: true });
    expect(feed).not.toHaveProperty('etag');
  });
});

describe('a poll that met', () => {
  it('410 disables the feed and says so', async ({ store, server, fetch, expect }) => {
    const url = server.serve('/harbour', answer(410));
    const { report, feed } = await pollFeed({ store, fetch }, url);
    expect(report).toMatchObject({ kind: 'gone', items: 0, reason: expect.stringMatching(/^410 Gone/) });
    expect(feed).toMatchObject({ enabled: false, lastError: report.reason });
    expect(await ingestFeeds({ store, fetch, judge, now: () => minutesLater(10_000) }, {})).toEqual([]);
  });

  it('a bot wall names its vendor, backs off, and goes on', async ({ store, server, fetch, expect }) => {
    const url = server.serve('/harbour', answer(403, { 'cf-mitigated': 'challenge' }));
    const { report, feed, wait } = await pollFeed({ store, fetch }, url);
    expect(report).toMatchObject({ kind: 'blocked', reason: expect.stringContaining('Cloudflare') });
    expect(feed).toMatchObject({ enabled: true, failures: 1, lastError: report.reason });
    expect(wait).toBeGreaterThanOrEqual(8.75);
  });
});

describe('a feed that moved', () => {
  it.for([
    [301, true],
    [308, true],
    [302, false],
    [303, false],
    [307, false],
  ] as const)(
    'with %i is asked at its new address: %s',
    async ([status, isPermanent], { store, server, fetch, expect }) => {
      const moved = server.serve('/moved', document);
      const url = server.serve('/harbour', answer(status, { location: '/moved' }));
      const { report, feed } = await pollFeed({ store, fetch }, url);
      expect(report).toMatchObject({ url, kind: 'fetched', new: 1 });
      expect(feed).toMatchObject({ id: identifyFeed(url), url: isPermanent ? moved : url });
      await pollFeed({ store, fetch }, url, 30);
      expect(server.requests.at(2)?.url).toBe(isPermanent ? '/moved' : '/harbour');
    },
  );

  it('to what fails stays where it is', async ({ store, server, fetch, expect }) => {
    const url = server.serve('/harbour', answer(301, { location: '/nowhere' }));
    const { report, feed } = await pollFeed({ store, fetch }, url);
    expect(report).toMatchObject({ kind: 'failed', reason: '404 Not Found' });
    expect(feed.url).toBe(url);
  });
});

describe('a page in place of a feed', () => {
  const link = (href: string) => writePage({ href, title: 'News' });

  it('leads to the first feed that it links to, which is asked from then on', async ({
    store,
    server,
    fetch,
    expect,
  }) => {
    const feedUrl = server.serve('/feed', document);
    const other = { href: '/comments', title: 'Comments' };
    const url = server.serve('/', writePage({ href: '/feed', title: 'News' }, other));
    const { report, feed } = await pollFeed({ store, fetch }, url);
    expect(report).toMatchObject({ url, kind: 'fetched', new: 1 });
    expect(feed).toMatchObject({ id: identifyFeed(url), url: feedUrl });
    expect(await pollFeed({ store, fetch }, url, 30)).toMatchObject({ report: { kind: 'unchanged' } });
    expect(server.requests.map((request) => request.url)).toEqual(['/', '/feed', '/feed']);
  });

  it.for([
    ['another page, even one that links to a feed', link('/feed'), /it is an HTML page/],
    ['a page that links back', link('/'), /it is an HTML page/],
    ['what is missing', answer(404), /404/],
    ['what is gone', answer(410), /gone/],
  ] as const)('is followed once: not on from %s', async ([, linked, reason], { store, server, fetch, expect }) => {
    server.serve('/feed', document);
    server.serve('/linked', linked);
    const url = server.serve('/', link('/linked'));
    const { report, feed } = await pollFeed({ store, fetch }, url);
    expect(report).toMatchObject({ kind: 'failed' });
    expect(report.reason).toMatch(reason);
    expect(feed satisfies Feed).toMatchObject({ url, enabled: true, failures: 1 });
    expect(server.requests).toHaveLength(2);
  });
});
