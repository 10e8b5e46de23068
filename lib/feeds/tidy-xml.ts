import { createElementNames, type ElementNames } from './element-names.ts';
import { dropForbidden } from './mend-xml.ts';
import { maxItems } from './parsed-feed.ts';
import { readValue } from './read-value.ts';
import { createDecoder, type DecodeReferences } from './references.ts';
import { createScanner, type Tag } from './scan-tags.ts';
import { type Attributes, createRssWriter, type WrittenRss } from './write-rss.ts';

/** Names of the elements that the reader takes from a feed, and from an entry. */
export interface Wanted {
  feed: ReadonlySet<string>;
  item: ReadonlySet<string>;
}

/** A feed of any XML format, rewritten. */
export interface TidyFeed extends WrittenRss {
  /** Name of the document's root element, in lower case and without prefix; '' where there is none. */
  root: string;
  /** Whether there was anything of a feed: a channel, or entries that have what entries have. */
  isFeed: boolean;
  isAtom: boolean;
  /** Whether the feed ended, and was not broken off. */
  isWhole: boolean;
}

/** How far the end of an element is looked for when something in it looks as if it had been forgotten. */
const maxLookahead = 2_000;

/** More tags than in any feed of the largest size that is fetched, those within texts not counted. */
const maxTags = 300_000;

const structure = new Set(['rss', 'rdf', 'rdf:rdf', 'channel', 'feed', 'item', 'entry']);
/** Elements in which others are read as if they stood outside. */
const transparent = new Set(['media:group', 'media:content']);
/** Elements that tell an entry from whatever else XML calls an item. */
const telling = new Set(['title', 'link', 'description', 'summary', 'content', 'guid', 'pubdate']);
/** Texts that may hold markup in the open, a title less than others; all else ends where the next element begins. */
const longText = /^(?:\w+:)?(?:description|summary|content|encoded|abstract|body)$/;
const titleText = /^(?:\w+:)?title$/;
/** Elements of feeds that in a long text may be HTML's. */
const alsoHtml = new Set(['title', 'link', 'summary', 'content']);

