import Parser from 'rss-parser';
import type { Item } from '../article.ts';
import { resolveUrl } from '../url.ts';
import { parseDate } from './dates.ts';
import {
  createItem,
  looksLikeMarkup,
  type ParsedFeed,
  readLanguage,
  renderLiteral,
  renderText,
  renderTitle,
} from './parsed-feed.ts';
import type { TidyFeed, Wanted } from './tidy-xml.ts';
import { resolveText } from './write-rss.ts';

const titles = ['title', 'dc:title', 'media:title', 'itunes:title'];
const summaries = [
  'description',
  'summary',
  'abstract',
  'media:description',
  'dc:description',
  'dcterms:abstract',
  'itunes:summary',
  'itunes:subtitle',
];
const contents = ['content:encoded', 'content', 'encoded', 'xhtml:body', 'body'];
const publications = [
  'pubdate',
  'published',
  'issued',
  'dcterms:issued',
  'dc:date',
  'date',
  'created',
  'dcterms:created',
  'prism:publicationdate',
  'dcterms:date',
];
const updates = ['updated', 'modified', 'dcterms:modified', 'lastmod', 'prism:modificationdate'];
const itemElements = [...titles, ...summaries, ...contents, ...publications, ...updates, 'link', 'guid', 'id'];
const feedElements = [
  'title',
  'dc:title',
  'link',
  'language',
  'dc:language',
  'ttl',
  'sy:updateperiod',
  'sy:updatefrequency',
];

export const wantedElements: Wanted = { feed: new Set(feedElements), item: new Set(itemElements) };

/** An element as the parser gives it: its text, or an object of its text `_`, its attributes `$` and its children by name. */
type Raw = Readonly<Record<string, unknown>>;

/** What an item or a channel says in one of its elements. */
interface Element {
  text: string;
  attributes: Raw;
}

/** The elements of an item or a channel by name. */
type Elements = (name: string) => readonly Element[];

const none: readonly Element[] = [];
const noAttributes: Raw = {};

/**
 * Reads a feed of any XML format that has been made tidy, by one table of element names.
 * The parser's own reading of what it knows takes the whole feed down with one bad date or one link without attributes, takes time
 * quadratic in a hostile text to make snippets, and keeps of several links only one: all elements reach it under other names and come
 * back unread, in full, through its custom fields.
 */
export async function parseXmlFeed(tidy: TidyFeed, baseUrl: string | undefined): Promise<ParsedFeed> {
  const { texts, isAtom } = tidy;
  const feed: Raw & { items: Raw[] } = await createParser(tidy.aliases).parseString(tidy.xml);
  const elements = listElements(feed, texts);
  const own = asRaw(feed.$);
  const feedBase = resolveUrl(readAttribute(own, 'xml:base'), baseUrl) ?? baseUrl;
  const siteUrl = findLink(elements, feedBase);
  const language = readLanguage(findText(elements, ['language', 'dc:language']) || readAttribute(own, 'xml:lang'));
  const ttlMinutes = readTtl(elements);
  // Atom resolves against the document (RFC 4287, 2); RSS says nothing, and its publishers mean their site.
  const itemBase = isAtom ? (feedBase ?? siteUrl) : (siteUrl ?? feedBase);
  return {
    title: renderTitle(findText(elements, ['title', 'dc:title'])),
    ...(siteUrl ? { siteUrl } : {}),
    ...(language ? { language } : {}),
    ...(ttlMinutes ? { ttlMinutes } : {}),
    items: feed.items.map((item) => readItem(item, texts, itemBase, isAtom)),
  };
}

/** Every field costs time in every item: only those that the document has are asked for. */
function createParser(aliases: ReadonlyMap<string, string>): Parser<Raw, Raw> {
  const fields = [['$', '$'], ...Array.from(aliases, ([name, alias]) => [alias, name])];
  const custom = fields.map((field) => [...field, { keepArray: true }]) as unknown as string[];
  // The typings know of options for items only; the parser takes them for both.
  return new Parser<Raw, Raw>({ customFields: { feed: custom, item: custom } });
}

function readItem(raw: Raw, texts: readonly string[], feedBase: string | undefined, isAtom: boolean): Item {
  const elements = listElements(raw, texts);
  const own = asRaw(raw.$);
  const base = resolveUrl(readAttribute(own, 'xml:base'), feedBase) ?? feedBase;
  const about = readAttribute(own, 'rdf:about');
  // Atom's id names and does not locate, but some sites write their pages' addresses there and no link.
  const id = findText(elements, ['id']);
  const summary = renderElement(findElement(elements, summaries), isAtom);
  const content = findElement(elements, contents);
  return createItem({
    guid: findText(elements, ['guid', 'id']) || about,
    url:
      findLink(elements, base) ??
      findPermaLink(elements, base) ??
      resolveUrl(id, undefined) ??
      resolveUrl(about, undefined),
    title: renderTitle(readContent(findElement(elements, titles))),
    summary,
    // Whole articles take most of the time; one that cannot say more than the summary is not read.
    content: content && content.text.length > summary.length ? renderElement(content, isAtom) : '',
    published: findDate(elements, publications),
    updated: findDate(elements, updates),
  });
}

