import { FaultlineError } from '../errors.ts';
import { parseJsonFeed } from './json-feed.ts';
import type { ParsedFeed } from './parsed-feed.ts';
import { tidyXml } from './tidy-xml.ts';
import { parseXmlFeed, wantedElements } from './xml-feed.ts';

export type { ParsedFeed } from './parsed-feed.ts';

const page = /^(?:html|head|body)$/;

/**
 * Reads a feed document of any format: RSS 0.90 to 2.0, RSS 1.1, Atom, CDF, JSON Feed. Its own form decides, for servers often misname it,
 * and so does what of a feed is in it, however broken it is.
 * @param text decoded, see `decodeDocument`
 * @param options.contentType serves only to say what a document is that is no feed
 * @param options.baseUrl address of the document, for relative links
 * @throws FaultlineError `not-a-feed`, with the reason
 */
export async function parseFeed(
  text: string,
  options: { contentType?: string; baseUrl?: string } = {},
): Promise<ParsedFeed> {
  const first = /[^\s\ufeff\0]/.exec(text)?.[0];
  if (first === undefined) throw refuse('it is empty');
  if (first === '{' || first === '[') return parseJson(text, options.baseUrl);
  if (!text.includes('<'))
    throw refuse(`it is neither XML nor JSON${options.contentType ? ` but ${options.contentType.slice(0, 60)}` : ''}`);
  const tidy = tidyXml(text, wantedElements);
  // A page may have the elements of a feed in its scripts; a feed behind a page's remains has its prolog there.
  const isFeed = tidy.isFeed && !(page.test(tidy.root) && !/<\?xml\s/.test(text));
  if (!isFeed) throw refuse(explainRoot(tidy.root));
  const feed = await parseXmlFeed(tidy, options.baseUrl);
  // Whoever took it for an empty feed would not ask again.
  if (!tidy.isWhole && !feed.items.some(({ title, summary, url }) => title || summary || url))
    throw refuse('its XML is broken off before the first entry ends');
  return feed;
}

/** Ten times as many as a full feed of 10 MB has. */
const maxJsonValues = 1_000_000;

function parseJson(text: string, baseUrl: string | undefined): ParsedFeed {
  if (countJsonValues(text) > maxJsonValues) throw refuse('it holds more than a million values');
  const feed = parseJsonFeed(readJson(text.replace(/^[^{[]+/, '')), baseUrl);
  if (!feed) throw refuse('it is JSON, but no JSON Feed');
  return feed;
}

/** At least as many values as the text holds: where a list or an object begins or goes on, one begins. */
function countJsonValues(text: string): number {
  let count = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2c || code === 0x5b || code === 0x7b) count++;
  }
  return count;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    try {
      // What templates get wrong: line ends within strings, and a comma after the last of a list.
      return JSON.parse(text.replace(/\p{Cc}/gu, ' ').replace(/,(?=\s*[}\]])/g, ''));
    } catch {
      throw refuse('its JSON is broken', error);
    }
  }
}

/** What a document is that has nothing of a feed, by its root element. */
function explainRoot(root: string): string {
  if (!root) return 'it has no root element';
  if (page.test(root)) return 'it is an HTML page';
  if (root === 'opml') return 'it is a feed list (OPML)';
  if (root === 'urlset' || root === 'sitemapindex') return 'it is a sitemap';
  return /^(?:rss|rdf)$/.test(root)
    ? 'it has no channel or no entries where a feed has them'
    : `its root element is <${root}>`;
}

function refuse(why: string, cause?: unknown): FaultlineError {
  return new FaultlineError('not-a-feed', { why }, cause);
}
