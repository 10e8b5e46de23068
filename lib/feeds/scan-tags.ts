const bang = 0x21;
const slash = 0x2f;
const less = 0x3c;
const greater = 0x3e;
const question = 0x3f;
const doubleQuote = 0x22;
const singleQuote = 0x27;

/** No element or attribute is named longer, and no attribute holds more, in a feed that is not made to exhaust its reader. */
const maxNameLength = 100;
const maxAttributeLength = 4_000;
/** Nor does a tag hold more in all of them. */
const maxAttributesLength = 16_000;

export interface Tag {
  /** As written. */
  name: string;
  kind: 'start' | 'end' | 'empty';
  /** What stands between the name and the end. */
  attributes: string;
  start: number;
  end: number;
}

/** Finds its way in XML that may be broken. All positions are those of the text that it was made for. */
export interface Scanner {
  /** The next tag; what is no tag is passed over, and so are comments, CDATA, processing instructions and declarations. */
  findTag(from: number): Tag | undefined;
  /** The tag that begins at a `<`; `undefined` where the `<` is only a character. */
  readTag(at: number): Tag | undefined;
  /** The end of the comment, CDATA section, instruction or declaration that begins at a `<`; `undefined` where none begins. */
  skipSection(at: number): number | undefined;
  /** Like `indexOf`, for marks that are asked for again and again, mostly further on: none is searched twice in one place. */
  seek(mark: string, from: number): number;
}

export function createScanner(text: string): Scanner {
  const found = new Map<string, { from: number; at: number }>();

  function seek(mark: string, from: number): number {
    const last = found.get(mark);
    if (last && last.from <= from && (last.at === -1 || last.at >= from)) return last.at;
    const at = text.indexOf(mark, from);
    found.set(mark, { from, at });
    return at;
  }

  /** A section without its end ends with the next tag's. */
  function skipPast(mark: string, from: number): number {
    const at = seek(mark, from);
    if (at !== -1) return at + mark.length;
    const close = seek('>', from);
    return close === -1 ? text.length : close + 1;
  }

  function skipSection(at: number): number | undefined {
    const code = text.charCodeAt(at + 1);
    if (code === question) return skipPast('?>', at + 2);
    if (code !== bang) return undefined;
    if (text.startsWith('[CDATA[', at + 2)) return skipPast(']]>', at + 9);
    if (text.startsWith('--', at + 2)) return skipPast('-->', at + 4);
    const close = seek('>', at);
    if (close === -1) return text.length;
    const hasSubset = /^doctype[^>]*\[/i.test(text.slice(at + 2, Math.min(close, at + maxAttributeLength)));
    return hasSubset ? skipPast(']>', at) : close + 1;
  }

  function readTag(at: number): Tag | undefined {
    const isEnd = text.charCodeAt(at + 1) === slash;
    const nameStart = isEnd ? at + 2 : at + 1;
    if (!isNameStart(text.charCodeAt(nameStart))) return undefined;
    let nameEnd = nameStart + 1;
    while (!isNameEnd(text.charCodeAt(nameEnd))) nameEnd++;
    if (nameEnd - nameStart > maxNameLength) return undefined;
    const name = text.slice(nameStart, nameEnd);
    let close = nameEnd;
    for (; close < text.length; close++) {
      const code = text.charCodeAt(close);
      if (code === greater || code === less) break;
      if (code === doubleQuote || code === singleQuote) close = skipQuoted(close, code);
    }
    const isClosed = text.charCodeAt(close) === greater;
    // A document that was cut off here: an end is no less an end.
    if (close >= text.length && !isEnd) return undefined;
    const isEmpty = text.charCodeAt(close - 1) === slash && close > nameEnd;
    return {
      name,
      kind: isEnd ? 'end' : isEmpty ? 'empty' : 'start',
      attributes: text.slice(nameEnd, Math.min(isEmpty ? close - 1 : close, nameEnd + maxAttributesLength)),
      start: at,
      end: isClosed ? close + 1 : close,
    };
  }

  /** The closing quote, or the opening one where none follows that could be it. */
  function skipQuoted(at: number, quote: number): number {
    const rest = text.slice(at + 1, at + 1 + maxAttributeLength);
    const length = rest.indexOf(quote === doubleQuote ? '"' : "'");
    return length === -1 ? at : at + 1 + length;
  }

  function findTag(from: number): Tag | undefined {
    for (let at = text.indexOf('<', from); at !== -1; at = text.indexOf('<', at)) {
      const end = skipSection(at);
      const tag = end === undefined ? readTag(at) : undefined;
      if (tag) return tag;
      at = end ?? at + 1;
    }
    return undefined;
  }

  return { findTag, readTag, skipSection, seek };
}

function isNameStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code > 0x7f;
}

/** White space, `/`, `<`, `>`, or the end of the text. */
function isNameEnd(code: number): boolean {
  return code <= 0x20 || code === slash || code === less || code === greater || Number.isNaN(code);
}
