import Parser from 'rss-parser';
import type { Item } from '../article.ts';
import { resolveUrl } from '../url.ts';
import { parseDate } from './dates.ts';
import { createItem, type ParsedFeed, readLanguage, renderText } from './parsed-feed.ts';

/** The elements by which the parser tells the formats apart and finds the entries. */
const structure = new Set(['rss', 'channel', 'item', 'feed', 'entry']);

/**
 * All other elements reach the parser under a name that it does not know and come back unread, in full, through its custom fields.
 * Its own reading of them takes the whole feed down with one bad date or one link without attributes, takes time quadratic in a
 * hostile text to make snippets, and keeps of several links only one.
 */
const mark = 'raw:';

const feedElements = [
  'title',
  'link',
  'language',
  'dc:language',
  'ttl',
  'sy:updateperiod',
  'sy:updatefrequency',
  'dc:title',
];
const titles = ['title', 'dc:title', 'media:title', 'itunes:title'];
const summaries = ['description', 'summary', 'media:description', 'dc:description', 'itunes:summary'];
const contents = ['content:encoded', 'content'];
const publications = [
  'pubdate',
  'published',
  'dc:date',
  'issued',
  'dcterms:created',
  'dcterms:issued',
  'date',
  'created',
];
const updates = ['updated', 'atom:updated', 'modified', 'dcterms:modified'];
const itemElements = [
  ...titles,
  ...summaries,
  ...contents,
  ...publications,
  ...updates,
  'link',
  'guid',
  'id',
  'media:group',
];

/** An element as the parser gives it: its text, or an object of its text `_`, its attributes `$` and its children by name. */
type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads RSS 0.9x, 1.0 and 2.0 and Atom, all of them by one table of element names.
 * @param root name of the root element as written
 * @throws what the parser says of broken XML or of a document that is no feed
 */
export async function parseXmlFeed(text: string, root: string, baseUrl: string | undefined): Promise<ParsedFeed> {
  // A parser is spent after one document: a broken one leaves it unable to report the next.
  const parser = new Parser<Raw, Raw>({
    defaultRSS: 2,
    xml2js: { tagNameProcessors: [createRenamer(root)] },
    customFields: {
      // The typings know of options for items only; the parser takes them for both.
      feed: selectFields(feedElements) as unknown as string[],
      item: selectFields(itemElements),
    },
  });
  const feed: Raw & { items: Raw[] } = await parser.parseString(text);
  const isAtom = /(?:^|:)feed$/i.test(root);
  const feedBase = resolveUrl(readAttribute(feed, 'xml:base'), baseUrl) ?? baseUrl;
  const siteUrl = findLink(feed, feedBase);
  const language = readLanguage(readFirst(feed, ['language', 'dc:language']) || readAttribute(feed, 'xml:lang'));
  const ttlMinutes = readTtl(feed);
  // Atom resolves against the document (RFC 4287, 2); RSS says nothing, and its publishers mean their site.
  const itemBase = isAtom ? (feedBase ?? siteUrl) : (siteUrl ?? feedBase);
  return {
    title: renderText(readFirst(feed, ['title', 'dc:title'])),
    ...(siteUrl ? { siteUrl } : {}),
    ...(language ? { language } : {}),
    ...(ttlMinutes ? { ttlMinutes } : {}),
    items: feed.items.map((item) => readItem(item, itemBase)).filter((item) => item !== undefined),
  };
}

function createRenamer(root: string): (name: string) => string {
  const prefix = /^(.*:)feed$/i.exec(root)?.[1]?.toLowerCase() ?? 'rss:';
  return (name) => {
    const lower = name.toLowerCase();
    const local = lower.startsWith(prefix) ? lower.slice(prefix.length) : lower;
    if (structure.has(local)) return local;
    return /^(?:\w+:)?rdf$/.test(local) ? 'rdf:RDF' : mark + local;
  };
}

function selectFields(elements: readonly string[]): (string | { keepArray: boolean })[][] {
  return ['$', ...elements.map((name) => mark + name)].map((name) => [name, name, { keepArray: true }]);
}