/** The length is bounded because a name is looked for at each of its letters. */
const attribute = /([^\s=/"'<>]{1,100})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/g;
const noAttributes: Attributes = new Map();

/**
 * Rewrites a feed of any XML format, however broken, as well-formed RSS 2.0 with only what the reader takes from it, under the names that
 * the reader knows. Tags that are not closed end where they must, ends without a start are passed over, and an element in which the
 * document breaks off is left out, and so are entries beyond 20,000 and tags beyond 300,000. Never throws; takes time linear in the input.
 */
export function tidyXml(source: string, wanted: Wanted): TidyFeed {
  const text = dropForbidden(source);
  const scanner = createScanner(text);
  const names = createElementNames();
  const decode = createDecoder(findDocumentType(text));
  const writer = createRssWriter();
  let place = 'outside' as 'outside' | 'feed' | 'item';
  let around: 'outside' | 'feed' = 'outside';
  let skipped = undefined as Skipped | undefined;
  let root = '';
  let isFeed = false;
  let isAtom = false;
  let isWhole = false;
  let items = 0;

  const closeItem = (): void => {
    if (place !== 'item') return;
    writer.closeItem();
    place = around;
  };

  const enterStructure = (name: string, { kind, attributes }: Tag): void => {
    const isItem = name === 'item' || name === 'entry';
    // Some generators leave an empty item within each item.
    if (isItem && kind === 'empty' && (place === 'item' || !attributes)) return;
    skipped = undefined;
    closeItem();
    if (isItem) {
      if (kind === 'end') return;
      around = place === 'feed' ? 'feed' : 'outside';
      place = 'item';
      items++;
      writer.openItem(readAttributes(attributes, decode));
      if (kind === 'empty') closeItem();
      return;
    }
    if (kind !== 'start') isWhole = true;
    if (kind !== 'end') {
      place = name.startsWith('rdf') ? 'outside' : 'feed';
      isAtom ||= name === 'feed';
      isFeed ||= name === 'feed' || name === 'channel';
      writer.writeFeed(readAttributes(attributes, decode));
    } else if (name !== 'rss') place = 'outside';
  };

  /** Whether the tag belongs to an element that is not read, and may have been left unclosed. */
  const isSkipped = (tag: Tag, isWanted: boolean): boolean => {
    if (!skipped) return false;
    if (isWanted && isForgotten(text, skipped, tag)) {
      skipped = undefined;
      return false;
    }
    if (tag.name === skipped.name && tag.kind !== 'empty') skipped.depth += tag.kind === 'end' ? -1 : 1;
    if (skipped.depth === 0) skipped = undefined;
    return true;
  };

  const readElement = (name: string, tag: Tag, here: ReadonlySet<string>): number => {
    const isLong = longText.test(name);
    const isShort = !isLong && !titleText.test(name);
    const value =
      tag.kind === 'empty'
        ? { text: '', end: tag.end }
        : readValue(text, scanner, tag, decode, (inner, open) => {
            const innerName = names.find(inner.name);
            if (structure.has(innerName)) return !(innerName === 'item' && inner.kind === 'empty');
            if (inner.kind === 'end') return false;
            if (isShort || !here.has(innerName)) return isShort;
            return !isLong || !alsoHtml.has(innerName) || (open === 0 && !inner.attributes);
          });
    writer.writeElement(name, value.text, readAttributes(tag.attributes, decode));
    return value.end;
  };

  let tags = 0;
  for (let tag = scanner.findTag(0), at = 0; tag && items <= maxItems && tags < maxTags; tag = scanner.findTag(at)) {
    tags++;
    at = tag.end;
    if (!root) root = readRoot(names, tag);
    const name = nameTag(names, tag);
    if (structure.has(name)) {
      enterStructure(name, tag);
      continue;
    }
    if (place === 'outside') continue;
    const here = wanted[place];
    const isWanted = tag.kind !== 'end' && here.has(name);
    if (isSkipped(tag, isWanted) || tag.kind === 'end' || transparent.has(name)) continue;
    if (isWanted) {
      if (place === 'item') isFeed ||= telling.has(name);
      at = readElement(name, tag, here);
    } else {
      writer.noteOther();
      if (tag.kind === 'start') skipped = { name: tag.name, depth: 1, closedAt: 0 };
    }
  }
  closeItem();
  return { root, isFeed, isAtom, isWhole, ...writer.finish() };
}

interface Skipped {
  name: string;
  depth: number;
  /** Up to here it is known not to have been forgotten. */
  closedAt: number;
}

/** An element whose end does not come before its entry's was never closed. */
function isForgotten(text: string, skipped: Skipped, { end }: Tag): boolean {
  if (end <= skipped.closedAt) return false;
  const ahead = text.slice(end, end + maxLookahead);
  const close = ahead.indexOf(`</${skipped.name}`);
  const boundary = /<\/?(?:\w+:)?(?:item|entry)[\s>]/i.exec(close === -1 ? ahead : ahead.slice(0, close));
  if (boundary) return true;
  skipped.closedAt = end + (close === -1 ? ahead.length : close);
  return false;
}

/** The root's name; a prefix on it that nobody declared is that of the format. */
function readRoot(names: ElementNames, tag: Tag): string {
  const name = nameTag(names, tag);
  const local = name.slice(name.indexOf(':') + 1);
  if (name !== local && local !== 'rdf' && structure.has(local)) names.adopt(tag.name);
  return local;
}

function nameTag(names: ElementNames, { name, attributes }: Tag): string {
  return attributes.includes('xmlns') ? names.declare(name, attributes) : names.find(name);
}

function readAttributes(source: string, decode: DecodeReferences): Attributes {
  if (!source) return noAttributes;
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of source.matchAll(attribute)) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, decode(double ?? single ?? bare ?? ''));
  }
  return attributes;
}

/** The document type with what it declares, '' where there is none. */
function findDocumentType(text: string): string {
  const head = text.slice(0, 65_536);
  const start = head.search(/<!doctype\s[^>]*\[/i);
  return start === -1 ? '' : head.slice(start, head.search(/\]\s*>/) + 1 || undefined);
}
