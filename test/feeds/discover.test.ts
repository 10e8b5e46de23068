import { describe, expect, it } from 'vitest';
import { findFeedLinks, readFeedLinks } from '../../lib/feeds/discover.ts';

const page = 'https://site.example/section/page';
const find = (head: string) => findFeedLinks(`<!doctype html><html><head>${head}</head><body>`, page);

describe('the feeds of a page', () => {
  it.each([
    ['application/rss+xml', { format: 'RSS' }],
    ['application/atom+xml', { format: 'Atom' }],
    ['application/rdf+xml', { format: 'RSS' }],
    ['application/feed+json', { format: 'JSON Feed' }],
    ['application/xml', {}],
    ['text/xml; charset=utf-8', {}],
    ['APPLICATION/RSS+XML', { format: 'RSS' }],
  ])('are links of type %s', (type, format) => {
    expect(find(`<link rel="alternate" type="${type}" href="/feed" title=" The &amp;\n Feed ">`)).toEqual([
      { url: 'https://site.example/feed', title: 'The & Feed', ...format },
    ]);
  });

  it('come in the order of the page, each once, relative to its base', () => {
    const head = `<base href="/news/"><link rel=alternate type=application/atom+xml href=b><LINK HREF="a" REL="home ALTERNATE" TYPE="application/rss+xml">
      <link rel=alternate type=application/atom+xml href="b" title="again"><link rel="feed" href="c">`;
    expect(find(head).map(({ url }) => url)).toEqual(
      ['b', 'a', 'c'].map((name) => `https://site.example/news/${name}`),
    );
  });

  it('of JSON Feed 1.0 are told from the interfaces of the site', () => {
    const head = `<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1"><link rel="alternate" type="application/json" href="/feed.json">
      <link rel="alternate" type="application/json+oembed" href="/feed-embed"><link rel="alternate" type="text/xml+oembed" href="/feed-embed.xml">`;
    expect(find(head).map(({ url }) => url)).toEqual(['https://site.example/feed.json']);
  });

  it.each([
    '<link rel="stylesheet" type="application/rss+xml" href="/a">',
    '<link rel="alternate stylesheet" type="text/xml" href="/a">',
    '<link rel="alternate" hreflang="de" href="/de">',
    '<link rel="alternate" type="application/rss+xml">',
    '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
    '<!-- <link rel="alternate" type="application/rss+xml" href="/a"> -->',
  ])('are not %s', (head) => {
    expect(find(head)).toEqual([]);
  });
});

describe('of the feeds of a page', () => {
  const announce = (...links: [href: string, title: string, type?: string][]): string =>
    links
      .map(
        ([href, title, type = 'application/rss+xml']) =>
          `<link rel="alternate" type="${type}" href="${href}" title="${title}">`,
      )
      .join('');
  const urls = (head: string) => find(head).map(({ url }) => url.replace('https://site.example', ''));

  it('those of comments come last, told by title or address', () => {
    const head = announce(['/comments/feed', 'Talk'], ['/a', 'Site » Comments Feed'], ['/feed', 'Site » Feed']);
    expect(urls(head)).toEqual(['/feed', '/comments/feed', '/a']);
  });

  it.each([
    [
      'other spellings of the address',
      [
        ['/feed', 'One'],
        ['http://www.site.example/feed/', 'Other'],
        ['/feed?utm_source=page', 'Third'],
      ],
    ],
    [
      'other formats',
      [
        ['/feed.rss', 'News (RSS)'],
        ['/feed.atom', 'News (Atom)', 'application/atom+xml'],
        ['/feed.json', 'News', 'application/feed+json'],
      ],
    ],
  ] as [string, [string, string, string?][]][])('one is offered once, not in %s', (_, links) => {
    expect(urls(announce(...links))).toEqual([links[0]?.[0]]);
  });

  it('those stay that differ by title or by what they are asked for', () => {
    const links: [string, string][] = [
      ['/feed', 'News'],
      ['/rss', 'Sport'],
      ['/list?desk=1', 'News'],
      ['/list?desk=2', 'News'],
    ];
    expect(urls(announce(...links))).toEqual(links.map(([href]) => href));
  });

  it('those in the body and in the Link header count as well', () => {
    const header =
      '</style.css>; rel=preload, </feed.xml>; rel="alternate"; type="application/atom+xml"; title="News, all", <x>; rel=next';
    const html = '<!doctype html><body><p>Text<link rel=alternate type="application/rss+xml" href=/late></body>';
    expect(findFeedLinks(html, page, header)).toEqual([
      { url: 'https://site.example/feed.xml', title: 'News, all', format: 'Atom' },
      { url: 'https://site.example/late', title: '', format: 'RSS' },
    ]);
  });

  it.each([
    ['elements', '<x>'],
    ['links', '<a href="/feed">'],
    ['paragraphs in tables', '<table><p>'],
    ['unfinished tags', '<a href="'],
  ])('a page of 200,000 open %s is left half-way', (_name, unit) => {
    const announced = '<link rel="alternate" type="application/rss+xml" href="/first">';
    const started = performance.now();
    expect(findFeedLinks(announced + unit.repeat(200_000), page).map(({ url }) => url)).toEqual([
      'https://site.example/first',
    ]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('links for readers that look like one are told apart from what is announced', () => {
    const html = `<a href="/news">News</a><a href="/press/rss.xml?lang=en">Press <b>releases</b></a><a href="/feed/">RSS</a>
      <a href="/feedback">Feedback</a><a type="application/rss+xml" href="/export?id=3">Export</a><a href="/atomic">Atoms</a>`;
    const { announced, likely } = readFeedLinks(html, page);
    expect(announced).toEqual([]);
    expect(likely.map(({ url, title }) => [url.replace('https://site.example', ''), title])).toEqual([
      ['/press/rss.xml?lang=en', 'Press releases'],
      ['/feed/', 'RSS'],
      ['/export?id=3', 'Export'],
    ]);
  });
});
