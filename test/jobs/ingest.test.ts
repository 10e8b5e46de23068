import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe } from 'vitest';
import { createFeed, type Feed } from '../../lib/feeds/feed.ts';
import { createFetch } from '../../lib/feeds/fetch.ts';
import { type IngestReport, ingestFeeds } from '../../lib/jobs/ingest.ts';
import type { Fetch, Store } from '../../lib/jobs/ports.ts';
import { buildFeed, minutesLater, morning } from '../fixtures/builders.ts';
import { reports, startFeedServer, writeRss } from '../fixtures/feed-server.ts';
import { it, judge, readArchive } from './fixture.ts';

/** Adds a feed that is due this morning. */
async function follow(store: Store, url: string): Promise<Feed> {
  const feed = createFeed({ url, title: new URL(url).pathname.slice(1) }, 'test', morning);
  await store.feeds.add(feed);
  return feed;
}

/** Polls what is due so many minutes after six. */
function poll(store: Store, fetch: Fetch, minutes: number, ids?: string[]): Promise<IngestReport[]> {
  return ingestFeeds({ store, fetch, judge, now: () => minutesLater(minutes) }, ids ? { ids } : {});
}

const byUrl = (a: IngestReport, b: IngestReport) => (a.url < b.url ? -1 : 1);

