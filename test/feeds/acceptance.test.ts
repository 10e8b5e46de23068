import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../lib/feeds/parse.ts';

const rss = (item: string, attributes = '') =>
  `<rss version="2.0"${attributes}><channel><item>${item}</item></channel></rss>`;
const atom = (entry: string, attributes = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom"${attributes}><entry>${entry}</entry></feed>`;

async function readFirst(text: string, baseUrl?: string) {
  const { items } = await parseFeed(text, baseUrl ? { baseUrl } : {});
  return items[0];
}

describe('the title of an item is read from', () => {
  it.each([
    [
      'CDATA between texts',
      rss('<title>One <![CDATA[<b>two</b> &amp; three]]> &amp; four</title>'),
      'One two & three & four',
    ],
    ['a comment within it', rss('<title>Trains<!-- not > this --> halted</title>'), 'Trains halted'],
    [
      'signs that are no tags',
      rss('<title>RSS &lt;&lt;&lt; Title &gt;&gt;&gt; 3 < 4</title>'),
      'RSS <<< Title >>> 3 < 4',
    ],
    ['the name of a tag', rss('<title>Why &lt;blink&gt; is gone</title>'), 'Why <blink> is gone'],
    ['markup that was escaped', rss('<title>&lt;b&gt;Bold&lt;/b&gt; words</title>'), 'Bold words'],
    ['markup in the open', rss('<title>Bold <b>words</b></title>'), 'Bold words'],
    ['numbers of Windows', rss('<title>don&#146;t &#x2014; &#0;stop</title>'), 'don’t — stop'],
    ['entities of HTML that nobody declared', rss('<title>caf&eacute;&nbsp;&rsquo;24 R&D</title>'), 'café ’24 R&D'],
    [
      'an address, whose parameters are no entities',
      rss('<title>?page=1&copy=2;mode=x &amp; done</title>'),
      '?page=1&copy=2;mode=x & done',
    ],
    ['Dublin Core', rss('<dc:title>By Dublin</dc:title>'), 'By Dublin'],
    ['Media RSS in a group', rss('<media:group><media:title>Clip</media:title></media:group>'), 'Clip'],
    [
      'a prefix of its own choice',
      '<r:rss xmlns:r="http://backend.userland.com/rss2" xmlns:z="urn:z"><r:channel><r:item><z:title>No</z:title><r:title>Yes</r:title></r:item></r:channel></r:rss>',
      'Yes',
    ],
    ['a prefix that nobody declared', '<foo:feed><foo:entry><foo:title>Yes</foo:title></foo:entry></foo:feed>', 'Yes'],
    ["a default namespace of the feed's own making", rss('<title>Yes</title>', ' xmlns="https://x.example/ns"'), 'Yes'],
    ['elements in capitals', '<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>Loud</TITLE></ITEM></CHANNEL></RSS>', 'Loud'],
    [
      'an item beside the channel',
      '<rss><channel><title>x</title></channel><item><title>Beside</title></item></rss>',
      'Beside',
    ],
    ['an item in no channel', '<rss version="2.0"><item><title>Alone</title></item></rss>', 'Alone'],
    ['behind a form for the search', rss('<textInput><title>Search</title></textInput><title>Story</title>'), 'Story'],
    [
      'before an end that is cut off',
      '<rss version="2.0"><channel><item><title>Last</title></item></channel></rss\n',
      'Last',
    ],
    [
      'an item that was cut off behind it',
      '<rss version="2.0"><channel><item><title>Last</title><description>It w',
      'Last',
    ],
    ['between tags with broken quotes', rss('<link rel="x href=y/><title>Still here</title>'), 'Still here'],
    ['behind an element that nobody closed', rss('<category>a<title>Still here</title>'), 'Still here'],
    [
      'an element that the next one closes',
      rss('<title>Trains halted<link>https://a.example/</link>'),
      'Trains halted',
    ],
    [
      "a document type with a page's name",
      `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x">${rss('<title>Feed</title>')}`,
      'Feed',
    ],
    [
      'an entity of its own',
      `<!DOCTYPE rss [<!ENTITY path "C:\\data">]>${rss('<title>&path; full</title>')}`,
      'C:\\data full',
    ],
    [
      "Atom's text, in which a tag is text",
      atom('<title type="text">History of the &lt;blink&gt; tag</title>'),
      'History of the <blink> tag',
    ],
    [
      "Atom's text, though it be HTML",
      atom('<title>&lt;i&gt;Old&lt;/i&gt; habits &amp;amp; co</title>'),
      'Old habits & co',
    ],
    [
      "Atom's XHTML",
      atom('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 &lt; <b>2</b></div></title>'),
      '1 < 2',
    ],
    ["Atom 0.3's base64", atom('<title mode="base64">VHJhaW5zIGhhbHRlZA==</title>'), 'Trains halted'],
    ['controls that XML forbids', rss('<title>Tra\u0001ins\u000b halted</title>'), 'Trains halted'],
  ])('%s', async (_case, text, title) => {
    expect((await readFirst(text))?.title).toBe(title);
  });
});

describe('the address of an item is', () => {
  it.each([
    ['its link', rss('<link> https://a.example/1?x=1&y=2 </link>'), 'https://a.example/1?x=1&y=2'],
    [
      'its link, escaped in CDATA',
      rss('<link><![CDATA[https://a.example/?x=1&amp;y=2]]></link>'),
      'https://a.example/?x=1&y=2',
    ],
    ['its link, without a scheme', rss('<link>//a.example/1</link>'), 'https://a.example/1'],
    ['its link, as people write it', rss('<link>www.a.example/1</link>'), 'http://www.a.example/1'],
    [
      'its link, before one of Atom',
      rss('<atom:link href="https://a.example/feed"/><link>https://a.example/1</link>'),
      'https://a.example/1',
    ],
    [
      'one of Atom, where it has no other',
      rss(
        '<atom:link rel="alternate" href="https://a.example/1"/><atom:link rel="self" href="https://a.example/feed"/>',
      ),
      'https://a.example/1',
    ],
    ['a guid that is an address', rss('<guid>https://a.example/1</guid>'), 'https://a.example/1'],
    [
      'a guid that says so, relative',
      rss('<guid isPermaLink="true">/1</guid>', ' xml:base="https://a.example/"'),
      'https://a.example/1',
    ],
    [
      'never a guid that says that it is none',
      rss('<title>x</title><guid isPermaLink="false">https://a.example/1</guid>'),
      undefined,
    ],
    [
      "of Atom's, the one for people",
      atom(
        '<link rel="self" href="https://a.example/0"/><link rel="alternate" type="application/json" href="https://a.example/j"/><link href="https://a.example/1"/>',
      ),
      'https://a.example/1',
    ],
    [
      'never what is attached',
      atom(
        '<id>x</id><link rel="enclosure" href="https://a.example/a.mp3"/><link rel="replies" href="https://a.example/c"/>',
      ),
      undefined,
    ],
    [
      'by the bases around it',
      atom('<link href="1" xml:base="c/"/>', ' xml:base="https://a.example/b/"'),
      'https://a.example/b/c/1',
    ],
    ['by an empty base, that of the document', atom('<link href="1" xml:base=""/>'), 'https://base.example/1'],
    [
      'what RDF says that it is about',
      '<rdf:RDF><item rdf:about="https://a.example/1"><title>x</title></item></rdf:RDF>',
      'https://a.example/1',
    ],
    [
      "CDF's attribute",
      '<CHANNEL><ITEM HREF="https://a.example/1"><TITLE>x</TITLE></ITEM></CHANNEL>',
      'https://a.example/1',
    ],
    ["not an empty item's that stands in it", rss('<item /><link>https://a.example/1</link>'), 'https://a.example/1'],
  ])('%s', async (_case, text, url) => {
    const item = await readFirst(text, 'https://base.example/');
    expect(item).toBeDefined();
    expect(item?.url).toBe(url);
  });
});

describe('the date of an item is', () => {
  it.each([
    [
      'that of publication, before others',
      rss('<dc:date>2024-07-01</dc:date><pubDate>Fri, 19 Jul 2024 04:09:00 GMT</pubDate>'),
      '2024-07-19T04:09:00.000Z',
    ],
    [
      'the next, where the first is none',
      rss('<pubDate>yesterday</pubDate><dc:date>2024-07-19T04:09Z</dc:date>'),
      '2024-07-19T04:09:00.000Z',
    ],
    [
      "Dublin Core's terms",
      rss('<d:issued xmlns:d="http://purl.org/dc/terms/">2024-07-19</d:issued>'),
      '2024-07-19T00:00:00.000Z',
    ],
    [
      "Atom 0.3's",
      atom('<issued>2024-07-19T04:09:00+02:00</issued><modified>2024-07-20</modified>'),
      '2024-07-19T02:09:00.000Z',
    ],
    [
      "never an attached feed's",
      atom('<source><published>1999-01-01</published></source><published>2024-07-19</published>'),
      '2024-07-19T00:00:00.000Z',
    ],
  ])('%s', async (_case, text, iso) => {
    expect((await readFirst(text))?.published?.toISOString()).toBe(iso);
  });
});

describe('the guid of an item is', () => {
  it.each([
    ['its guid, as it is written', rss('<guid isPermaLink="false"> urn:x:&amp;1 </guid>'), 'urn:x:&1'],
    ["Atom's id", atom('<id>tag:a.example,2024:1</id>'), 'tag:a.example,2024:1'],
    ['none where it has none', rss('<link>https://a.example/1</link>'), undefined],
  ])('%s', async (_case, text, guid) => {
    expect((await readFirst(text))?.guid).toBe(guid);
  });
});

it('an item is whatever says something, if only who wrote it', async () => {
  const { items } = await parseFeed(
    `<rss><channel><item><author>A. Quay</author></item><item></item><item/></channel></rss>`,
  );
  expect(items).toEqual([{ title: '', summary: '' }]);
});
