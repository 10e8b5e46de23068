import { decodeHTMLStrict } from 'entities';
import { Parser } from 'htmlparser2';
import { collapseSpace } from '../text.ts';
import { dropForbidden } from './mend-xml.ts';

/** No feed list nests so deep; what does is made to exhaust whoever walks it, or closes none of its outlines. */
const maxDepth = 64;

/** What may stand at the beginning of a list; before it comes only what a server has said by mistake. */
const beginning = /<\?xml\s|<!doctype\s+opml|<opml[\s>/]/i;

export interface Outline {
  /** An attribute by its name in lower case, for readers write `xmlUrl`, `xmlurl` and `XMLURL`; '' where there is none. */
  read(name: string): string;
  /** The names of the folders around it, from the outermost inwards. */
  folder: readonly string[];
}

/** The outlines of a list in its order, or why it is none that could be read whole, with the place. */
export type ReadOutlines = { kind: 'read'; outlines: Outline[] } | { kind: 'broken'; why: string };

/**
 * Reads the outlines of an OPML document (http://opml.org/spec2.opml). What is wrong but leaves no doubt is read: attributes without
 * quotes, bare ampersands and `<`, HTML's entities, outlines that are not closed. Where a feed might be lost, the document is refused.
 */
export function readOutlines(text: string): ReadOutlines {
  const start = text.search(beginning);
  if (start === -1) return { kind: 'broken', why: explainOther(text) };
  const source = text.slice(start);
  const outlines: Outline[] = [];
  const folders: (readonly string[])[] = [[]];
  let why: string | undefined;
  let depth = 0;
  let end = -1;
  let isWhole = false;

  const at = (index: number): string => describePlace(text, start + index);
  const parser = new Parser(
    {
      onprocessinginstruction(name, data) {
        end = parser.endIndex;
        if (name.toLowerCase() === '!entity' || /<!entity/i.test(data))
          why ??= `it declares entities, which no feed list needs, ${at(parser.startIndex)}`;
      },
      onopentag(name, attributes) {
        // What follows the end of a list was put there by a server.
        if (isWhole) return;
        end = parser.endIndex;
        if (depth++ === 0) {
          if (name !== 'opml') why ??= explainRoot(name);
          // A root that ends in itself; the parser says of its end only that it is implied, as it does where a document breaks off.
          isWhole = source[parser.endIndex - 1] === '/';
        }
        if (depth > maxDepth) why ??= `its outlines are nested deeper than ${maxDepth} ${at(parser.startIndex)}`;
        if (why || name !== 'outline') return;
        if (isMisquoted(source.slice(parser.startIndex + 1, parser.endIndex), attributes))
          why = `a quotation mark is missing, or one too many, in the outline ${at(parser.startIndex)}`;
        const outline = createOutline(attributes, folders.at(-1) ?? []);
        outlines.push(outline);
        folders.push(findInnerFolder(outline));
      },
      onclosetag(name, isImplied) {
        depth--;
        if (name === 'outline') folders.pop();
        if (name === 'opml' && !isImplied) isWhole = true;
      },
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true, decodeEntities: false },
  );
  parser.end(source);
  if (!why && !isWhole) why = explainEnd(source, end, at);
  return why ? { kind: 'broken', why } : { kind: 'read', outlines };
}

function createOutline(attributes: Readonly<Record<string, string>>, folder: readonly string[]): Outline {
  return {
    folder,
    read(name) {
      const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      return value === undefined ? '' : dropForbidden(decodeHTMLStrict(value)).toWellFormed();
    },
  };
}

/** What stands inside a feed is in the folder that the feed is in. */
function findInnerFolder({ folder, read }: Outline): readonly string[] {
  const name = read('xmlurl') ? '' : collapseSpace(read('title') || read('text'));
  return name ? [...folder, name] : folder;
}

/** A quotation mark that was forgotten makes an attribute swallow what follows, up to the next one. */
function isMisquoted(tag: string, attributes: Readonly<Record<string, string>>): boolean {
  if (/<\/?(?:outline|body|opml)\b/i.test(tag)) return true;
  const names = Object.keys(attributes);
  const url = names.includes('xmlurl') ? (attributes.xmlurl ?? '').trim() : '';
  return names.some((name) => /["'<]/.test(name)) && !/^\S+$/.test(url);
}

function explainOther(text: string): string {
  const first = /[^\s\ufeff\0]/.exec(text)?.[0];
  if (first === undefined) return 'it is empty';
  if (first === '{' || first === '[') return 'it is no OPML but JSON';
  const root = /<([a-z][\w:.-]{0,40})[\s/>]/i.exec(text)?.[1];
  return root ? explainRoot(root) : 'it is no OPML';
}

function explainRoot(name: string): string {
  return `it is no OPML: it begins with <${name.slice(0, 40)}>`;
}

function explainEnd(source: string, end: number, at: (index: number) => string): string {
  const open = source.indexOf('<', end + 1);
  return open === -1 || source.startsWith('</', open)
    ? `it breaks off ${at(source.trimEnd().length)}, where </opml> is missing`
    : `it breaks off within what begins ${at(open)}`;
}

function describePlace(text: string, index: number): string {
  const before = text.slice(0, index);
  const lines = before.split(/\r\n?|\n/);
  return `in line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
