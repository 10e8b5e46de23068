import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultlineError } from '../../lib/errors.ts';
import { decodeDocument } from '../../lib/feeds/decode.ts';
import { parseFeed } from '../../lib/feeds/parse.ts';

const golden = join(import.meta.dirname, '../fixtures/feeds');
const demo = join(import.meta.dirname, '../../lib/cli/demo/feeds');
const collection = join(import.meta.dirname, '../../../shared/feeds');

/** Why a document is refused; fails where it is none of our errors, or none at all. */
async function findRefusal(text: string, contentType = ''): Promise<string> {
  try {
    await parseFeed(text, { contentType });
  } catch (error) {
    if (error instanceof FaultlineError && error.code === 'not-a-feed') return String(error.facts.why);
    throw error;
  }
  throw new Error('the document was taken for a feed');
}

describe('a feed document becomes items', () => {
  // `vitest run -u` writes the expected files anew; read what it wrote.
  it.each(readdirSync(golden))('as in test/fixtures/feeds/%s', async (name) => {
    const file = readdirSync(join(golden, name)).find((entry) => entry.startsWith('input.')) ?? '';
    const feed = await parseFeed(decodeDocument(readFileSync(join(golden, name, file)), ''), {
      baseUrl: 'https://base.example/feeds/document',
    });
    await expect(`${JSON.stringify(feed, null, 2)}\n`).toMatchFileSnapshot(join(golden, name, 'expected.json'));
  });

  it('the whole of the demo: 16 feeds, 172 items, all with an address, a title and a summary', async () => {
    const files = readdirSync(demo).filter((file) => !file.endsWith('.opml'));
    const feeds = await Promise.all(files.map((file) => parseFeed(readFileSync(join(demo, file), 'utf8'))));
    const items = feeds.flatMap((feed) => feed.items);
    expect([feeds.length, items.length]).toEqual([16, 172]);
    expect(items.filter((item) => !item.url || !item.title || !item.summary)).toEqual([]);
  });
});

const manifest = join(collection, 'MANIFEST.tsv');
const real = existsSync(manifest) ? readFileSync(manifest, 'utf8').trim().split('\n').slice(1) : [];

