import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDocument } from '../../lib/feeds/decode.ts';
import { createFeed, type FeedEntry } from '../../lib/feeds/feed.ts';
import { parseOpml, renderOpml } from '../../lib/feeds/opml.ts';
import { ownerships, topics } from '../../lib/taxonomy.ts';

const list = (body: string) => `<?xml version="1.0"?><opml version="1.0"><head/><body>${body}</body></opml>`;
const read = (body: string) => parseOpml(list(body), 'list.opml');

describe('a feed list', () => {
  it('gives its feeds in order, each with the folders that it is in', () => {
    const feeds =
      read(`<outline text="Folder"><outline text="Inner"><outline text="A" xmlUrl="https://a.example/feed"/></outline>
      <outline title="B" text="b" xmlUrl="https://b.example/feed" htmlUrl="https://b.example/"/></outline><outline xmlUrl="https://c.example/feed"/>`);
    expect(feeds).toEqual([
      { url: 'https://a.example/feed', title: 'A', folder: ['Folder', 'Inner'] },
      { url: 'https://b.example/feed', title: 'B', siteUrl: 'https://b.example/', folder: ['Folder'] },
      { url: 'https://c.example/feed' },
    ]);
  });

  it('of the demo is complete', () => {
    const file = new URL('../../lib/cli/demo/feeds/catalogue.opml', import.meta.url);
    const feeds = parseOpml(readFileSync(file, 'utf8'), 'catalogue.opml');
    expect(feeds).toHaveLength(16);
    for (const feed of feeds) expect(Object.values(feed)).toHaveLength(7);
  });

  it('says what we know of a feed', () => {
    const outline =
      '<outline xmlUrl="https://a.example/" language="pt_BR" faultline:country="br" faultline:ownership="Public" faultline:kind="status" faultline:topic="outage, attack,gossip,outage" faultline:enabled="false"/>';
    expect(read(outline)).toEqual([
      {
        url: 'https://a.example/',
        language: 'pt-BR',
        country: 'BR',
        ownership: 'public',
        kind: 'status',
        topics: ['outage', 'attack'],
        enabled: false,
      },
    ]);
  });

  it('skips an outline without an address', () => {
    expect(read('<outline text="Only words" type="rss"/><outline xmlUrl=" "/>')).toEqual([]);
  });

  it.each(['ftp://old.example/feed', 'javascript:alert(1)', 'not an address'])(
    'keeps %s, so that its poll says what is wrong',
    (url) => {
      expect(read(`<outline text="x" xmlUrl="${url}"/>`)).toEqual([{ url, title: 'x' }]);
    },
  );

  it('ignores values that are none', () => {
    const outline =
      '<outline xmlUrl="https://a.example/" language="gibberish language" faultline:country="Atlantis" faultline:ownership="mine" faultline:kind="gossip" faultline:topic="sport" htmlUrl="nowhere" category="/,"/>';
    expect(read(outline)).toEqual([{ url: 'https://a.example/' }]);
  });

  it.each([
    ['feed://a.example/x', 'http://a.example/x'],
    ['feed:https://a.example/x', 'https://a.example/x'],
    ['feed://https://a.example/x', 'https://a.example/x'],
  ])('takes the scheme of feed readers: %s', (written, url) => {
    expect(read(`<outline xmlUrl="${written}"/>`)).toEqual([{ url }]);
  });
});

