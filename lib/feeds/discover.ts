import { Parser } from 'htmlparser2';
import { collapseSpace } from '../text.ts';
import { resolveUrl } from '../url.ts';

const feedType = /^\s*(?:application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|(?:application|text)\/xml)\s*(?:;|$)/i;
/** JSON Feed 1.0 was served so, and so is every site's programming interface. */
const jsonType = /^\s*application\/json\s*(?:;|$)/i;

/** A feed that a page announces; the title is '' where the page gives none. */
export interface FeedLink {
  url: string;
  title: string;
}

/**
 * The feeds that a page announces (`link rel=alternate` with a feed's type, or `rel=feed`), in its order, each once.
 * @param baseUrl address of the page; its own `base` element goes before
 */
export function findFeedLinks(html: string, baseUrl: string): FeedLink[] {
  const links = new Map<string, FeedLink>();
  let base = baseUrl;
  let hasBase = false;
  const parser = new Parser({
    onopentag(name, { href = '', rel = '', type = '', title = '' }) {
      if (name === 'base' && !hasBase && href) {
        base = resolveUrl(href, baseUrl) ?? baseUrl;
        hasBase = true;
      }
      if (name !== 'link' || !href || !isFeed(rel, type, href)) return;
      const url = resolveUrl(href, base);
      if (url && !links.has(url)) links.set(url, { url, title: collapseSpace(title) });
    },
  });
  parser.end(html);
  return [...links.values()];
}

function isFeed(rel: string, type: string, href: string): boolean {
  const relations = rel.toLowerCase().split(/\s+/);
  if (relations.includes('feed')) return true;
  if (!relations.includes('alternate') || relations.includes('stylesheet')) return false;
  return feedType.test(type) || (jsonType.test(type) && /feed/i.test(href));
}
