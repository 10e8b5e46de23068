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
  ])('%s', (_case, body, contentType, text) => {
    expect(decodeDocument(body, contentType)).toBe(text);
  });

  it('nothing, for nothing', () => {
    expect(decodeDocument(new Uint8Array(), '')).toBe('');
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
      fc.pre(!text.startsWith('\ufeff'));
      expect(decodeDocument(utf8(`<a>${text}`), '')).toBe(`<a>${text}`);
    }),
  );
});