describe('ingesting', () => {
  it('polls every due feed once, places what they carry, and reports each as it ends', async ({
    store,
    server,
    fetch,
    expect,
  }) => {
    const harbour = await follow(store, server.serve('/harbour', writeRss('Harbour', [reports.crash, reports.law])));
    const ledger = await follow(store, server.serve('/ledger', writeRss('Ledger', [reports.football])));
    await store.feeds.add(buildFeed({ id: 'later', nextPollAt: minutesLater(60) }));
    await store.feeds.add(buildFeed({ id: 'disabled', enabled: false }));
    const heard: [IngestReport, number][] = [];
    const made = await ingestFeeds(
      { store, fetch, judge, now: () => morning },
      { onReport: (report, of) => heard.push([report, of]) },
    );
    expect(made.toSorted(byUrl)).toEqual([
      { url: harbour.url, title: 'harbour', kind: 'fetched', items: 2, new: 2, revised: 0, stories: 2 },
      { url: ledger.url, title: 'ledger', kind: 'fetched', items: 1, new: 1, revised: 0, stories: 1 },
    ]);
    expect(heard).toEqual(made.map((report) => [report, 2]));
    const { revisions } = await readArchive(store);
    expect(revisions.map(({ title }) => title).sort()).toEqual(
      [reports.crash.title, reports.football.title, reports.law.title].sort(),
    );
    expect(revisions.every(({ seenAt }) => seenAt.getTime() === morning.getTime())).toBe(true);
    expect(await poll(store, fetch, 1)).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  it('tells new items from changed and known ones at the next poll', async ({ store, server, fetch, expect }) => {
    await follow(store, server.serve('/harbour', writeRss('Harbour', [reports.crash, reports.law])));
    await poll(store, fetch, 0);
    const corrected = { ...reports.law, summary: `${reports.law.summary} It names 14 sectors.` };
    server.serve('/harbour', writeRss('Harbour', [reports.football, reports.crash, corrected]));
    expect(await poll(store, fetch, 30)).toMatchObject([{ kind: 'fetched', items: 3, new: 1, revised: 1 }]);
  });

  it('polls all that is due, however much it is', async ({ store, server, fetch, expect }) => {
    for (let i = 0; i < 205; i++) await follow(store, server.serve(`/${i}`, writeRss(`Feed ${i}`, [])));
    const made = await poll(store, fetch, 0);
    expect(new Set(made.map(({ url }) => url)).size).toBe(205);
    expect(made).toHaveLength(205);
    expect(server.requests).toHaveLength(205);
  });

  it('of no feeds makes no report', async ({ store, fetch, expect }) => {
    expect(await poll(store, fetch, 0)).toEqual([]);
  });

  it('polls the named feeds, due or not, each once, and nothing else', async ({ store, server, fetch, expect }) => {
    const harbour = await follow(store, server.serve('/harbour', writeRss('Harbour', [reports.crash])));
    await follow(store, server.serve('/ledger', writeRss('Ledger', [reports.football])));
    await poll(store, fetch, 0);
    const made = await poll(store, fetch, 1, [harbour.id, 'nobody', harbour.id]);
    expect(made).toMatchObject([{ url: harbour.url, kind: 'unchanged' }]);
  });
});

describe('one feed harms no other', () => {
  it('where it hangs, breaks off, refuses, is no feed, or says nonsense', async ({ store, server, expect }) => {
    const hanging = await startFeedServer();
    const { fetch, close } = createFetch({ allowPrivate: true, timeout: 500 });
    try {
      await follow(
        store,
        hanging.serve('/hangs', () => {}),
      );
      await follow(
        store,
        server.serve('/breaks-off', (_, response) => response.destroy()),
      );
      await follow(
        store,
        server.serve('/refuses', (_, response) => response.writeHead(500).end()),
      );
      await follow(store, server.serve('/page', '<!doctype html><html><body>Welcome</body></html>'));
      await follow(store, server.serve('/nonsense', '<rss><channel><item><title>Half'));
      await follow(store, 'http://127.0.0.1:9/closed');
      await follow(store, server.serve('/harbour', writeRss('Harbour', [reports.crash])));
      const made = await poll(store, fetch, 0);
      const { harbour, ...failed } = Object.fromEntries(made.map((report) => [report.title, report]));
      expect(harbour).toMatchObject({ kind: 'fetched', new: 1 });
      expect(Object.keys(failed).sort()).toEqual(['breaks-off', 'closed', 'hangs', 'nonsense', 'page', 'refuses']);
      for (const report of Object.values(failed)) {
        expect(report).toMatchObject({ kind: 'failed', items: 0, new: 0, revised: 0 });
        expect(report.reason).toMatch(/\S/);
        expect(report.reason).not.toContain('\n');
      }
      expect(failed.hangs?.reason).toBe('timed out after 0.5 s');
      expect(failed.refuses?.reason).toBe('500 Internal Server Error');
    } finally {
      await close();
      await hanging.close();
    }
  });

  it('by hanging, though it have twenty of its kind on its host: the others are read before any of those ends', async ({
    store,
    server,
    expect,
  }) => {
    const hanging = await startFeedServer();
    const dripping = await startFeedServer();
    const { fetch, close } = createFetch({ allowPrivate: true });
    let isOver = false;
    try {
      for (let i = 0; i < 20; i++)
        await follow(
          store,
          hanging.serve(`/hangs-${i}`, (_, response) => {
            if (isOver) response.writeHead(500).end();
          }),
        );
      await follow(
        store,
        dripping.serve('/drips', (_, response) => {
          response.write('<rss>');
        }),
      );
      const titles = Array.from({ length: 5 }, (_, i) => `ledger-${i}`);
      for (const title of titles) await follow(store, server.serve(`/${title}`, writeRss(title, [reports.football])));
      const ended: string[] = [];
      await ingestFeeds(
        { store, fetch, judge, now: () => morning },
        {
          onReport({ title }) {
            ended.push(title);
            if (ended.length < titles.length) return;
            isOver = true;
            hanging.cut();
            dripping.cut();
          },
        },
      );
      expect(ended.slice(0, titles.length).sort()).toEqual(titles);
      expect(ended).toHaveLength(26);
    } finally {
      await close();
      await hanging.close();
      await dripping.close();
    }
  });

  it('where its articles cannot be stored: it is tried again later', async ({
    folder,
    store,
    server,
    fetch,
    expect,
  }) => {
    const database = new DatabaseSync(join(folder, 'store.sqlite'));
    database.exec("CREATE TRIGGER full BEFORE INSERT ON story BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    const feed = await follow(store, server.serve('/harbour', writeRss('Harbour', [reports.crash])));
    await follow(store, server.serve('/empty', writeRss('Empty', [])));
    const made = await poll(store, fetch, 0);
    const { harbour, empty } = Object.fromEntries(made.map((report) => [report.title, report]));
    expect(harbour).toMatchObject({ kind: 'failed', items: 1, new: 0, reason: 'the disk is full' });
    expect(empty).toMatchObject({ kind: 'fetched' });
    expect(await readArchive(store)).toEqual({ revisions: [], stories: [] });
    const settled = await store.feeds.get(feed.id);
    expect(settled).toMatchObject({ failures: 1, lastError: 'the disk is full' });
    // With a validator the next answer would be 304, and the articles lost.
    expect(settled).not.toHaveProperty('etag');
    database.exec('DROP TRIGGER full');
    database.close();
    expect(await poll(store, fetch, 12)).toMatchObject([{ kind: 'fetched', new: 1 }]);
  });
});

describe('a lease', () => {
  it('keeps a feed from a second poll while the first runs, also where it is named', async ({
    connect,
    server,
    fetch,
    expect,
  }) => {
    const arrived = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const [one, other] = [connect(), connect()];
    const feed = await follow(
      one,
      server.serve('/harbour', async (_, response) => {
        arrived.resolve();
        await release.promise;
        response.end(writeRss('Harbour', [reports.crash]));
      }),
    );
    const first = poll(one, fetch, 0);
    await arrived.promise;
    expect(await poll(other, fetch, 1)).toEqual([]);
    expect(await poll(other, fetch, 1, [feed.id])).toEqual([]);
    release.resolve();
    expect(await first).toMatchObject([{ kind: 'fetched', new: 1 }]);
    expect(server.requests).toHaveLength(1);
    expect(await poll(other, fetch, 1, [feed.id])).toMatchObject([{ kind: 'fetched', new: 0 }]);
  });

  it('of a poll that never ended runs out: the feed is due again, and the late answer changes nothing', async ({
    connect,
    server,
    fetch,
    createFetch,
    expect,
  }) => {
    const arrived = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const [stuck, other] = [connect(), connect()];
    const feed = await follow(
      stuck,
      server.serve('/harbour', async (_, response) => {
        if (server.requests.length > 1) return response.end(writeRss('Harbour', [reports.crash]));
        arrived.resolve();
        await release.promise;
        return response.writeHead(410).end();
      }),
    );
    const first = poll(stuck, fetch, 0);
    await arrived.promise;
    const laterFetch = createFetch();
    expect(await poll(other, laterFetch, 9)).toEqual([]);
    expect(await poll(other, laterFetch, 10)).toMatchObject([{ kind: 'fetched', new: 1 }]);
    const before = await other.feeds.get(feed.id);
    release.resolve();
    expect(await first).toMatchObject([{ kind: 'gone' }]);
    expect(await other.feeds.get(feed.id)).toStrictEqual(before);
  });
});
