import { describe } from 'vitest';
import { identifyFeed } from '../../lib/feeds/feed.ts';
import type { Directory, Fetch, Store } from '../../lib/jobs/ports.ts';
import { addFeed, changeFeed, importFeeds, type TuneFeedsPorts } from '../../lib/jobs/tune-feeds.ts';
import { buildFeed, morning } from '../fixtures/builders.ts';
import { writeOpml, writePage, writeRss } from '../fixtures/feed-server.ts';
import { it } from './fixture.ts';

/** Ada is an admin, everybody is in every channel. */
const directory: Directory = { isAdmin: async (_team, user) => user === 'UADA', isMember: async () => true };
const ada = { team: 'T1', user: 'UADA' };
const ben = { team: 'T1', user: 'UBEN' };

function portsOf(store: Store, fetch: Fetch, allowPrivate = true): TuneFeedsPorts {
  return { store, directory, fetch, allowPrivate, now: () => morning };
}

async function listDeeds(store: Store): Promise<string[]> {
  return (await store.teams.listAudit('T1')).items.map(({ by, deed }) => `${by} ${deed}`);
}

async function listUrls(store: Store): Promise<string[]> {
  return (await store.feeds.list()).items.map(({ url }) => url).sort();
}

describe('adding a feed', () => {
  it('keeps it in the name of who added it, and writes it down', async ({ store, server, fetch, expect }) => {
    const url = server.serve('/harbour', writeRss('The Harbour Post', []));
    const enlisted = await addFeed(portsOf(store, fetch), ada, url, { country: 'gb', ownership: 'public' });
    const { id } = enlisted.kind === 'added' ? enlisted.feed : { id: '' };
    expect(await store.feeds.get(id)).toMatchObject({
      url,
      title: 'The Harbour Post',
      country: 'GB',
      ownership: 'public',
      addedBy: 'UADA',
      nextPollAt: morning,
    });
    expect(await listDeeds(store)).toEqual([`UADA added the feed "The Harbour Post" ("${url}")`]);
  });

  it('offers the choice where a site has several, and adds none', async ({ store, server, fetch, expect }) => {
    const site = server.serve('/', writePage({ href: '/news', title: 'News' }, { href: '/sport', title: 'Sport' }));
    expect(await addFeed(portsOf(store, fetch), ada, site)).toEqual({
      kind: 'several',
      url: site,
      links: [
        { url: `${server.origin}/news`, title: 'News', format: 'RSS' },
        { url: `${server.origin}/sport`, title: 'Sport', format: 'RSS' },
      ],
    });
    expect([await listUrls(store), await listDeeds(store)]).toEqual([[], []]);
  });

  it('that is there already is refused, also by the address that it moved to', async ({
    store,
    server,
    fetch,
    expect,
  }) => {
    const url = server.serve('/harbour', writeRss('Harbour', []));
    await store.feeds.add(buildFeed({ id: 'moved', url }));
    await expect(addFeed(portsOf(store, fetch), ada, url)).rejects.toMatchObject({ code: 'feed-exists' });
    expect(await listDeeds(store)).toEqual([]);
  });

  it.for<[string, string]>([
    ['http://127.0.0.1/feed', 'not public'],
    ['ftp://press.example/feed', 'scheme is ftp'],
    ['https://ada:secret@press.example/', 'user name'],
    ['three words only', 'no URL'],
    ['', 'no URL'],
  ])('refuses "%s" without asking for it: %s', async ([url, why], { store, fetch, expect }) => {
    const adding = addFeed(portsOf(store, fetch, false), ada, url);
    await expect(adding).rejects.toMatchObject({ code: 'feed-address-refused' });
    await expect(adding).rejects.toThrow(why);
  });
});

