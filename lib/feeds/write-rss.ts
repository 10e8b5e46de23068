import { resolveUrl } from '../url.ts';

/** Elements stand in the document under their names with this before them, which no parser knows and so gives back unread. */
export const mark = '_';

/** What is longer stands beside the document. */
const maxInlineLength = 150;

/** Attributes that say something to the reader; those of other names stay behind. */
const kept = new Set(['href', 'rel', 'type', 'mode', 'ispermalink', 'xml:base', 'xml:lang', 'rdf:about']);

export type Attributes = ReadonlyMap<string, string>;

/** Well-formed RSS 2.0, with what is too long to be worth a parser's time beside it. */
export interface WrittenRss {
  xml: string;
  /** An element's attribute `at` is the place of its text in here. */
  texts: readonly string[];
  /** Names of the elements that were written. */
  written: ReadonlySet<string>;
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
  const written = new Set<string>();
  const ownAttributes = new Map<string, string>();
  let item: string[] | undefined;
  let start = '';
  let isEmpty = true;

  function writeElement(name: string, text: string, attributes: Attributes): void {
    isEmpty = false;
    written.add(name);
    const isLong = text.length > maxInlineLength;
    if (isLong) texts.push(text);
    const place = isLong ? ` at="${texts.length - 1}"` : '';
    const start = `<${mark}${name}${place}${writeAttributes(attributes)}`;
    (item ?? channel).push(isLong ? `${start}/>` : `${start}>${escapeText(text)}</${mark}${name}>`);
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
      written,
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
