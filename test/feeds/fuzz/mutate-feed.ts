/** A document with the header that a server sends with it. */
export interface Served {
  body: Buffer;
  contentType: string;
}

type Random = () => number;
/** Works on a string of bytes, so that nothing has to be valid. */
type Mutation = (text: string, random: Random, other: string) => string;

/** What a fetch would refuse anyway is not made. */
const maxBytes = 10 * 1024 * 1024;

const encodings = [
  'utf-8',
  'iso-8859-1',
  'windows-1252',
  'windows-1251',
  'koi8-r',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
  'utf-16',
  'utf-16le',
  'iso-2022-jp',
  'us-ascii',
  'x-user-defined',
  'replacement',
  'utf-7',
  'klingon',
  '',
];
const tags = [
  'title',
  'link',
  'description',
  'item',
  'entry',
  'channel',
  'feed',
  'rss',
  'rdf:RDF',
  'guid',
  'id',
  'pubDate',
  'updated',
  'content',
  'content:encoded',
  'summary',
  'author',
  'category',
  'media:group',
  'media:content',
  'atom:link',
  'p',
  'div',
  'svg',
  'script',
  'b',
  '__proto__',
  'constructor',
  'x',
  'a:b',
];
const references = [
  '&',
  '&amp;',
  '&;',
  '&#0;',
  '&#xD800;',
  '&#x110000;',
  '&#99999999999;',
  '&nbsp;',
  '&lol9;',
  '&amp;amp;lt;b&gt;',
  '&copy=1',
  '&#146;',
  '&lt;![CDATA[',
];
const dates = [
  '',
  'yesterday',
  '0000-00-00',
  '2024-13-45T99:99:99Z',
  '99999999999999',
  '-1',
  'Fri, 32 Feb 2024 25:61:61 +9999',
  '1970-01-01T00:00:00Z',
  '275760-09-13T00:00:00.001Z',
  'Mo, 19 Julho 2024 4h09',
  '٢٠٢٤-٠٧-١٩',
  '1e309',
  'NaN',
];
const junk = [
  '\0',
  '\x01',
  '\x0b',
  '\x1b$B',
  '\x85',
  '\xa0',
  '\xff',
  '\xc3',
  '\xe2\x80',
  '\xed\xa0\x80',
  '\xf4\x90\x80\x80',
  '\xef\xbf\xbf',
  '\xe2\x80\xae',
  '\xf0\x9f\x98\x80',
  '\u00ef\u00bb\u00bf',
];
const values = [
  'null',
  'true',
  '1e400',
  '-0',
  '""',
  '[]',
  '{}',
  '[[[]]]',
  '"\\ud800"',
  '{"__proto__":1}',
  '"2024-13-01"',
  '0',
  '[null,1,"x"]',
];
const urls = [
  '//',
  'http://',
  'http://[',
  'javascript:alert(1)',
  'data:,x',
  '../../..',
  'http://a:b@c/',
  'http://127.0.0.1/',
  '\t\n',
  'http://%',
  'www.a.b',
  'urn:x:y',
  '?a=1&b=2',
  `http://a/${'../'.repeat(500)}`,
];

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;
const upTo = (limit: number, random: Random): number => Math.floor(random() * limit);
/** Small far more often than large. */
const skewed = (limit: number, random: Random): number => Math.floor(limit ** random());
const insert = (text: string, at: number, part: string): string => text.slice(0, at) + part + text.slice(at);

/** A place at which a tag begins, or any where there is none. */
function findTagStart(text: string, random: Random): number {
  const from = upTo(text.length, random);
  const at = text.indexOf('<', from);
  return at === -1 ? from : at;
}

/** Replaces one match, at or behind a random place. */
function replaceOne(text: string, pattern: RegExp, random: Random, replacement: string): string {
  const from = upTo(text.length, random);
  const match = pattern.exec(text.slice(from, from + 20_000)) ?? pattern.exec(text.slice(0, 20_000));
  if (!match) return text;
  const at = text.indexOf(match[0], match.input === text.slice(0, 20_000) ? 0 : from);
  return text.slice(0, at) + replacement + text.slice(at + match[0].length);
}

