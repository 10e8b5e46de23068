/** Control characters that XML 1.0 forbids (2.2), with the two that are no characters at all. */
const forbidden = /[^\P{Cc}\t\n\r\u007f-\u009f]|[\ufffe\uffff]/u;
const allForbidden = new RegExp(forbidden, 'gu');

/** An ampersand that begins none of XML's own five references: bare, an HTML entity, or a number that may be no character. */
const looseAmpersand = /&(?!(?:amp|lt|gt|quot|apos);)(?:#(\d{1,7}|[xX][\da-fA-F]{1,6});)?/;

const cdataStart = '<![CDATA[';
const cdataEnd = ']]>';

/**
 * Mends what keeps a strict parser from reading a document whose texts stand in attributes, such as OPML: forbidden control characters
 * are dropped, ampersands that XML does not know are escaped. Lines stay where they are. Linear in the input; a clean document is
 * searched and comes back as it is.
 */
export function mendXml(text: string): string {
  const mended = dropForbidden(text);
  return looseAmpersand.test(mended) ? mendAmpersands(mended) : mended;
}

/** The text without the characters that XML forbids. */
export function dropForbidden(text: string): string {
  return forbidden.test(text) ? text.replace(allForbidden, '') : text;
}

/** Whether a code point may stand in XML. */
export function isXmlCharacter(code: number): boolean {
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && !forbidden.test(String.fromCodePoint(code));
}

function mendAmpersands(text: string): string {
  const parts: string[] = [];
  const finder = new RegExp(looseAmpersand, 'g');
  let done = 0;
  let cdata = findCdata(text, 0);
  for (let match = finder.exec(text); match; match = finder.exec(text)) {
    while (cdata.end <= match.index) cdata = findCdata(text, cdata.end);
    if (match.index > cdata.start) {
      finder.lastIndex = cdata.end;
      continue;
    }
    const [reference, number] = match;
    const mended = mendReference(reference, number);
    if (mended === reference) continue;
    parts.push(text.slice(done, match.index), mended);
    done = finder.lastIndex;
  }
  return done === 0 ? text : parts.join('') + text.slice(done);
}

/** The next CDATA section; one that never ends reaches to the end, and where there is none the end is one. */
function findCdata(text: string, from: number): { start: number; end: number } {
  const start = text.indexOf(cdataStart, from);
  if (start === -1) return { start: text.length, end: Number.POSITIVE_INFINITY };
  const end = text.indexOf(cdataEnd, start);
  return { start, end: end === -1 ? Number.POSITIVE_INFINITY : end };
}

function mendReference(reference: string, number: string | undefined): string {
  if (number === undefined) return '&amp;';
  return isXmlCharacter(Number(number.replace(/^x/i, '0x'))) ? reference : '';
}
