import { describe, expect, it } from 'vitest';
import type { Item } from '../../lib/article.ts';
import type { ParsedFeed } from '../../lib/feeds/parse.ts';
import { createDrafts } from '../../lib/jobs/create-drafts.ts';
import { buildFeed, minutesLater, morning } from '../fixtures/builders.ts';

const site = 'https://status.stratavine.example/';

function draft(items: Item[], { feed = {}, document = {} }: { feed?: object; document?: Partial<ParsedFeed> } = {}) {
  return createDrafts(buildFeed(feed), { title: 'Status', items, ...document }, morning);
}

function buildItem(overrides: Partial<Item> = {}): Item {
  return {
    title: 'Elevated error rates',
    summary: 'We are looking into it.',
    published: minutesLater(-5),
    ...overrides,
  };
}

const idsOf = (items: Item[], options = {}) => draft(items, options).map(({ id }) => id);

describe('the articles of a document', () => {
  it('speak with the voice of the feed, in the language that it or the document states', () => {
    const item = buildItem({ url: 'https://harbour-post.example/a', title: 'x', summary: '' });
    expect(draft([item], { feed: { language: 'fr' }, document: { language: 'de' } })).toStrictEqual([
      {
        id: expect.stringMatching(/^[\da-f]{16}$/),
        feedId: 'feed-1',
        publisher: { name: 'The Harbour Post', country: 'GB', ownership: 'private' },
        url: 'https://harbour-post.example/a',
        title: 'x',
        summary: '',
        publishedAt: minutesLater(-5),
        seenAt: morning,
        language: 'und',
      },
    ]);
    const unclear = buildItem({ title: 'Airbus A380', summary: '' });
    expect(draft([unclear], { feed: { language: 'fr' }, document: { language: 'de' } })[0]?.language).toBe('fr');
    expect(draft([unclear], { document: { language: 'de' } })[0]?.language).toBe('de');
  });

  it('leave out entries with nothing to read', () => {
    expect(draft([buildItem({ title: '', summary: '' }), buildItem()])).toHaveLength(1);
  });

  it('are one for one page, whatever its guid', () => {
    const url = 'https://harbour-post.example/a';
    const [one, other] = idsOf([buildItem({ url, guid: '1' }), buildItem({ url: `${url}?utm_source=rss`, guid: '2' })]);
    expect(one).toBe(other);
  });
});

describe('entries that all link to the site itself', () => {
  it.each([
    ['a bare host', site, {}],
    ['a bare host with a fragment', `${site}#now`, {}],
    ['the site that the document names', `${site}board/`, { document: { siteUrl: `${site}board` } }],
    ['the site that the feed list names', `${site}board`, { feed: { siteUrl: `${site}board/` } }],
  ])('are told apart by their guids, and open at %s', (_, url, options) => {
    const items = [buildItem({ url, guid: 'a' }), buildItem({ url, guid: 'b' })];
    expect(new Set(idsOf(items, options)).size).toBe(2);
    expect(draft(items, options).map((article) => article.url)).toEqual([url, url]);
  });

  it('keep their id when their words change', () => {
    const changed = { url: site, guid: 'a', title: 'Resolved', summary: 'All is well.' };
    expect(idsOf([buildItem({ url: site, guid: 'a' })])).toEqual(idsOf([buildItem(changed)]));
  });

  it('are not those of another feed', () => {
    const items = [buildItem({ url: site, guid: 'a' })];
    expect(idsOf(items)).not.toEqual(idsOf(items, { feed: { id: 'feed-2' } }));
  });

  it('are told apart by what their address says after the #, or by their words, where they have no guid of their own', () => {
    const words = [buildItem({ url: site }), buildItem({ url: site, title: 'Resolved' })];
    const guids = words.map((item) => ({ ...item, guid: site }));
    const fragments = [buildItem({ url: `${site}#a` }), buildItem({ url: `${site}#b` })];
    for (const items of [words, guids, fragments]) expect(new Set(idsOf(items)).size).toBe(2);
    const changed = [buildItem({ url: `${site}#a`, title: 'Resolved' })];
    expect(idsOf(changed)).toEqual(idsOf(fragments.slice(0, 1)));
  });
});