const mutations: Readonly<Record<string, Mutation>> = {
  flipBytes(text, random) {
    const bytes = Buffer.from(text, 'latin1');
    for (let left = skewed(50, random); left > 0; left--) bytes[upTo(bytes.length, random)] = upTo(256, random);
    return bytes.toString('latin1');
  },
  cutOff: (text, random) => text.slice(0, upTo(text.length, random)),
  cutHead: (text, random) => text.slice(upTo(text.length, random)),
  dropRange(text, random) {
    const at = upTo(text.length, random);
    return text.slice(0, at) + text.slice(at + skewed(text.length, random));
  },
  repeatRange(text, random) {
    const at = findTagStart(text, random);
    const part = text.slice(at, at + skewed(Math.min(text.length, 100_000), random));
    return insert(text, at, part.repeat(skewed(Math.min(2000, 2_000_000 / part.length), random)));
  },
  renameTag: (text, random) =>
    replaceOne(text, /<\/?[\w:]+/, random, (random() < 0.5 ? '<' : '</') + pick(tags, random)),
  dropTag: (text, random) => replaceOne(text, /<[^>]{0,200}>/, random, ''),
  halveTag: (text, random) => replaceOne(text, />/, random, ''),
  insertTag: (text, random) =>
    insert(
      text,
      findTagStart(text, random),
      `<${pick(['', '/'], random)}${pick(tags, random)}${pick(['', '/', ' a="', " href='x"], random)}>`,
    ),
  nest(text, random) {
    const depth = skewed(100_000, random);
    const tag = pick(tags, random);
    const inside = `<${tag}>`.repeat(depth) + (random() < 0.5 ? `</${tag}>`.repeat(depth) : '');
    return insert(text, findTagStart(text, random), inside);
  },
  openSection: (text, random) =>
    insert(
      text,
      findTagStart(text, random),
      pick(['<![CDATA[', ']]>', '<!--', '-->', '<?x ', '<!DOCTYPE x [', '<!'], random).repeat(skewed(5000, random)),
    ),
  putReference: (text, random) =>
    insert(text, upTo(text.length, random), pick(references, random).repeat(skewed(20_000, random))),
  breakReference: (text, random) => replaceOne(text, /&[\w#]+;/, random, pick(references, random)),
  putBomb(text, random) {
    const declared = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
    return replaceOne(
      text.replace(
        /^(?:<\?xml[^>]*>)?/,
        `$&<!DOCTYPE rss [<!ENTITY e0 "${'ha'.repeat(skewed(1000, random))}">${declared}]>`,
      ),
      />[^<]/,
      random,
      `>${'&e12;&e1;&e0;'.repeat(skewed(10_000, random))}`,
    );
  },
  declareEncoding: (text, random) =>
    replaceOne(
      text.replace(/^(?!<\?xml)/, '<?xml version="1.0" encoding="x"?>'),
      /encoding=["'][^"']*["']/,
      () => 0,
      `encoding="${pick(encodings, random)}"`,
    ),
  reencode(text, random) {
    const decoded = Buffer.from(text, 'latin1').toString('utf8');
    const wide = Buffer.from(decoded, 'utf16le');
    return pick(
      [
        () => wide.toString('latin1'),
        () =>
          wide
            .subarray(0, wide.length & ~1)
            .swap16()
            .toString('latin1'),
        () => Buffer.from(decoded, 'latin1').toString('latin1'),
        () => Buffer.from(text, 'utf8').toString('latin1'),
        () => `\xff\xfe${text}`,
        () => `\xef\xbb\xbf\xef\xbb\xbf${text}`,
      ],
      random,
    )();
  },
  growAttribute: (text, random) =>
    replaceOne(
      text,
      /<[\w:]+/,
      random,
      `<${pick(tags, random)} ${pick(['a="', "xmlns:b='", 'href="', 'c=', 'xml:base="'], random)}${pick(['x', ' y="z"', '&amp;', 'http://a/', '>'], random).repeat(skewed(100_000, random))}${pick(['"', "'", ''], random)}`,
    ),
  changeDate: (text, random) =>
    replaceOne(
      text,
      /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)|\w{3}, \d+ \w+ \d{4} [\d:]+ [\w+-]+/,
      random,
      pick(dates, random).repeat(random() < 0.05 ? skewed(20_000, random) : 1),
    ),
  changeUrl: (text, random) => replaceOne(text, /https?:\/\/[^\s"'<]+/, random, pick(urls, random)),
  growText: (text, random) =>
    replaceOne(
      text,
      />[^<]+</,
      random,
      `>${pick(['word ', 'x', '\xe6\xbc\xa2', '&lt;p&gt;', '\n', '  ', '<b>', 'a.b@c ', '(((', '1:'], random).repeat(skewed(60_000, random))}<`,
    ),
  putJunk: (text, random) => insert(text, upTo(text.length, random), pick(junk, random).repeat(skewed(2000, random))),
  putBefore: (text, random) =>
    pick(
      [
        '\n\n',
        'Warning: mysql_connect() in <b>/x.php</b>\n',
        '<html><body>',
        '\xef\xbb\xbf',
        '<!-- x -->',
        ")]}',\n",
        '{',
        '[',
      ],
      random,
    ) + text,
  changeValue: (text, random) =>
    replaceOne(text, /:\s*(?:"[^"]{0,200}"|\d+|\[|\{)/, random, `:${pick(values, random)}`),
  dropBracket: (text, random) => replaceOne(text, /[[\]{},"]/, random, ''),
  splice(text, random, other) {
    return text.slice(0, findTagStart(text, random)) + other.slice(findTagStart(other, random));
  },
  shuffleLines: (text, random) =>
    text
      .split('\n', 2000)
      .sort(() => random() - 0.5)
      .join('\n'),
};

const kinds = Object.values(mutations);
const contentTypes = [
  'application/rss+xml',
  'text/xml; charset=',
  'text/html; charset=',
  'application/feed+json',
  '',
  'text/plain; charset="',
];

/** The sample as some server might come to send it: changed in one to four ways. The same numbers make the same document. */
export function mutateFeed(samples: readonly Buffer[], random: Random): Served {
  const read = (): string => pick(samples, random).toString('latin1');
  let text = read();
  for (let left = 1 + upTo(4, random); left > 0; left--)
    text = pick(kinds, random)(text, random, read()).slice(0, maxBytes);
  const contentType = pick(contentTypes, random);
  return {
    body: Buffer.from(text, 'latin1'),
    contentType: /=["]?$/.test(contentType) ? contentType + pick(encodings, random) : contentType,
  };
}
