/** Control characters that XML 1.0 forbids (2.2), with the two that are no characters at all. */
const forbidden = /[^\P{Cc}\t\n\r\u007f-\u009f]|[\ufffe\uffff]/u;
const allForbidden = new RegExp(forbidden, 'gu');

/** An ampersand that begins none of XML's own five references: bare, an HTML entity, or a number that may be no character. */
const looseAmpersand = /&(?!(?:amp|lt|gt|quot|apos);)(?:#(\d{1,7}|[xX][\da-fA-F]{1,6});)?/;

/** A text element that holds markup of its own: Atom's xhtml, and feeds that forgot to escape. */
const inlineMarkup =
  /<((?:atom:)?(?:title|summary|description|content)|content:encoded)(?:\s(?:[^<>]*[^<>/])?)?>[^<]*<(?!!\[CDATA\[|!--|\/)/;
const inlineMarkupOrCdata = new RegExp(`<!\\[CDATA\\[|${inlineMarkup.source}`, 'g');

const cdataStart = '<![CDATA[';
const cdataEnd = ']]>';

/**
 * Mends what feeds get wrong most, and nothing else: forbidden control characters are dropped, ampersands that XML does not
 * know are escaped, markup inside a text element is escaped, so that it arrives whole and in order. Lines stay where they are.
 * Linear in the input; a clean document is searched and comes back as it is.
 */
export function mendXml(text: string): string {
  let mended = text;
  if (forbidden.test(mended)) mended = mended.replace(allForbidden, '');
  if (inlineMarkup.test(mended)) mended = escapeInlineMarkup(mended);
  if (looseAmpersand.test(mended)) mended = mendAmpersands(mended);
  return mended;
}

function escapeInlineMarkup(text: string): string {
  const parts: string[] = [];
  const finder = new RegExp(inlineMarkupOrCdata);
  let done = 0;
  for (let match = finder.exec(text); match; match = finder.exec(text)) {
    const name = match[1];
    const end = text.indexOf(name ? `</${name}` : cdataEnd, finder.lastIndex);
    // Without its end the document is broken; the parser will say where.
    if (end === -1) break;
    finder.lastIndex = end;
    if (!name) continue;
    const start = text.indexOf('>', match.index) + 1;
    parts.push(text.slice(done, start), text.slice(start, end).replace(/&/g, '&amp;').replace(/</g, '&lt;'));
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join('');
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
  const code = Number(number.replace(/^x/i, '0x'));
  const isCharacter =
    code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && !forbidden.test(String.fromCodePoint(code));
  return isCharacter ? reference : '';
}