describe('a list of another reader', () => {
  const a = { url: 'https://a.example/feed', title: 'A' };

  it.each<[string, string, FeedEntry[]]>([
    ['names in small letters', '<outline title="A" xmlurl="https://a.example/feed" htmlurl="x"/>', [a]],
    ['names in capitals', '<OUTLINE TITLE="A" XMLURL="https://a.example/feed"/>', [a]],
    ['a blank title', '<outline title=" " text="A" xmlUrl="https://a.example/feed"/>', [a]],
    [
      'attributes that we have no use for',
      '<outline text="A" description="All of A" version="RSS2" type="rss" created="x" xmlUrl="https://a.example/feed"/>',
      [a],
    ],
    [
      'a category for a folder',
      '<outline text="A" xmlUrl="https://a.example/feed" category="/Security/Europe,/Daily"/>',
      [{ ...a, folder: ['Security', 'Europe'] }],
    ],
    [
      'a folder and a category',
      '<outline text="F"><outline text="A" xmlUrl="https://a.example/feed" category="Tag"/></outline>',
      [{ ...a, folder: ['F'] }],
    ],
    ['apostrophes for quotes', "<outline text='A' xmlUrl='https://a.example/feed'></outline>", [a]],
    ['no quotes at all', '<outline text=A xmlUrl=https://a.example/feed />', [a]],
    [
      'bare ampersands',
      '<outline text="R&D" xmlUrl="https://a.example/?a=1&copy=2&reg"/>',
      [{ url: 'https://a.example/?a=1&copy=2&reg', title: 'R&D' }],
    ],
    [
      "HTML's entities",
      '<outline text="Caf&eacute; &#8364; &amp;eacute;" xmlUrl="x"/>',
      [{ url: 'x', title: 'Café € &eacute;' }],
    ],
    ['tags in a title', '<outline text="<b>A</b>" xmlUrl="x"/>', [{ url: 'x', title: '<b>A</b>' }]],
    ['quotes within quotes', '<outline text="The "A" list" xmlUrl="x"/>', [{ url: 'x', title: 'The' }]],
    ['control characters', '<outline text="A\u0001\u0008" xmlUrl="https://a.example/feed\u0000"/>', [a]],
    ['an attribute twice', '<outline text="A" text="B" xmlUrl="https://a.example/feed"/>', [a]],
    [
      'outlines that are not closed',
      '<outline text="F"><outline text="A" xmlUrl="https://a.example/feed"><outline text="B" xmlUrl="b">',
      [
        { ...a, folder: ['F'] },
        { url: 'b', title: 'B', folder: ['F'] },
      ],
    ],
    ['outlines that are closed twice', '<outline text="A" xmlUrl="https://a.example/feed"/></outline></outline>', [a]],
    [
      'comments and CDATA',
      '<!-- <outline xmlUrl="no"/> --><![CDATA[<outline xmlUrl="no"/>]]><outline text="A" xmlUrl="https://a.example/feed"/>',
      [a],
    ],
  ])('is read with %s', (_, body, feeds) => {
    expect(read(body)).toEqual(feeds);
  });

  it.each(['\ufeff', '\n\n', '<br />\n<b>Warning</b>: no such file\n'])('is read behind %j', (junk) => {
    expect(parseOpml(junk + list('<outline text="A" xmlUrl="https://a.example/feed"/>'), 'x')).toEqual([a]);
  });

  it('is read whatever follows its end', () => {
    const text = `${list('<outline text="A" xmlUrl="https://a.example/feed"/>')}<div><outline xmlUrl="no"/><opml>`;
    expect(parseOpml(text, 'x')).toEqual([a]);
  });

  it.each<[string, Uint8Array]>([
    ['UTF-8 with its mark', Buffer.from(`\ufeff${encode('UTF-8')}`)],
    ['UTF-16', Buffer.from(`\ufeff${encode('UTF-16')}`, 'utf16le')],
    ['windows-1251', Uint8Array.from(encode('windows-1251'), (letter) => toWindows1251(letter))],
  ])('is read in %s', (_, bytes) => {
    expect(parseOpml(decodeDocument(bytes, ''), 'x')).toEqual([{ url: 'https://a.example/', title: 'Новости' }]);
  });

  function encode(encoding: string): string {
    return `<?xml version="1.0" encoding="${encoding}"?><opml><body><outline text="Новости" xmlUrl="https://a.example/"/></body></opml>`;
  }

  function toWindows1251(letter: string): number {
    const code = letter.charCodeAt(0);
    return code < 0x410 ? code : code - 0x410 + 0xc0;
  }
});

describe('a broken list', () => {
  const outline = '<outline text="a" xmlUrl="https://a.example/"/>';

  it.each([
    ['', 'it is empty'],
    [' \n', 'it is empty'],
    ['{"feeds": []}', 'it is no OPML but JSON'],
    ['Dear reader', 'it is no OPML'],
    ['<rss version="2.0"><channel/></rss>', 'it is no OPML: it begins with <rss>'],
    ['<?xml version="1.0"?>\n<html><body/></html>', 'it is no OPML: it begins with <html>'],
    [
      '<!DOCTYPE opml [\n<!ENTITY a "b">]><opml/>',
      'it declares entities, which no feed list needs, in line 1, column 1',
    ],
    [list(`\n${'<outline text="F">\n'.repeat(300)}`), 'its outlines are nested deeper than 64 in line 64, column 1'],
    ['<opml version="2.0"><body>\n  <outline text="a', 'it breaks off within what begins in line 2, column 3'],
    [`<opml><body>\n${outline}\n`, 'it breaks off in line 2, column 48, where </opml> is missing'],
    [`<opml><body>\n${outline}\n</bo`, 'it breaks off in line 3, column 5, where </opml> is missing'],
    [
      `<opml><body>\r\n${outline}\r\n<outline text="b" xmlUrl="https://b.example/>\r\n${outline}</body></opml>`,
      'a quotation mark is missing, or one too many, in the outline in line 3, column 1',
    ],
    [
      '<opml><body><outline text="a xmlUrl="https://a.example/"/></body></opml>',
      'a quotation mark is missing, or one too many, in the outline in line 1, column 13',
    ],
    [
      '<opml><body><outline xmlUrl="https://a.example/ htmlUrl="https://a.example/" text="a"/></body></opml>',
      'a quotation mark is missing, or one too many, in the outline in line 1, column 13',
    ],
  ])('is refused with what is wrong, and where: %.50j', (text, why) => {
    expect(() => parseOpml(text, 'my.opml')).toThrow(`The feed list my.opml could not be read: ${why}.`);
  });

  it('is refused wherever it is cut off', () => {
    const whole = list(`<outline text="F">${outline}${outline}</outline>`);
    for (let length = 0; length < whole.length; length++)
      expect(() => parseOpml(whole.slice(0, length), 'x'), `cut at ${length}`).toThrow('could not be read');
    expect(parseOpml(whole, 'x')).toHaveLength(2);
  });

  it('is read or refused, never worse, whatever it holds', () => {
    const piece = fc.constantFrom(
      '<outline',
      ' xmlUrl="',
      '"',
      "'",
      '/>',
      '>',
      '<',
      '</outline>',
      '&',
      '<![CDATA[',
      '<!--',
      '\0',
      'x',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          expect(read(pieces.join(''))).toBeInstanceOf(Array);
        } catch (error) {
          expect(error).toMatchObject({ code: 'feed-list-unreadable' });
        }
      }),
    );
  });
});