describe.skipIf(real.length === 0)(
  'every document of the real feeds in ../shared (skipped where they are absent)',
  () => {
    it.each(real.map((line) => line.split('\t')))(
      '%s',
      async (file = '', _source, _bytes, _format, _encoding, count) => {
        const feed = await parseFeed(decodeDocument(readFileSync(join(collection, file)), ''));
        expect(feed.items.length).toBe(Number(count));
        expect(feed.items.map((item) => item.title).join('\n')).not.toMatch(
          /<\/?(?:p|b|i|a|br|div)\b|&(?:amp|nbsp|#\d+);/,
        );
        for (const { published } of feed.items) expect(published?.getTime()).not.toBeNaN();
      },
    );
  },
);

describe('what is no feed is refused in plain words', () => {
  it.each([
    ['', 'it is empty'],
    [' \n\ufeff ', 'it is empty'],
    ['Not found', 'it is neither XML nor JSON'],
    ['<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>x</title></head></html>', 'it is an HTML page'],
    ['<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', 'it is an HTML page'],
    ['<opml version="2.0"><body/></opml>', 'it is a feed list (OPML)'],
    ['<urlset><url/></urlset>', 'it is a sitemap'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'its root element is <svg>'],
    ['<!-- nothing else -->', 'it has no root element'],
    ['{"hello": "world"}', 'it is JSON, but no JSON Feed'],
    ['[1, 2]', 'it is JSON, but no JSON Feed'],
    ['{"version": "https://jsonfeed.org/version/1.1",\n "items": [}', 'its JSON is broken'],
    ['<html><body><script>"<channel><item><title>"</script></body></html>', 'it is an HTML page'],
    ['<rss version="2.0"><channel><title>cut', 'its XML is broken off before the first entry ends'],
    ['<rss version="2.0"><channel><item><title>cut', 'its XML is broken off before the first entry ends'],
    ['<order><item><price>1</price></item></order>', 'its root element is <order>'],
    ['{"version": 1, "items": [{"price": 1}]}', 'it is JSON, but no JSON Feed'],
    ['<rss version="2.0"></rss>', 'it has no channel or no entries where a feed has them'],
    ['<rdf:RDF xmlns:rdf="x"><item/></rdf:RDF>', 'it has no channel or no entries where a feed has them'],
  ])('%j: %s', async (text, why) => {
    expect(await findRefusal(text)).toBe(why);
  });

  it('names the type that the server gave to what is neither', async () => {
    expect(await findRefusal('%PDF-1.7', 'application/pdf')).toBe('it is neither XML nor JSON but application/pdf');
  });
});

describe('a hostile document', () => {
  it('whose entities hold entities is read, and grows no further', async () => {
    const declared = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
    const text = `<!DOCTYPE rss [<!ENTITY e0 "ha">${declared}]><rss version="2.0"><channel><title>&e0; &e30;</title></channel></rss>`;
    expect((await parseFeed(text)).title).toBe(`ha ${'&e29;'.repeat(10)}`);
  });

  it('that uses a long entity without end writes it out so often and no more', async () => {
    const entity = 'x'.repeat(1000);
    const text = `<!DOCTYPE rss [<!ENTITY long "${entity}">]><rss version="2.0"><channel><item><link>https://a.example/</link><content>${'&long;'.repeat(100_000)}</content></item></channel></rss>`;
    expect((await parseFeed(text)).items[0]?.summary.match(/x/g)?.length).toBe(100_000);
  });

  it('with an old, harmless document type is read', async () => {
    const text = `<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd"><rss version="0.91"><channel><title>t</title></channel></rss>`;
    expect((await parseFeed(text)).title).toBe('t');
  });

  it('of a million items is read as far as a feed can go', async () => {
    const text = `<rss version="2.0"><channel>${'<item><title>t</title></item>'.repeat(1_000_000)}</channel></rss>`;
    const { items } = await parseFeed(text);
    expect(items.length).toBeGreaterThanOrEqual(20_000);
    expect(items.length).toBeLessThan(20_010);
  });

  it('nested 100,000 deep is read', async () => {
    const text = `<rss version="2.0"><channel><title>t</title>${'<x a="/>">'.repeat(100_000)}${'</x>'.repeat(100_000)}</channel></rss>`;
    expect((await parseFeed(text)).title).toBe('t');
  });

  it.each([
    ['unclosed CDATA sections', '<![CDATA[&'],
    ['unclosed comments', '<!--&'],
    ['unclosed text elements', '<title>x<b>'],
    ['unclosed attributes', '<a b="'],
    ['open tags without an end', '<description<'],
    ['bare ampersands', '&'],
    ['references to no character', '&#0;'],
    ['unclosed unknown elements', '<x><title>'],
    ['unclosed links', '<item><link>'],
    ['sections that end in the next', '<item><title><![CDATA[a</title>'],
    ['document types', '<!DOCTYPE x ['],
    ['links of one entry', '<link>https://a.example/</link>'],
    ['dates of one entry', '<pubDate>1</pubDate>'],
    ['empty elements', '<description/>'],
    ['attributes without a value', '<x &amp;&amp;'],
    ['declared namespaces', '<x xmlns:a="b">'],
    ['elements within a text', '<summary><b></b>'],
  ])('made of a million characters of %s is answered', async (_name, unit) => {
    const text = `<rss version="2.0"><channel><item><title>t</title>${unit.repeat(Math.ceil(1_000_000 / unit.length))}`;
    expect((await parseFeed(text)).items[0]?.title).toBe('t');
  });

  it('whose title has 100 MB is read as far as a title can go', async () => {
    const text = `<rss version="2.0"><channel><item><title>${'word <b>'.repeat(12_500_000)}</title></item><item><title>next</title></item></channel></rss>`;
    const [first, next] = (await parseFeed(text)).items;
    expect(first?.title.length).toBeLessThanOrEqual(1_000);
    expect(next?.title).toBe('next');
  });

  it('of JSON with 100,000 items is read as far as a feed can go', async () => {
    const items = Array(100_000).fill('{"id":"1"}').join(',');
    const { items: read } = await parseFeed(`{"version":"https://jsonfeed.org/version/1.1","items":[${items}]}`);
    expect(read).toHaveLength(20_000);
  });

  it.each([
    ['lists', '['],
    ['objects', '{"a":'],
    ['empty objects', '{},'],
  ])('of JSON with millions of %s is refused before anything is made of it', async (_name, unit) => {
    const text = `{"version":"https://jsonfeed.org/version/1.1","items":[${unit.repeat(2_000_000)}`;
    expect(await findRefusal(text)).toBe('it holds more than a million values');
  });

  it('cannot drag out the making of a summary', async () => {
    const text = `<rss version="2.0"><channel><item><description><![CDATA[${'<p'.repeat(200_000)}]]></description><title>t</title></item></channel></rss>`;
    expect((await parseFeed(text)).items[0]?.title).toBe('t');
  });

  const fragment = fc.constantFrom(
    ...[
      '<rss version="2.0">',
      '<channel>',
      '</channel>',
      '</rss>',
      '<item>',
      '</item>',
      '<item/>',
      '<title>',
      '</title>',
    ],
    ...[
      '<link/>',
      '<link>',
      '</link>',
      '<feed>',
      '<entry>',
      '</entry>',
      '<content type="xhtml">',
      '<description>',
      '<guid a=b>',
    ],
    ...[
      '<rdf:RDF>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '&',
      '&amp;',
      '&#xD800;',
      '<!DOCTYPE x>',
      '<__proto__>',
      '<updated>',
      '\0',
    ],
  );
  const soup = fc.array(fc.oneof(fragment, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''));
  const json = fc
    .record({ version: fc.constant('https://jsonfeed.org/version/1.1'), title: fc.anything(), items: fc.anything() })
    .map((feed) => JSON.stringify(feed, (_, value) => (typeof value === 'bigint' ? String(value) : value)));

  it('of any kind is read or refused, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), soup, json), async (text) => {
        const feed = await parseFeed(text, { baseUrl: 'https://base.example/' }).catch((error: unknown) => error);
        if (feed instanceof Error) expect(feed).toMatchObject({ name: 'FaultlineError', code: 'not-a-feed' });
        else expect(feed).toMatchObject({ title: expect.any(String), items: expect.any(Array) });
      }),
      { numRuns: 1000 },
    );
  });

  it('with markup inside a title gives the words of the title, whole and in order', async () => {
    const word = fc.stringMatching(/^[\wéß漢>"'#;.,-]{1,12}$/u);
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async ([first = '', ...rest]) => {
        const text = `<rss version="2.0"><channel><item><title>${first} <b>${rest.join(' ')}</b> end</title></item></channel></rss>`;
        expect((await parseFeed(text)).items[0]?.title).toBe([first, ...rest, 'end'].join(' '));
      }),
    );
  });
});
