/** What WHATWG's windows-1252 has in 0x80 to 0x9f; a decoder that treats it as Latin-1, as Node's does, leaves controls there. */
const windows1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/**
 * The text of a feed document, without a byte-order mark. The encoding is taken from the byte-order mark, else the HTTP header, else
 * the XML declaration, else UTF-8 (RFC 7303, 3.2). A label that nobody knows, or a UTF-8 that the bytes are not, passes to the next;
 * bytes that are nothing of all that are read as windows-1252, which reads anything. Bytes labelled Latin-1 that are valid UTF-8 are UTF-8.
 * @param contentType the `Content-Type` header, '' where there was none
 */
export function decodeDocument(body: Uint8Array, contentType: string): string {
  const labels = [
    detectMark(body),
    /charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType)?.[1],
    readDeclaredEncoding(body),
    'utf-8',
    'windows-1252',
  ];
  for (const label of labels) {
    const text = label ? tryDecode(body, label) : undefined;
    if (text !== undefined) return text.replace(/^\ufeff+/, '');
  }
  return '';
}

/** Byte-order marks, and the `<` that begins a UTF-16 document without one (XML 1.0, appendix F). */
function detectMark([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  return undefined;
}

function readDeclaredEncoding(body: Uint8Array): string | undefined {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 512)).toString('latin1');
  const label = /<\?xml\s[^>]*?\bencoding\s*=\s*["']\s*([\w.:-]+)/i.exec(head)?.[1];
  // A declaration that can be read byte by byte is not UTF-16, whatever it says.
  return label && /^utf-?16|^ucs-?2/i.test(label) ? 'utf-8' : label;
}

function tryDecode(body: Uint8Array, label: string): string | undefined {
  try {
    const { encoding } = new TextDecoder(label);
    const text = new TextDecoder(label, { fatal: encoding === 'utf-8' }).decode(body);
    if (encoding !== 'windows-1252' || !/[\u0080-\uffff]/.test(text)) return text;
    // Latin-1 is what stands in a template that nobody changed; text in it is never valid UTF-8 by chance.
    const asUtf8 = tryDecode(body, 'utf-8');
    if (asUtf8 !== undefined) return asUtf8;
    return text.replace(/[\u0080-\u009f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control);
  } catch {
    return undefined;
  }
}
