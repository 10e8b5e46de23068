import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFeed, type FeedEntry } from '../../lib/feeds/feed.ts';
import { parseOpml, renderOpml } from '../../lib/feeds/opml.ts';
import { ownerships } from '../../lib/taxonomy.ts';

const list = (body: string) => `<?xml version="1.0"?><opml version="1.0"><head/><body>${body}</body></opml>`;
const read = (body: string) => parseOpml(list(body), 'list.opml');

describe('a feed list', () => {
  it('gives its feeds in order, folders flattened', () => {
    const feeds =
      read(`<outline text="Folder"><outline text="Inner"><outline text="A" xmlUrl="https://a.example/feed"/></outline>
      <outline title="B" text="b" xmlUrl="https://b.example/feed" htmlUrl="https://b.example/"/></outline><outline xmlUrl="https://c.example/feed"/>`);
    expect(feeds).toEqual([
      { url: 'https://a.example/feed', title: 'A' },
      { url: 'https://b.example/feed', title: 'B', siteUrl: 'https://b.example/' },
      { url: 'https://c.example/feed' },
    ]);
  });

  it('of the demo is complete', () => {
    const file = new URL('../../lib/cli/demo/feeds/catalogue.opml', import.meta.url);
    const feeds = parseOpml(readFileSync(file, 'utf8'), 'catalogue.opml');
    expect(feeds).toHaveLength(16);
    for (const feed of feeds) expect(Object.values(feed)).toHaveLength(7);
  });

  it('skips an outline without an address', () => {
    expect(read('<outline text="Only words" type="rss"/>')).toEqual([]);
  });

  it.each(['ftp://old.example/feed', 'javascript:alert(1)', 'not an address'])(
    'keeps %s, so that its poll says what is wrong',
    (url) => {
      expect(read(`<outline text="x" xmlUrl="${url}"/>`)).toEqual([{ url, title: 'x' }]);
    },
  );

  it('ignores values that are none', () => {
    const outline =
      '<outline xmlUrl="https://a.example/" language="gibberish language" faultline:country="Atlantis" faultline:ownership="mine" faultline:kind="gossip" htmlUrl="nowhere"/>';
    expect(read(outline)).toEqual([{ url: 'https://a.example/' }]);
  });

  it.each([
    ['feed://a.example/x', 'http://a.example/x'],
    ['feed:https://a.example/x', 'https://a.example/x'],
    ['feed://https://a.example/x', 'https://a.example/x'],
  ])('takes the scheme of feed readers: %s', (written, url) => {
    expect(read(`<outline xmlUrl="${written}"/>`)).toEqual([{ url }]);
  });

  it('is mended where ampersands are bare', () => {
    expect(read('<outline text="R&D" xmlUrl="https://a.example/?a=1&b=2"/>')).toEqual([
      { url: 'https://a.example/?a=1&b=2', title: 'R&D' },
    ]);
  });

  it.each([
    ['', 'it is no OPML'],
    ['{"feeds": []}', 'it is no OPML'],
    ['<rss version="2.0"><channel/></rss>', 'it is no OPML'],
    ['<!DOCTYPE x [<!ENTITY a "b">]><opml/>', 'it declares entities, which no feed needs'],
    [list('<outline>'.repeat(300)), 'its elements are nested deeper than 256'],
    ['<opml version="2.0"><body><outline text="a', 'its XML is broken'],
  ])('is refused by name: %.40j', (text, why) => {
    expect(() => parseOpml(text, 'my.opml')).toThrow(`The feed list my.opml could not be read: ${why}.`);
  });
});

describe('a feed list that we write', () => {
  const entry = fc.record({
    url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
    title: fc.stringMatching(/^[\w&<>"'’é漢;#.-]{1,10}(?: [\w&<>"'’é漢;#.-]{1,10}){0,3}$/u),
    siteUrl: fc.option(fc.webUrl(), { nil: undefined }),
    country: fc.constantFrom('GB', 'CN', 'INT', 'ZZ'),
    ownership: fc.constantFrom(...ownerships),
    language: fc.constantFrom('en', 'zh-Hans', 'pt-BR', undefined),
    kind: fc.constantFrom<'news' | 'status'>('news', 'status'),
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (entries: FeedEntry[]) => {
        const feeds = entries.map((each) => createFeed(each, 'test', new Date(0)));
        const defined = entries.map((each) =>
          Object.fromEntries(Object.entries(each).filter(([, value]) => value !== undefined)),
        );
        expect(parseOpml(renderOpml(feeds), 'x')).toEqual(defined);
      }),
    );
  });

  it('declares the namespace of what is ours', () => {
    const text = renderOpml([createFeed({ url: 'https://a.example/' }, 'test', new Date(0))]);
    expect(text).toContain('<opml version="2.0" xmlns:faultline="https://faultline.example/ns/opml">');
  });
});
