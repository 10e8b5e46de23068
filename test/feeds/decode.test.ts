import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDocument } from '../../lib/feeds/decode.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const utf16 = (text: string, isBig = false) => {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(isBig ? bytes.swap16() : bytes);
};
const prolog = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>`;

const bytes = (...numbers: number[]) => new Uint8Array(numbers);
const concat = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

describe('the encoding of a document is taken from', () => {
  it.each([
    [
      'the byte-order mark, before all else',
      new Uint8Array([0xef, 0xbb, 0xbf, ...utf8('é')]),
      'text/xml; charset=iso-8859-1',
      'é',
    ],
    ['a mark of UTF-16, little end first', new Uint8Array([0xff, 0xfe, ...utf16('é')]), '', 'é'],
    ['a mark of UTF-16, big end first', new Uint8Array([0xfe, 0xff, ...utf16('é', true)]), '', 'é'],
    ['the < of UTF-16 without a mark', utf16('<é>'), '', '<é>'],
    ['the HTTP header', new Uint8Array([0xcf, 0xf0, 0xe8]), 'text/xml; Charset="windows-1251"; x=y', 'При'],
    [
      'the HTTP header before the XML declaration',
      latin1(`${prolog('utf-16')}\xe9`),
      'text/xml;charset=ISO-8859-1',
      `${prolog('utf-16')}é`,
    ],
    [
      'the XML declaration',
      new Uint8Array([...utf8(prolog('Shift_JIS')), 0x93, 0xfa]),
      'text/xml',
      `${prolog('Shift_JIS')}日`,
    ],
    ['UTF-8 where nothing is said', utf8('é'), 'application/rss+xml', 'é'],
    [
      'the XML declaration where the header names none that exists',
      new Uint8Array([...utf8(prolog('koi8-r')), 0xf0]),
      'text/xml; charset=none',
      `${prolog('koi8-r')}П`,
    ],
    [
      'the XML declaration where the header says UTF-8 and the bytes are not',
      new Uint8Array([...utf8(prolog('koi8-r')), 0xf0]),
      'text/xml; charset=utf-8',
      `${prolog('koi8-r')}П`,
    ],
    [
      'Windows where it should be UTF-8 and is not',
      new Uint8Array([0x80, 0x93, 0xe9, 0x94]),
      'text/xml; charset=utf-8',
      '€“é”',
    ],
    [
      'Windows where Latin-1 is declared, as in browsers',
      new Uint8Array([...utf8(prolog('iso-8859-1')), 0x92]),
      '',
      `${prolog('iso-8859-1')}’`,
    ],
    [
      'the bytes where Latin-1 is declared and they are UTF-8',
      utf8(`${prolog('iso-8859-1')}für`),
      '',
      `${prolog('iso-8859-1')}für`,
    ],
    ['UTF-8 where the declaration says UTF-16 and cannot', utf8(`${prolog('utf-16')}é`), '', `${prolog('utf-16')}é`],
    ['UTF-16 behind a line end, without a mark', utf16('\n<é>', true), '', '\n<é>'],
    ['a mark of UTF-32', bytes(0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0, 0, 0xf6, 1, 0), '', '<😀'],
    ['the < of UTF-32 without a mark', bytes(0, 0, 0, 0x3c, 0, 1, 0xf6, 0), '', '<😀'],
    ['a label as Python and Oracle write it', concat(utf8(prolog('cp1251')), bytes(0xcf)), '', `${prolog('cp1251')}П`],
    [
      'a declaration without quotes',
      concat(utf8('<?xml version=1.0 encoding=koi8-r?>'), bytes(0xf0)),
      '',
      '<?xml version=1.0 encoding=koi8-r?>П',
    ],
    [
      'the bytes where GBK is declared and they are UTF-8',
      utf8(`${prolog('gb2312')}港口停电`),
      '',
      `${prolog('gb2312')}港口停电`,
    ],
    [
      'the escapes of ISO 2022',
      concat(utf8(prolog('iso-2022-jp')), bytes(0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42)),
      '',
      `${prolog('iso-2022-jp')}日`,
    ],
    [
      'UTF-8 with a letter of Windows pasted into it',
      concat(utf8('Ärger für größere Häfen '), bytes(0x96, 0xe9)),
      '',
      'Ärger für größere Häfen –é',
    ],
    [
      'Windows, for Western accents that stand alone',
      latin1('été à la gare, déjà fermée dès lundi, où là-bas'),
      '',
      'été à la gare, déjà fermée dès lundi, où là-bas',
    ],
    [
      'the language, for the letters of Central Europe',
      concat(utf8('<language>pl</language>'), bytes(0xb3, 0xb1)),
      '',
      '<language>pl</language>łą',
    ],
    [
      'the language, with signs that only Windows has',
      concat(utf8('<language>cs</language>'), bytes(0x9a, 0xe8)),
      '',
      '<language>cs</language>šč',
    ],
  ])('%s', (_case, body, contentType, text) => {
    expect(decodeDocument(body, contentType)).toBe(text);
  });

  it('nothing, for nothing', () => {
    expect(decodeDocument(new Uint8Array(), '')).toBe('');
  });
});

/** Bytes by the tables of the platform's own decoder, turned around. */
function encode(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, number[]>();
  for (let first = 0x80; first < 0x100; first++) {
    const single = decoder.decode(bytes(first));
    if (single.length === 1 && single !== '\ufffd') table.set(single, [first]);
    for (let second = 0x40; second < 0x100; second++) {
      const pair = decoder.decode(bytes(first, second));
      if (pair.length === 1 && pair !== '\ufffd' && !table.has(pair)) table.set(pair, [first, second]);
    }
  }
  return new Uint8Array(Array.from(text).flatMap((character) => table.get(character) ?? [character.charCodeAt(0)]));
}

describe('a document that says nothing true of its encoding is known by its letters', () => {
  const russian = 'Порт остановил работу: сбой в системе управления кранами';
  it.each([
    ['windows-1251', russian],
    ['koi8-r', russian],
    ['iso-8859-5', russian],
    ['ibm866', russian],
    ['windows-1253', 'Διακοπή ρεύματος στο λιμάνι του Πειραιά'],
    ['windows-1255', 'תקלה במערכת הבקרה של הנמל'],
    ['windows-1256', 'عطل في نظام التحكم في الميناء'],
    ['windows-874', 'ระบบควบคุมท่าเรือขัดข้อง'],
    ['shift_jis', '港のクレーンの制御が止まりました'],
    ['euc-jp', '港のクレーンの制御が止まりました'],
    ['gb18030', '港口的控制系统发生了故障，工作人员说正在恢复'],
    ['big5', '港口的控制系統發生了故障，工作人員說正在恢復'],
    ['euc-kr', '항만의 제어 시스템이 고장나서 운영이 중단되었다'],
  ])('as %s', (encoding, words) => {
    for (const text of [`<rss>${words}</rss>`, `${prolog('iso-8859-1')}${words}`])
      expect(decodeDocument(encode(text, encoding), '')).toBe(text);
  });
});

describe('every encoding of the Encoding Standard is read where it is declared', () => {
  const singleByte = [
    ...['ibm866', 'koi8-r', 'koi8-u', 'macintosh', 'windows-874', 'x-mac-cyrillic', 'windows-1250', 'windows-1251'],
    ...['windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'windows-1257', 'windows-1258', 'iso-8859-2'],
    ...['iso-8859-3', 'iso-8859-4', 'iso-8859-5', 'iso-8859-6', 'iso-8859-7', 'iso-8859-8', 'iso-8859-10'],
    ...['iso-8859-13', 'iso-8859-14', 'iso-8859-15', 'iso-8859-16'],
  ];
  const doubleByte = ['gbk', 'gb18030', 'big5', 'euc-jp', 'shift_jis', 'euc-kr'];
  const cases = [
    ...singleByte.map((encoding) => ({ encoding, pattern: (i: number) => 0xe0 + i })),
    ...doubleByte.map((encoding) => ({ encoding, pattern: (i: number) => (i % 2 ? 0xa4 : 0xb0 + (i >> 1)) })),
  ];
  it.each(cases)('$encoding', ({ encoding, pattern }) => {
    const body = bytes(...Array.from({ length: 28 }, (_, i) => pattern(i)));
    // What the encoding leaves out is no letter.
    const letters = new TextDecoder(encoding).decode(body).replace(/[^\p{L}]/gu, '');
    expect(letters.length).toBeGreaterThan(6);
    const declared = concat(utf8(prolog(encoding)), encode(letters, encoding));
    expect(decodeDocument(declared, '')).toBe(prolog(encoding) + letters);
  });
});

describe('what was encoded twice is mended', () => {
  it.each([
    ['Itâ€™s', 'It’s'],
    ['cafÃ© Â» bar', 'café » bar'],
    ['ÐŸÑ€Ð¸Ð²ÐµÑ‚', 'Привет'],
    ['ä¸­æ–‡', '中文'],
    ['naïve â€œqâ€\u009d', 'naïve “q”'],
  ])('%j: %j', (text, mended) => {
    expect(decodeDocument(utf8(text), '')).toBe(mended);
  });

  it.each(['é» à la gare', 'SÃO PAULO Â»', 'Ã la', 'ÂME «Â»', 'Ägäis – Öl'])('and only that: %j stays', (text) => {
    expect(decodeDocument(utf8(text), '')).toBe(text);
  });

  it('and so are the controls that Windows means for signs', () => {
    expect(decodeDocument(utf8('don\u0092t'), '')).toBe('don’t');
  });
});

it('a text has no byte-order mark, however many there were', () => {
  expect(decodeDocument(utf8('\ufeff\ufeff<rss/>'), '')).toBe('<rss/>');
});

it('any bytes under any label give a text', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), (body, charset) => {
      expect(typeof decodeDocument(body, `text/xml; charset=${charset}`)).toBe('string');
    }),
  );
});

it('any text comes back from UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      // What looks encoded twice, or holds controls of Windows, is mended.
      fc.pre(!text.startsWith('\ufeff') && !/[\u0080-\u009f]|[\u00c2-\u00f4][\u00a0-\u00bf]/.test(text));
      expect(decodeDocument(utf8(`<a>${text}`), '')).toBe(`<a>${text}`);
    }),
  );
});
