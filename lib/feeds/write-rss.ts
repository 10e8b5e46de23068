import { resolveUrl } from '../url.ts';

/** Elements stand in the document under short names of their own, which no parser knows and so gives back unread. */
const mark = '_';

/** What is longer stands beside the document, and in it this sign with the text's place; so does what begins with the sign itself. */
const maxInlineLength = 12;
const place = '#';

/** No entry says more, nor do all of a feed; a parser's time and stack are spent by the element. */
const maxElementsOfItem = 200;
const maxElements = 200_000;

/** Attributes that say something to the reader; those of other names stay behind. */
const kept = new Set(['href', 'rel', 'type', 'mode', 'ispermalink', 'xml:base', 'xml:lang', 'rdf:about']);

export type Attributes = ReadonlyMap<string, string>;

/** Well-formed RSS 2.0, with what is too long to be worth a parser's time beside it. */
export interface WrittenRss {
  xml: string;
  /** What `resolveText` takes the texts of elements from. */
  texts: readonly string[];
  /** The elements that were written, each with its name in the document. */
  aliases: ReadonlyMap<string, string>;
}

export interface RssWriter {
  /** What the root or the channel say of themselves in attributes. */
  writeFeed(attributes: Attributes): void;
  openItem(attributes: Attributes): void;
  /** Into the item that is open, or else into the channel. */
  writeElement(name: string, text: string, attributes: Attributes): void;
  /** The open item holds something that is not written. */
  noteOther(): void;
  /** An item that holds nothing at all is left out. */
  closeItem(): void;
  finish(): WrittenRss;
}

export function createRssWriter(): RssWriter {
  const channel: string[] = [];
  const items: string[] = [];
  const texts: string[] = [];
  const aliases = new Map<string, string>();
  const ownAttributes = new Map<string, string>();
  let item: string[] | undefined;
  let elements = 0;
  let start = '';
  let isEmpty = true;

  function writeElement(name: string, text: string, attributes: Attributes): void {
    isEmpty = false;
    const parent = item ?? channel;
    if (parent.length >= maxElementsOfItem || elements++ >= maxElements) return;
    const alias = aliases.get(name) ?? mark + aliases.size;
    aliases.set(name, alias);
    let content = text;
    if (text.length > maxInlineLength || text.startsWith(place)) {
      content = place + texts.length;
      texts.push(text);
    }
    parent.push(`<${alias}${writeAttributes(attributes)}>${escapeText(content)}</${alias}>`);
  }

  /** CDF says in attributes what others say in elements. */
  function writeFromAttributes(attributes: Attributes): void {
    const href = attributes.get('href');
    if (href) writeElement('link', href, new Map());
    const date = attributes.get('lastmod');
    if (date) writeElement('lastmod', date, new Map());
  }

  return {
    writeElement,
    writeFeed(attributes) {
      const base = attributes.get('xml:base');
      if (base !== undefined) ownAttributes.set('xml:base', resolveUrl(base, ownAttributes.get('xml:base')) ?? base);
      const language = attributes.get('xml:lang');
      if (language !== undefined) ownAttributes.set('xml:lang', language);
      writeFromAttributes(attributes);
    },
    openItem(attributes) {
      item = [];
      start = `<item${writeAttributes(attributes)}>`;
      isEmpty = attributes.size === 0;
      writeFromAttributes(attributes);
    },
    noteOther() {
      isEmpty = false;
    },
    closeItem() {
      if (item && !isEmpty) items.push(start, ...item, '</item>');
      item = undefined;
    },
    finish: () => ({
      xml: `<rss version="2.0"><channel${writeAttributes(ownAttributes)}>${channel.join('')}${items.join('')}</channel></rss>`,
      texts,
      aliases,
    }),
  };
}

function writeAttributes(attributes: Attributes): string {
  let written = '';
  for (const [name, value] of attributes) {
    if (kept.has(name)) written += ` ${name}="${escapeText(value).replaceAll('"', '&quot;')}"`;
  }
  return written;
}

function escapeText(text: string): string {
  return /[&<]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : text;
}

/** The text of an element as it was before it was written. */
export function resolveText(text: string, texts: readonly string[]): string {
  return text.startsWith(place) ? (texts[Number(text.slice(place.length))] ?? '') : text;
}
