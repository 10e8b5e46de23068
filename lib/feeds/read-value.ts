import type { DecodeReferences } from './references.ts';
import type { Scanner, Tag } from './scan-tags.ts';

/** The HTML that stands in feeds unescaped; an end tag of any other name is a slip of the pen. */
const htmlElement =
  /^(?:a|abbr|acronym|address|article|aside|audio|b|big|blockquote|br|center|cite|code|dd|del|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|label|li|main|mark|nobr|object|ol|p|param|picture|pre|q|s|samp|script|section|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|video|wbr)$/;

/** How far off the end of a section without its mark may be. */
const maxLostLength = 10_000;

/** Of a text, source and all, nothing beyond this is read: that is five times what is kept of it when it is plain. */
const maxSourceLength = 500_000;

interface Value {
  text: string;
  /** Where the reader goes on. */
  end: number;
}

/** Whether a tag can only stand outside the element, which so was never closed; `open` other tags stand open in it. */
export type IsOutside = (tag: Tag, open: number) => boolean;

/**
 * The text of an element as HTML source: references decoded once where it is escaped, CDATA as it is, markup in the open as it is written.
 * One that is not closed reaches to the first tag that cannot stand in it. What is longer than any text that is kept is passed over.
 * @param start the element's own tag
 * @returns no text where the document is cut off before its end
 */
export function readValue(
  text: string,
  scanner: Scanner,
  start: Tag,
  decode: DecodeReferences,
  isOutside: IsOutside,
): Value {
  const parts: { source: string; isEscaped: boolean }[] = [];
  let done = start.end;
  let hasMarkup = false;
  let open = 0;
  let nested = 0;
  const take = (to: number): void => {
    if (to > done) parts.push({ source: text.slice(done, to), isEscaped: true });
  };
  const finish = (end: number): Value => ({ text: joinParts(parts, hasMarkup, decode), end });

  for (let at = text.indexOf('<', done); at !== -1; at = text.indexOf('<', at)) {
    if (at - start.end > maxSourceLength) {
      const end = scanner.seek(`</${start.name}`, at);
      if (end === -1) break;
      take(at);
      return finish(scanner.readTag(end)?.end ?? text.length);
    }
    if (text.startsWith('<![CDATA[', at)) {
      take(at);
      const close = scanner.seek(']]>', at + 9);
      const lost = findLostEnd(scanner, start.name, at + 9, close);
      const source = text.slice(at + 9, lost ?? close);
      parts.push({ source: lost === undefined ? source : source.replace(/\]{1,2}\s*$/, ''), isEscaped: false });
      done = lost ?? close + 3;
      at = done;
      continue;
    }
    const sectionEnd = scanner.skipSection(at);
    const tag = sectionEnd === undefined ? scanner.readTag(at) : undefined;
    if (sectionEnd !== undefined) {
      take(at);
      done = sectionEnd;
      at = done;
      continue;
    }
    if (!tag) {
      at++;
      continue;
    }
    const isOwn = isSameName(tag.name, start.name);
    if (isOwn && tag.kind === 'end' && nested === 0) {
      take(at);
      return finish(tag.end);
    }
    if (!isOwn && isOutside(tag, open)) {
      take(at);
      return finish(at);
    }
    const local = tag.name.slice(tag.name.indexOf(':') + 1).toLowerCase();
    if (tag.kind === 'end' && open === 0 && !isOwn && !htmlElement.test(local)) {
      take(at);
      return finish(tag.end);
    }
    if (isOwn) nested += tag.kind === 'end' ? -1 : tag.kind === 'start' ? 1 : 0;
    else if (tag.kind === 'start') open++;
    else if (tag.kind === 'end') open = Math.max(0, open - 1);
    hasMarkup = true;
    at = tag.end;
    // Without a prefix it stays part of the text around it: a long text is mostly tags.
    if (!tag.name.includes(':')) continue;
    take(tag.start);
    parts.push({ source: stripPrefix(text.slice(tag.start, at)), isEscaped: false });
    done = at;
  }
  return { text: '', end: text.length };
}

/**
 * Where a CDATA section ends that has no mark of its own: at the end of its element, if that is near. The mark of the next section is not
 * its own. `undefined` where it is well.
 */
function findLostEnd(scanner: Scanner, name: string, from: number, close: number): number | undefined {
  const found = scanner.seek(`</${name}`, from);
  const limit = Math.min(from + maxLostLength, close === -1 ? Number.POSITIVE_INFINITY : close);
  const end = found < limit ? found : -1;
  if (close === -1) return end === -1 ? from : end;
  const next = end === -1 ? -1 : scanner.seek('<![CDATA[', end);
  return next !== -1 && next < limit ? end : undefined;
}

/** Markup in the open makes all that is not CDATA HTML source, in which references stay. */
function joinParts(
  parts: readonly { source: string; isEscaped: boolean }[],
  hasMarkup: boolean,
  decode: DecodeReferences,
): string {
  const texts = parts.map(({ source, isEscaped }) => (isEscaped && !hasMarkup ? decode(source) : source));
  return texts.join('');
}

function isSameName(one: string, other: string): boolean {
  return one === other || one.toLowerCase() === other.toLowerCase();
}

/** `<xhtml:p>` is HTML's `<p>`. */
function stripPrefix(tag: string): string {
  return tag.replace(/^(<\/?)[\w.-]+:/, '$1');
}
