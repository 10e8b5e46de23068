/** No feed nests so deep; what does is made to exhaust whoever walks it. */
const maxDepth = 256;

const bang = 0x21;
const slash = 0x2f;
const greater = 0x3e;
const question = 0x3f;
const quotes = new Set([0x22, 0x27]);

/**
 * Walks the tags of an XML document once, before any parser sees it.
 * @returns the name of the root element as written ('' where there is none), and why the document is refused: entity
 * declarations (the stuff of XML bombs) or bottomless nesting
 */
export function inspectXml(text: string): { root: string; refusal?: string } {
  let root = '';
  let depth = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    const next = text.charCodeAt(at + 1);
    if (next === bang) {
      if (text.startsWith('[CDATA[', at + 2)) at = skipPast(text, ']]>', at + 9);
      else if (text.startsWith('--', at + 2)) at = skipPast(text, '-->', at + 4);
      else if (/^entity/i.test(text.slice(at + 2, at + 8)))
        return { root, refusal: 'it declares entities, which no feed needs' };
      else at += 2;
    } else if (next === question) {
      at = skipPast(text, '?>', at + 2);
    } else if (next === slash) {
      depth--;
      at += 2;
    } else {
      const end = findTagEnd(text, at + 1);
      root ||= /^[^\s/>]{1,60}/.exec(text.slice(at + 1, at + 61))?.[0] ?? '';
      // A tag without an end is for the parser to report.
      if (end === -1) return { root };
      if (text.charCodeAt(end - 1) !== slash && ++depth > maxDepth) {
        return { root, refusal: `its elements are nested deeper than ${maxDepth}` };
      }
      at = end;
    }
  }
  return { root };
}

function skipPast(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
}

function findTagEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === greater) return at;
    if (quotes.has(code)) {
      at = text.indexOf(String.fromCharCode(code), at + 1);
      if (at === -1) return -1;
    }
  }
  return -1;
}
