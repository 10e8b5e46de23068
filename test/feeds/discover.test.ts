import { describe, expect, it } from 'vitest';
import { findFeedLinks } from '../../lib/feeds/discover.ts';

const page = 'https://site.example/section/page';
const find = (head: string) => findFeedLinks(`<!doctype html><html><head>${head}</head><body>`, page);

describe('the feeds of a page', () => {
  it.each([
    'application/rss+xml',
    'application/atom+xml',
    'application/rdf+xml',
    'application/feed+json',
    'application/xml',
    'text/xml; charset=utf-8',
    'APPLICATION/RSS+XML',
  ])('are links of type %s', (type) => {
    expect(find(`<link rel="alternate" type="${type}" href="/feed" title=" The &amp;\n Feed ">`)).toEqual([
      { url: 'https://site.example/feed', title: 'The & Feed' },
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