function readItem(raw: Raw, feedBase: string | undefined): Item | undefined {
  const base = resolveUrl(readAttribute(raw, 'xml:base'), feedBase) ?? feedBase;
  const about = readAttribute(raw, 'rdf:about');
  const [guid] = listElements(raw, 'guid');
  const isPermaLink = guid !== undefined && readAttribute(asRaw(guid), 'isPermaLink') !== 'false';
  const permaLink = isPermaLink ? resolveUrl(readText(guid), undefined) : undefined;
  // Atom's id names and does not locate, but some sites write their pages' addresses there and no link.
  const id = resolveUrl(readFirst(raw, ['id']), undefined);
  const [group] = listElements(raw, 'media:group');
  const summary = renderText(readFirst(raw, summaries) || readFirst(asRaw(group), summaries));
  const content = readFirst(raw, contents);
  return createItem({
    guid: readFirst(raw, ['guid', 'id']) || about,
    url: findLink(raw, base) ?? permaLink ?? id ?? resolveUrl(about, undefined),
    title: renderText(readFirst(raw, titles)),
    summary,
    // Whole articles take most of the time; one that cannot say more than the summary is not read.
    content: content.length > summary.length ? renderText(content) : '',
    published: findDate(raw, publications),
    updated: findDate(raw, updates),
  });
}

function findDate(raw: Raw, names: readonly string[]): Date | undefined {
  for (const name of names) {
    const date = parseDate(readFirst(raw, [name]));
    if (date) return date;
  }
  return undefined;
}

/** The page for people: RSS names it in the text of `link`, Atom in the `href` of one whose `rel` is `alternate` or missing. */
function findLink(raw: Raw, base: string | undefined): string | undefined {
  const links = listElements(raw, 'link').map((link) => {
    const element = asRaw(link);
    const rel = readAttribute(element, 'rel').toLowerCase();
    const isPage = rel === '' || rel === 'alternate';
    const type = readAttribute(element, 'type');
    const rank =
      (isPage ? 0 : rel === 'related' || rel === 'via' ? 2 : 9) + (type === '' || /html/i.test(type) ? 0 : 1);
    return { rank, target: readText(link).trim() || readAttribute(element, 'href').trim() };
  });
  for (const { rank, target } of links.sort((a, b) => a.rank - b.rank)) {
    const url = target && rank < 9 ? resolveUrl(target, base) : undefined;
    if (url) return url;
  }
  return undefined;
}

const periodMinutes: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 1440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
};

/** Minutes by RSS 2.0's `ttl`, or by the period and frequency of RSS 1.0's syndication module. */
function readTtl(feed: Raw): number | undefined {
  const ttl = Math.round(Number(readFirst(feed, ['ttl'])));
  if (ttl > 0 && Number.isFinite(ttl)) return ttl;
  const period = periodMinutes[readFirst(feed, ['sy:updateperiod']).trim().toLowerCase()];
  const frequency = Number(readFirst(feed, ['sy:updatefrequency']).trim() || 1);
  return period && frequency > 0 ? Math.max(1, Math.round(period / frequency)) : undefined;
}

function listElements(raw: Raw, name: string): readonly unknown[] {
  const elements = raw[mark + name];
  return Array.isArray(elements) ? elements : [];
}

/** The first text that is not blank, by the order of the names. */
function readFirst(raw: Raw, names: readonly string[]): string {
  for (const name of names) {
    for (const element of listElements(raw, name)) {
      const text = readText(element);
      if (text.trim()) return text;
    }
  }
  return '';
}

function readText(element: unknown): string {
  if (typeof element === 'string') return element;
  const text = asRaw(element)._;
  return typeof text === 'string' ? text : '';
}

function readAttribute(raw: Raw, name: string): string {
  const attributes = asRaw(raw.$);
  const value =
    attributes[name] ?? Object.entries(attributes).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  return typeof value === 'string' ? value : '';
}

function asRaw(value: unknown): Raw {
  return typeof value === 'object' && value !== null ? (value as Raw) : {};
}
