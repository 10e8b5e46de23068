import { expect, it } from 'vitest';
import { buildFeed, minutesLater } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { idsOf, readPages, withUndefined } from './placing.ts';

export function feedContract({ create, createPair }: Stores): void {
  it('gives a feed back as it was added', async () => {
    const store = await create();
    const plain = buildFeed();
    const full = buildFeed({
      id: 'full',
      title: '𠮷野家 🚄 صحيفة الميناء',
      siteUrl: 'https://full.example/',
      language: 'ar',
      kind: 'status',
      enabled: false,
      etag: 'W/"2024-07-19T06:00:00.000Z"',
      lastModified: '2024-07-19T06:00:00.000Z',
      failures: 3,
      lastError: 'it answered 503',
      lastSuccessAt: minutesLater(-1),
    });
    expect(await store.feeds.add(plain)).toBe(true);
    expect(await store.feeds.add(full)).toBe(true);
    expect(await store.feeds.get(plain.id)).toStrictEqual(plain);
    expect(await store.feeds.get('full')).toStrictEqual(full);
    expect(await store.feeds.get('unknown')).toBeUndefined();
  });

  it('takes a member that is undefined as absent', async () => {
    const store = await create();
    await store.feeds.add(withUndefined(buildFeed(), 'etag', 'lastSuccessAt'));
    expect(await store.feeds.get('feed-1')).toStrictEqual(buildFeed());
  });

  it('refuses to add a feed twice and keeps the first', async () => {
    const store = await create();
    await store.feeds.add(buildFeed({ title: 'First' }));
    expect(await store.feeds.add(buildFeed({ title: 'Second' }))).toBe(false);
    expect(await store.feeds.get('feed-1')).toStrictEqual(buildFeed({ title: 'First' }));
  });

  it('replaces what people tune and nothing else', async () => {
    const store = await create();
    const feed = buildFeed({ etag: '"1"', failures: 2 });
    await store.feeds.add(feed);
    await store.feeds.add(buildFeed({ id: 'other' }));
    const changes = { title: 'Renamed', siteUrl: 'https://new.example/', country: 'FR', language: 'fr' } as const;
    expect(await store.feeds.tune('feed-1', changes)).toBe(true);
    expect(await store.feeds.tune('feed-1', { ownership: 'state', kind: 'status', enabled: false })).toBe(true);
    expect(await store.feeds.get('feed-1')).toStrictEqual({
      ...feed,
      ...changes,
      ownership: 'state',
      kind: 'status',
      enabled: false,
    });
    expect(await store.feeds.get('other')).toStrictEqual(buildFeed({ id: 'other' }));
  });

  it('leaves as it was what a change holds as undefined', async () => {
    const store = await create();
    const feed = buildFeed({ siteUrl: 'https://feed-1.example/' });
    await store.feeds.add(feed);
    const changes = withUndefined({ country: 'IE' }, 'title', 'siteUrl', 'enabled');
    expect(await store.feeds.tune('feed-1', changes)).toBe(true);
    expect(await store.feeds.get('feed-1')).toStrictEqual({ ...feed, country: 'IE' });
  });

  it('loses neither of two changes made at once', async () => {
    const [one, other] = await createPair();
    await one.feeds.add(buildFeed());
    await Promise.all([one.feeds.tune('feed-1', { title: 'Renamed' }), other.feeds.tune('feed-1', { country: 'FR' })]);
    expect(await one.feeds.get('feed-1')).toMatchObject({ title: 'Renamed', country: 'FR' });
  });

  it('knows no feed to tune or remove that was not added, and adds none by it', async () => {
    const store = await create();
    expect(await store.feeds.tune('unknown', { title: 'Ghost' })).toBe(false);
    expect(await store.feeds.remove('unknown')).toBe(false);
    expect(await store.feeds.list()).toStrictEqual({ items: [] });
  });

  it('removes a feed once, after which it can be added anew', async () => {
    const store = await create();
    await store.feeds.add(buildFeed());
    await store.feeds.add(buildFeed({ id: 'other' }));
    expect(await store.feeds.remove('feed-1')).toBe(true);
    expect(await store.feeds.remove('feed-1')).toBe(false);
    expect(await store.feeds.get('feed-1')).toBeUndefined();
    expect(idsOf((await store.feeds.list()).items)).toEqual(['other']);
    expect(await store.feeds.add(buildFeed())).toBe(true);
  });

  it('lists by title, also after a feed was renamed', async () => {
    const store = await create();
    for (const title of ['Cape Courier', 'Adelaide Argus', 'Bergen Budstikke']) {
      await store.feeds.add(buildFeed({ id: title, title }));
    }
    await store.feeds.tune('Adelaide Argus', { title: 'Darwin Daily' });
    const titles = (await store.feeds.list()).items.map(({ title }) => title);
    expect(titles).toEqual(['Bergen Budstikke', 'Cape Courier', 'Darwin Daily']);
  });

  it('lists page by page, none lost or repeated, though titles are equal, empty, or hold a NUL', async () => {
    const store = await create();
    const titles = ['Same', 'Same', 'Same', 'Same', 'Same', '', '', 'A\0B', 'A\0C', '𠮷野', 'صحيفة', 'Zeta'];
    const feeds = titles.map((title, i) => buildFeed({ id: `feed-${i}`, title }));
    for (const feed of feeds) await store.feeds.add(feed);
    for (const limit of [1, 2, 5, 12, 13]) {
      const listed = await readPages((page) => store.feeds.list(page), limit);
      expect(idsOf(listed).sort()).toEqual(idsOf(feeds).sort());
    }
  });

  it('goes on with a list where it stopped, though feeds come and go meanwhile', async () => {
    const store = await create();
    for (const n of [10, 20, 30, 40, 50, 60])
      await store.feeds.add(buildFeed({ id: `feed-${n}`, title: `Title ${n}` }));
    const listed = await readPages(
      (page) => store.feeds.list(page),
      2,
      async (page) => {
        if (page !== 1) return;
        await store.feeds.add(buildFeed({ id: 'feed-05', title: 'Title 05' }));
        await store.feeds.add(buildFeed({ id: 'feed-45', title: 'Title 45' }));
        await store.feeds.remove('feed-20');
      },
    );
    expect(idsOf(listed)).toEqual(['feed-10', 'feed-20', 'feed-30', 'feed-40', 'feed-45', 'feed-50', 'feed-60']);
  });
}