describe('changing the list', () => {
  it('disables, enables and removes by id or address, each written down', async ({ store, fetch, expect }) => {
    const url = 'https://harbour.example/rss';
    const id = identifyFeed(url);
    await store.feeds.add(buildFeed({ id, url }));
    const ports = portsOf(store, fetch);
    expect(await changeFeed(ports, ada, id, 'disable')).toMatchObject({ id, title: 'The Harbour Post' });
    expect(await store.feeds.get(id)).toMatchObject({ enabled: false });
    await changeFeed(ports, ada, url, 'enable');
    expect(await store.feeds.get(id)).toMatchObject({ enabled: true });
    await changeFeed(ports, ada, id, 'remove');
    expect(await store.feeds.get(id)).toBeUndefined();
    expect((await listDeeds(store)).map((deed) => deed.split(' ')[1])).toEqual(['removed', 'enabled', 'disabled']);
  });

  it('of a feed that is not in it is refused', async ({ store, fetch, expect }) => {
    const changing = changeFeed(portsOf(store, fetch), ada, 'nothing', 'remove');
    await expect(changing).rejects.toMatchObject({ code: 'feed-unknown', facts: { feed: 'nothing' } });
  });
});

describe('importing a list', () => {
  it('adds what is new and leaves out what may not be fetched', async ({ store, fetch, expect }) => {
    const urls = ['https://a.example/rss', 'https://b.example/rss', 'http://127.0.0.1/rss'];
    await store.feeds.add(buildFeed({ id: identifyFeed(urls[0] ?? ''), url: urls[0] ?? '' }));
    const ports = portsOf(store, fetch, false);
    expect(await importFeeds(ports, ada, writeOpml(urls), 'list.opml')).toEqual({ added: 1, known: 1, refused: 1 });
    expect(await listUrls(store)).toEqual(urls.slice(0, 2));
    expect(await listDeeds(store)).toEqual(['UADA imported a feed list: 1 added, 1 known already']);
  });

  it.for<[string, string, string]>([
    ['no OPML', '<html><body/></html>', 'feed-list-unreadable'],
    ['nothing', '', 'feed-list-unreadable'],
    ['a bomb', '<!DOCTYPE opml [<!ENTITY a "aaaa">]><opml>&a;</opml>', 'feed-list-unreadable'],
    [
      'two thousand and one feeds',
      writeOpml(Array.from({ length: 2_001 }, (_, i) => `https://f${i}.example/rss`)),
      'feed-list-long',
    ],
  ])('refuses %s, and adds none', async ([, text, code], { store, fetch, expect }) => {
    await expect(importFeeds(portsOf(store, fetch), ada, text, 'list.opml')).rejects.toMatchObject({ code });
    expect(await listUrls(store)).toEqual([]);
  });
});

describe('who may not tune feeds', () => {
  it('is refused before anything is fetched or changed', async ({ store, server, fetch, expect }) => {
    const url = server.serve('/harbour', writeRss('Harbour', []));
    await store.feeds.add(buildFeed({ id: 'kept' }));
    const ports = portsOf(store, fetch);
    const refused = { code: 'not-a-feed-tuner' };
    await expect(addFeed(ports, ben, url)).rejects.toMatchObject(refused);
    await expect(changeFeed(ports, ben, 'kept', 'remove')).rejects.toMatchObject(refused);
    await expect(importFeeds(ports, ben, writeOpml([url]), 'list.opml')).rejects.toMatchObject(refused);
    expect(server.requests).toEqual([]);
    expect((await store.feeds.list()).items.map(({ id }) => id)).toEqual(['kept']);
  });

  it('may once the admins chose so', async ({ store, fetch, expect }) => {
    await store.feeds.add(buildFeed({ id: 'kept' }));
    await store.teams.saveSettings({ team: 'T1', feedTuners: ['UBEN'], whenUnsure: 'ask' });
    await changeFeed(portsOf(store, fetch), ben, 'kept', 'disable');
    expect(await store.feeds.get('kept')).toMatchObject({ enabled: false });
  });
});