describe('a feed list that we write', () => {
  const name = fc.stringMatching(/^[\w&<>"'’é漢;#./-]{1,10}(?: [\w&<>"'’é漢;#./-]{1,10}){0,3}$/u);
  const entry = fc.record({
    url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
    title: name,
    siteUrl: fc.option(fc.webUrl(), { nil: undefined }),
    country: fc.constantFrom('GB', 'CN', 'INT', 'ZZ'),
    ownership: fc.constantFrom(...ownerships),
    language: fc.constantFrom('en', 'zh-Hans', 'pt-BR', undefined),
    kind: fc.constantFrom<'news' | 'status'>('news', 'status'),
    topics: fc.option(fc.uniqueArray(fc.constantFrom(...topics), { minLength: 1 }), { nil: undefined }),
    folder: fc.option(fc.array(fc.oneof(name, fc.constantFrom('A', 'B')), { minLength: 1, maxLength: 3 }), {
      nil: undefined,
    }),
    enabled: fc.constantFrom(false, undefined),
  });
  const write = (entries: readonly FeedEntry[]) =>
    renderOpml(entries.map((each) => createFeed(each, 'test', new Date(0))));
  const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries: FeedEntry[]) => {
        const read = parseOpml(write(entries), 'x');
        const plain = (each: FeedEntry) => JSON.parse(JSON.stringify(each, Object.keys(each).sort()));
        // Feeds of one folder come together.
        expect(read.map(plain).sort(byText)).toEqual(entries.map(plain).sort(byText));
        expect(parseOpml(write(read), 'x')).toEqual(read);
      }),
    );
  });

  it('comes back the same from then on, whatever a feed is called and wherever it is', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '"/><outline xmlUrl="https://evil.example/"/>',
        ']]>',
        '</opml>',
        '<!--',
        '&amp;lt;',
        '\ud800',
        '\u0000',
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, fc.array(hostile, { maxLength: 2 }), (url, title, folder) => {
        fc.pre(url.trim() !== '');
        const once = write([{ url, title, folder }, { url: 'https://b.example/' }]);
        const read = parseOpml(once, 'x');
        expect(read.at(-1)).toEqual({
          url: 'https://b.example/',
          title: 'b.example',
          country: 'ZZ',
          ownership: 'private',
          kind: 'news',
        });
        expect(read.length).toBeLessThanOrEqual(2);
        expect(write(read)).toBe(write(parseOpml(write(read), 'x')));
      }),
    );
  });

  it('nests folders, and declares the namespace of what is ours', () => {
    const text = write([
      { url: 'https://a.example/', folder: ['Status', 'Clouds'] },
      { url: 'https://b.example/', folder: ['Status'] },
      { url: 'https://c.example/', folder: ['Status', 'Clouds'] },
    ]);
    expect(text).toContain('<opml version="2.0" xmlns:faultline="https://faultline.example/ns/opml">');
    expect(text.match(/<outline text="(?:Status|Clouds)">/g)).toEqual([
      '<outline text="Status">',
      '<outline text="Clouds">',
    ]);
  });

  it('may hold no feed', () => {
    expect(parseOpml(renderOpml([]), 'x')).toEqual([]);
  });

  it('may hold ten thousand, and is read in time that grows no faster than it', { timeout: 30_000 }, () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => ({
      url: `https://feeds.example/${index}?a=1&b=2`,
      title: `Feed & more ${index}`,
      folder: ['All', `Folder ${index % 100}`],
    }));
    const text = write(entries);
    const start = performance.now();
    expect(parseOpml(text, 'x')).toHaveLength(10_000);
    // A tenth of a second on a machine at rest; minutes if each outline were looked for from the beginning.
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
