import { decodeHTML } from 'entities';

const silentElement = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'svg', 'figcaption', 'head']);
const blockElement =
  /^(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|section|article|header|footer|figure|pre|hr|dd|dt|dl)$/;

const space = 0x20;
const bang = 0x21;
const slash = 0x2f;
const equals = 0x3d;
const greater = 0x3e;
const question = 0x3f;
const doubleQuote = 0x22;
const singleQuote = 0x27;

/**
 * The text of an HTML fragment: tags gone, with a space where a block begins or ends, entities decoded, scripts and the like left out.
 * What a tag or a comment was cut off in is dropped. It hops from tag to tag instead of building anything: of all that reading a feed
 * takes, this is done most. Linear in the input.
 */
export function readHtmlText(html: string): string {
  let text = '';
  let done = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    const end = findMarkupEnd(html, at);
    if (end === undefined) {
      at++;
      continue;
    }
    if (at > done) text += decode(html.slice(done, at));
    const name = readName(html, at);
    if (blockElement.test(name)) text += ' ';
    // Feeds are often written by XML tools: `<iframe src="…"/>` is closed there, and must not swallow what follows.
    const isOpen = html.charCodeAt(at + 1) !== slash && html.charCodeAt(end - 2) !== slash;
    done = isOpen && silentElement.has(name) ? skipSilent(html, name, end) : end;
    at = done;
  }
  return done < html.length ? text + decode(html.slice(done)) : text;
}

function decode(text: string): string {
  return text.includes('&') ? decodeHTML(text) : text;
}

/** Where the tag, comment or instruction ends that begins at a `<`; `undefined` where none does. */
function findMarkupEnd(html: string, at: number): number | undefined {
  const next = html.charCodeAt(at + 1);
  if (next === bang && html.startsWith('--', at + 2)) return skipPast(html, '-->', at + 4);
  if (next === bang || next === question) return skipPast(html, '>', at + 2);
  return isLetter(next === slash ? html.charCodeAt(at + 2) : next) ? findTagEnd(html, at + 2) : undefined;
}

/** Quotes count only where they begin the value of an attribute. */
function findTagEnd(html: string, from: number): number {
  let before = 0;
  for (let at = from; at < html.length; at++) {
    const code = html.charCodeAt(at);
    if (code === greater) return at + 1;
    if ((code === doubleQuote || code === singleQuote) && before === equals) {
      at = html.indexOf(code === doubleQuote ? '"' : "'", at + 1);
      if (at === -1) break;
    }
    if (code > space) before = code;
  }
  return html.length;
}

function skipPast(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at === -1 ? html.length : at + mark.length;
}

function readName(html: string, at: number): string {
  const start = html.charCodeAt(at + 1) === slash ? at + 2 : at + 1;
  let end = start;
  while (end - start < 12 && isNameCharacter(html.charCodeAt(end))) end++;
  return html.slice(start, end).toLowerCase();
}

/** Behind the end of a silent element, which goes to the end of the fragment where it is not closed. */
function skipSilent(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}[\\s/>]`, 'gi');
  close.lastIndex = from;
  const match = close.exec(html);
  return match ? findTagEnd(html, match.index + 2) : html.length;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function isNameCharacter(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39);
}
