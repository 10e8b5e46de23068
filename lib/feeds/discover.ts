import { Parser } from 'htmlparser2';
import { collapseSpace } from '../text.ts';
import { canonicalizeUrl, resolveUrl } from '../url.ts';

const feedType = /^\s*(?:application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|(?:application|text)\/xml)\s*(?:;|$)/i;
/** JSON Feed 1.0 was served so, and so is every site's programming interface. */
const jsonType = /^\s*application\/json\s*(?:;|$)/i;
/** What an address ends with that is a feed more often than not. */
const feedPath = /(?:^|\/)(?:rss|feeds?|atom)(?:\.(?:xml|json|php|aspx))?\/?$|\.(?:rss|atom|rdf)$/i;
const comments = /\b(?:comments?|replies|kommentare?|commentaires?|comentarios)\b/i;

/** So much of a page is read, in parts of so many characters. */
const maxPage = 2_000_000;
const partLength = 16_384;
/** No page nests its elements deeper; the parser's time grows with the square of what is left open. */
const maxDepth = 2_000;
/** Nor has it more feeds. */
const maxLinks = 500;

type FeedFormat = 'RSS' | 'Atom' | 'JSON Feed';

/** A feed that a page points to; the title is '' where the page gives none. */
export interface FeedLink {
  url: string;
  title: string;
  /** Where the page says so. */
  format?: FeedFormat;
}

/** Where a page points to feeds. */
export interface FeedLinks {
  /** Said to be feeds. */
  announced: FeedLink[];
  /** Links for readers that look as if they led to one. */
  likely: FeedLink[];
}

/**
 * The feeds that a page announces (`link rel=alternate` with a feed's type, or `rel=feed`, in its head, body or `Link` header), in its
 * order, those of comments last; the same feed in another format or under another spelling of its address comes once.
 * @param baseUrl address of the page; its own `base` element goes before
 * @param linkHeader RFC 8288
 */
export function findFeedLinks(html: string, baseUrl: string, linkHeader = ''): FeedLink[] {
  return readFeedLinks(html, baseUrl, linkHeader).announced;
}

/** As `findFeedLinks`, with what only looks like a feed beside it. */
export function readFeedLinks(html: string, baseUrl: string, linkHeader = ''): FeedLinks {
  const announced = readLinkHeader(linkHeader, baseUrl);
  const likely: FeedLink[] = [];
  let base = baseUrl;
  let hasBase = false;
  let anchor: { link: FeedLink; text: string } | undefined;
  let depth = 0;
  const add = (list: FeedLink[], href: string, title: string, type: string): FeedLink | undefined => {
    const url = list.length < maxLinks ? resolveUrl(href, base) : undefined;
    if (!url) return undefined;
    const link = createLink(url, title, type);
    list.push(link);
    return link;
  };
  const parser = new Parser({
    onopentag(name, { href = '', rel = '', type = '', title = '' }) {
      depth++;
      if (name === 'base' && !hasBase && href) {
        base = resolveUrl(href, baseUrl) ?? baseUrl;
        hasBase = true;
      }
      if (!href) return;
      if (name === 'link' && isFeed(rel, type, href)) add(announced, href, title, type);
      if (name !== 'a') return;
      const link =
        isFeed(`${rel} alternate`, type, href) || feedPath.test(href.replace(/[?#].*/, ''))
          ? add(likely, href, title, type)
          : undefined;
      anchor = link && { link, text: '' };
    },
    ontext(text) {
      if (anchor) anchor.text += text.slice(0, 200);
    },
    onclosetag(name) {
      depth--;
      if (name !== 'a' || !anchor) return;
      anchor.link.title ||= collapseSpace(anchor.text);
      anchor = undefined;
    },
  });
  for (let at = 0; at < Math.min(html.length, maxPage) && depth <= maxDepth; at += partLength)
    parser.write(html.slice(at, at + partLength));
  if (depth <= maxDepth) parser.end();
  return { announced: arrangeLinks(announced), likely: arrangeLinks(likely) };
}

function createLink(url: string, title: string, type: string): FeedLink {
  const format = /atom/i.test(type)
    ? 'Atom'
    : /json/i.test(type)
      ? 'JSON Feed'
      : /rss|rdf/i.test(type)
        ? 'RSS'
        : undefined;
  return { url, title: collapseSpace(title), ...(format ? { format } : {}) };
}

/**
 * Each feed once, those of comments last.
 */
export function arrangeLinks(links: readonly FeedLink[]): FeedLink[] {
  const addresses = new Set<string>();
  const names = new Set<string>();
  const kept = links.filter((link) => {
    const [address, name] = [canonicalizeUrl(link.url) || link.url, nameFeed(link)];
    if (addresses.has(address) || names.has(name)) return false;
    addresses.add(address);
    if (name) names.add(name);
    return true;
  });
  const isOfComments = ({ title, url }: FeedLink): boolean =>
    comments.test(title) || comments.test(URL.parse(url)?.pathname ?? '');
  return [...kept.filter((link) => !isOfComments(link)), ...kept.filter(isOfComments)];
}

const formatWord = /\b(?:rss(?:\s*[\d.]+)?|atom(?:\s*[\d.]+)?|rdf|json|xml|feed)\b/gi;

/** The same for the formats of one feed: those of one title whose addresses differ by the format's name alone. '' without a title. */
function nameFeed({ title, url, format }: FeedLink): string {
  const name = dropFormat(title);
  const { pathname = '', search = '' } = URL.parse(url) ?? {};
  return name && format ? `${name}\n${dropFormat(pathname + search)}` : '';
}

function dropFormat(text: string): string {
  return collapseSpace(text.replace(formatWord, '').replace(/[^\p{L}\p{N}]+/gu, ' '));
}

/** Each value of a `Link` header (RFC 8288): `<address>; rel="alternate"; type="…"; title="…"`. */
function readLinkHeader(header: string, baseUrl: string): FeedLink[] {
  const links: FeedLink[] = [];
  for (const [, href = '', rest = ''] of header.matchAll(
    /<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s";,]+))*)/g,
  )) {
    const parameters = new Map(
      Array.from(rest.matchAll(/;\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s";,]+))/g), ([, name = '', quoted, plain]) => [
        name.toLowerCase(),
        quoted ?? plain ?? '',
      ]),
    );
    const type = parameters.get('type') ?? '';
    const url = isFeed(parameters.get('rel') ?? '', type, href) ? resolveUrl(href, baseUrl) : undefined;
    if (url) links.push(createLink(url, parameters.get('title') ?? '', type));
  }
  return links;
}

function isFeed(rel: string, type: string, href: string): boolean {
  const relations = rel.toLowerCase().split(/\s+/);
  if (relations.includes('feed')) return true;
  if (!relations.includes('alternate') || relations.includes('stylesheet')) return false;
  return feedType.test(type) || (jsonType.test(type) && /feed/i.test(href));
}
