import { isUtf8 } from 'node:buffer';
import { detectEncoding } from './detect-encoding.ts';
import { mendDoubleEncoding, replaceControls } from './windows-1252.ts';

/** So many bytes beyond ASCII are no valid UTF-8 by chance. */
const convincingBytes = 6;
/** A document of so many good characters for each bad byte is UTF-8 that somebody pasted into. */
const goodPerBad = 2;

const isForeign = /[^\0-\u007f]/;
/**
 * The text of a feed document, without a byte-order mark. The encoding is taken from the byte-order mark, else the HTTP header, else
 * the XML declaration, else UTF-8 (RFC 7303, 3.2), as far as the bytes bear it out: what is valid UTF-8 beyond chance is UTF-8 whatever it
 * says, what a label cannot mean goes on to the next, and where none is left, or only a template's Latin-1, the letters decide. Text that
 * was encoded twice is mended.
 * @param contentType the `Content-Type` header, '' where there was none
 */
export function decodeDocument(body: Uint8Array, contentType: string): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const text = decodeBytes(bytes, contentType).replace(/^\ufeff+/, '');
  return isForeign.test(text) ? replaceControls(mendDoubleEncoding(text)) : text;
}

function decodeBytes(bytes: Buffer, contentType: string): string {
  const marked = decodeMarked(bytes);
  if (marked !== undefined) return marked;
  const head = bytes.toString('latin1', 0, 1024);
  const labels = [/charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType)?.[1], readDeclaredEncoding(head)];
  const encodings = labels.map(resolveLabel).filter((encoding) => encoding !== undefined);
  const [first = 'utf-8'] = encodings;
  if (isUtf8(bytes)) {
    // ISO 2022 is ASCII to whoever does not know its escapes.
    if (first === 'utf-8' || first === 'windows-1252' || isConvincing(bytes)) return bytes.toString('utf8');
    return new TextDecoder(first).decode(bytes);
  }
  const mixed = encodings.every(isDefault) ? decodeMixed(bytes) : undefined;
  if (mixed !== undefined) return mixed;
  for (const encoding of encodings) {
    const text = isDefault(encoding) ? undefined : tryDecode(bytes, encoding);
    if (text !== undefined) return text;
  }
  const declared = encodings.find((encoding) => !isDefault(encoding));
  return new TextDecoder(detectEncoding(bytes) ?? declared ?? 'windows-1252').decode(bytes);
}

/** What stands in a template that nobody changed says little. */
function isDefault(encoding: string): boolean {
  return encoding === 'utf-8' || encoding === 'windows-1252';
}

/** By the byte-order mark, or by the `<` that begins a document of wide characters without one (XML 1.0, appendix F). */
function decodeMarked(bytes: Buffer): string | undefined {
  const [a = -1, b = -1, c = -1, d = -1] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  if (a === 0 && b === 0 && ((c === 0xfe && d === 0xff) || (c === 0 && d === 0x3c))) return decodeUtf32(bytes, true);
  if (c === 0 && d === 0 && ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0))) return decodeUtf32(bytes, false);
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0) || (a === 0x3c && b === 0))
    return new TextDecoder('utf-16le').decode(bytes);
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0) || (a === 0 && b === 0x3c))
    return new TextDecoder('utf-16be').decode(bytes);
  return undefined;
}

/** The Encoding Standard leaves it out; XML does not (appendix F). */
function decodeUtf32(bytes: Buffer, isBig: boolean): string {
  const units = Buffer.allocUnsafe(bytes.length);
  let end = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    if (code > 0xffff && code <= 0x10ffff) {
      end = units.writeUInt16LE(0xd800 + ((code - 0x10000) >> 10), end);
      end = units.writeUInt16LE(0xdc00 + (code & 0x3ff), end);
    } else end = units.writeUInt16LE(code > 0xffff ? 0xfffd : code, end);
  }
  return units.toString('utf16le', 0, end);
}

function readDeclaredEncoding(head: string): string | undefined {
  const label = /<\?xml\s[^>]*?\bencoding\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
  // A declaration that can be read byte by byte is not UTF-16, whatever it says.
  return label && /^utf-?(?:16|32)|^ucs-?[24]/i.test(label) ? undefined : label;
}

/** The Encoding Standard's name for a label, `undefined` where it has none. */
function resolveLabel(label: string | undefined): string | undefined {
  if (!label) return undefined;
  if (/^utf-?8$/i.test(label)) return 'utf-8';
  for (const form of [label, label.replace(/_/g, '-'), label.replace(/^(?:cp|x-cp|win)-?(?=\d)/i, 'windows-')]) {
    try {
      return new TextDecoder(form).encoding;
    } catch {
      // Another form may be one.
    }
  }
  return undefined;
}

function isConvincing(bytes: Buffer): boolean {
  let count = 0;
  for (let at = 0; at < bytes.length && count < convincingBytes; at++) if ((bytes[at] ?? 0) > 0x7f) count++;
  return count >= convincingBytes;
}

/**
 * UTF-8 with some bytes of windows-1252 in it, `undefined` where it is not mostly UTF-8. Those bytes are read as Latin-1, whose controls
 * are replaced later.
 */
function decodeMixed(bytes: Buffer): string | undefined {
  const mended = Buffer.allocUnsafe(bytes.length * 2);
  let [end, good, bad] = [0, 0, 0];
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    const length = byte < 0x80 ? 1 : measureSequence(bytes, at);
    if (length > 0) {
      if (length > 1) good++;
      for (const next = at + length; at < next; at++) mended[end++] = bytes[at] ?? 0;
      continue;
    }
    bad++;
    at++;
    mended[end++] = 0xc0 | (byte >> 6);
    mended[end++] = 0x80 | (byte & 0x3f);
  }
  return good < bad * goodPerBad ? undefined : mended.toString('utf8', 0, end);
}

/** How many bytes make the character of UTF-8 that begins here, 0 where none does. */
function measureSequence(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  for (let next = at + 1; next < at + length; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

function tryDecode(bytes: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
