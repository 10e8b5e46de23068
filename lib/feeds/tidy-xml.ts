import { createElementNames, type ElementNames } from './element-names.ts';
import { dropForbidden } from './mend-xml.ts';
import { readValue } from './read-value.ts';
import { createDecoder } from './references.ts';
import { createScanner, type Scanner, type Tag } from './scan-tags.ts';

/** What the reader takes from a feed, and from an entry. */
export interface Wanted {
  feed: ReadonlySet<string>;
  item: ReadonlySet<string>;
}

/** A feed of any XML format, rewritten. */
export interface TidyFeed {
  /** Local name of the document's root element, in lower case; '' where there is none. */
  root: string;
  /** Whether there was anything of a feed: a channel, or entries that have what entries have. */
  isFeed: boolean;
  isAtom: boolean;
  /** Well-formed RSS 2.0 whose wanted elements, all marked and named as the reader knows them, are the children of channel and item. */
  xml: string;
  /** Texts that are too long to be worth a parser's time; an element's attribute `at` is the place of its own. */
  texts: readonly string[];
}

/** Wanted elements stand in the document under this prefix, which no parser knows and so gives back unread. */
export const mark = 'raw:';

/** What is longer stands beside the document. */
const maxInlineLength = 150;
/** How far the end of an element is looked for when something in it looks as if it had been forgotten. */
const maxLookahead = 4_000;

/** Elements in which others are read as if they stood outside. */
const transparent = new Set(['media:group', 'media:content']);
/** Elements that are found in entries and nowhere else in XML of this kind. */
const telling = new Set(['title', 'link', 'description', 'summary', 'content', 'guid', 'pubdate']);
/** Texts that hold markup; all others end where the next element begins. */
const longText = /^(?:description|summary|content|content:encoded|encoded|abstract|xhtml:body|body|\w+:description|itunes:summary)$/;
/** Elements by whose own markup they may be mistaken for HTML. */
const alsoHtml = new Set(['title', 'link', 'summary', 'a', 'body', 'content']);

const keptAttribute = /([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/g;
const linkAttributes = ['href', 'rel', 'type', 'xml:base'] as const;
const rootAttributes = ['xml:base', 'xml:lang', 'rdf:about'] as const;

/**
 * Rewrites a feed of any XML format, however broken, as RSS 2.0 with only what the reader takes from it. Tags that are not closed end
 * where they must, ends without a start are passed over, prefixes are those that the reader knows; what the document was cut off in is
 * left out. Never throws; takes time linear in the input.
 */
export function tidyXml(source: string, wanted: Wanted): TidyFeed {
  const text = dropForbidden(source);
  const scanner = createScanner(text);
  const names = createElementNames();
  const decode = createDecoder(findDeclarations(text));
  const writer = createWriter();
  let place: 'outside' | 'feed' | 'item' = 'outside';
  let around: 'outside' | 'feed' = 'outside';
  let skipped: { name: string; depth: number } | undefined;
  let root = '';
  let isFeed = false;
  let isAtom = false;

  const closeItem = (): void => {
    if (place !== 'item') return;
    writer.closeItem();
    place = around;
    skipped = undefined;
  };

  for (let tag = scanner.findTag(0); tag; tag = scanner.findTag(tag.end)) {
    let name = findName(names, tag);
    if (!root) {
      root = name.slice(name.indexOf(':') + 1);
      if (isStructure(root) && name !== root) names.adopt(tag.name);
      name = findName(names, tag);
    }
    if (isStructure(name)) {
      const isEmptyInItem = name === 'item' && tag.kind === 'empty' && (place === 'item' || !tag.attributes);
      if (isEmptyInItem) continue;
      closeItem();
      skipped = undefined;
      if (tag.kind === 'end') {
        if (name === 'channel' || name === 'feed') place = 'outside';
        continue;
      }
      const attributes = readAttributes(tag.attributes, decode);
      if (name === 'item' || name === 'entry') {
        around = place === 'feed' ? 'feed' : 'outside';
        place = 'item';
        writer.openItem(attributes);
        if (tag.kind === 'empty') closeItem();
      } else {
        isAtom ||= name === 'feed';
        isFeed ||= name === 'channel' || name === 'feed';
        place = name === 'rdf' ? 'outside' : 'feed';
        writer.writeFeed(attributes);
      }
      continue;
    }
    if (place === 'outside') continue;
    const isWanted = tag.kind !== 'end' && wanted[place].has(name);
    if (skipped) {
      if (isWanted && isForgotten(text, skipped.name, tag.end)) skipped = undefined;
      else if (tag.name === skipped.name && tag.kind !== 'empty') skipped.depth += tag.kind === 'end' ? -1 : 1;
      if (skipped?.depth === 0) skipped = undefined;
      if (skipped || tag.kind === 'end') continue;
    }
    if (tag.kind === 'end' || transparent.has(name)) continue;
    if (!isWanted) {
      if (tag.kind === 'start') skipped = { name: tag.name, depth: 1 };
      writer.noteOther();
      continue;
    }
    if (place === 'item') isFeed ||= telling.has(name);
    const isLong = longText.test(name);
    const value =
      tag.kind === 'empty'
        ? { text: '', end: tag.end }
        : readValue(text, scanner, tag, decode, { isOutside: (inner) => isOutside(inner, isLong) });
    writer.writeElement(name, value.text, readAttributes(tag.attributes, decode));
    tag = { ...tag, end: value.end };
  }
  closeItem();
  return { root, isFeed, isAtom, ...writer.finish() };

  function isOutside(inner: Tag, isLong: boolean): boolean {
    const name = names.find(inner.name);
    if (isStructure(name)) return !(name === 'item' && inner.kind === 'empty');
    if (inner.kind === 'end' || !(place === 'item' ? wanted.item : wanted.feed).has(name)) return false;
    return !isLong || !alsoHtml.has(name) || (!inner.attributes && name !== 'a');
  }
}