function renderElement(element: Element | undefined, isAtom: boolean): string {
  const text = readContent(element);
  const type = element ? readAttribute(element.attributes, 'type').toLowerCase() : '';
  return isAtom && (type === '' || type === 'text' || type === 'text/plain') && !looksLikeMarkup(text)
    ? renderLiteral(text)
    : renderText(text);
}

/** The HTML or the text of an element, unpacked where Atom packs it as base64; '' for what is neither. */
function readContent(element: Element | undefined): string {
  if (!element) return '';
  const type = readAttribute(element.attributes, 'type').toLowerCase();
  const isText = !type.includes('/') || type.startsWith('text/') || /[/+]xml\b|html/.test(type);
  if (readAttribute(element.attributes, 'mode').toLowerCase() !== 'base64' && isText) return element.text;
  const text = Buffer.from(element.text, 'base64').toString('utf8');
  return /[\ufffd\0]/.test(text) ? '' : text;
}

function findDate(elements: Elements, names: readonly string[]): Date | undefined {
  for (const name of names) {
    for (const { text } of elements(name)) {
      const date = parseDate(text);
      if (date) return date;
    }
  }
  return undefined;
}

/** The page for people: RSS names it in the text of `link`, Atom in the `href` of one whose `rel` is `alternate` or missing. */
function findLink(elements: Elements, base: string | undefined): string | undefined {
  const links = elements('link').map(({ text, attributes }) => ({
    rank: rankLink(text, attributes),
    target: text.trim() || readAttribute(attributes, 'href'),
    base: resolveUrl(readAttribute(attributes, 'xml:base'), base) ?? base,
  }));
  for (const { rank, target, base } of links.sort((a, b) => a.rank - b.rank)) {
    const url = rank < 9 ? readAddress(target, base) : undefined;
    if (url) return url;
  }
  return undefined;
}

function rankLink(text: string, attributes: Raw): number {
  if (text.trim()) return 0;
  const rel = readAttribute(attributes, 'rel').toLowerCase();
  const type = readAttribute(attributes, 'type');
  const rank =
    rel === '' || rel === 'alternate' || rel.endsWith('/alternate') ? 1 : rel === 'related' || rel === 'via' ? 3 : 9;
  return rank + (type === '' || /html/i.test(type) ? 0 : 1);
}

/** RSS says that a `guid` is the page's address where it does not say that it is none. */
function findPermaLink(elements: Elements, base: string | undefined): string | undefined {
  const [guid] = elements('guid');
  if (!guid) return undefined;
  const isPermaLink = readAttribute(guid.attributes, 'ispermalink').trim().toLowerCase();
  // Only who says so means a relative one.
  return isPermaLink === 'false' ? undefined : resolveUrl(guid.text, isPermaLink === 'true' ? base : undefined);
}

/** Links in CDATA are often escaped all the same, and some leave out what browsers do not show. */
function readAddress(text: string, base: string | undefined): string | undefined {
  const link = text.trim().replaceAll('&amp;', '&');
  if (/^www\.[^/]+\.\w/i.test(link)) return resolveUrl(`http://${link}`, undefined);
  return resolveUrl(link.startsWith('//') && !base ? `https:${link}` : link, base);
}

const periodMinutes: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 1440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
};

/** Minutes by RSS 2.0's `ttl`, or by the period and frequency of RSS 1.0's syndication module. */
function readTtl(elements: Elements): number | undefined {
  const ttl = Math.round(Number(findText(elements, ['ttl'])));
  if (ttl > 0 && Number.isFinite(ttl)) return ttl;
  const period = periodMinutes[findText(elements, ['sy:updateperiod']).trim().toLowerCase()];
  const frequency = Number(findText(elements, ['sy:updatefrequency']).trim() || 1);
  return period && frequency > 0 ? Math.max(1, Math.round(period / frequency)) : undefined;
}

/** The first that is not blank, by the order of the names. */
function findElement(elements: Elements, names: readonly string[]): Element | undefined {
  for (const name of names) {
    for (const element of elements(name)) if (/\S/.test(element.text)) return element;
  }
  return undefined;
}

function findText(elements: Elements, names: readonly string[]): string {
  return findElement(elements, names)?.text ?? '';
}

function listElements(raw: Raw, texts: readonly string[]): Elements {
  return (name) => {
    const found = raw[name];
    return Array.isArray(found) ? found.map((element) => readElement(element, texts)) : none;
  };
}

function readElement(element: unknown, texts: readonly string[]): Element {
  if (typeof element === 'string') return { text: resolveText(element, texts), attributes: noAttributes };
  const { _: text, $: attributes } = asRaw(element);
  return { text: typeof text === 'string' ? resolveText(text, texts) : '', attributes: asRaw(attributes) };
}

function readAttribute(attributes: Raw, name: string): string {
  const value = attributes[name];
  return typeof value === 'string' ? value : '';
}

function asRaw(value: unknown): Raw {
  return typeof value === 'object' && value !== null ? (value as Raw) : noAttributes;
}
