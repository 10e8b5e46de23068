import { FaultlineError } from '../errors.ts';
import { inspectXml } from './inspect-xml.ts';
import { parseJsonFeed } from './json-feed.ts';
import { mendXml } from './mend-xml.ts';
import type { ParsedFeed } from './parsed-feed.ts';
import { parseXmlFeed } from './xml-feed.ts';

export type { ParsedFeed } from './parsed-feed.ts';

/**
 * Reads a feed document of any format: RSS 0.9x, 1.0, 2.0, Atom, JSON Feed. Its own form decides, for servers often misname it.
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
  const start = text.indexOf('<');
  if (start === -1)
    throw refuse(`it is neither XML nor JSON${options.contentType ? ` but ${options.contentType.slice(0, 60)}` : ''}`);
  const mended = mendXml(text.slice(start));
  const { root, refusal } = inspectXml(mended);
  const why = nameOtherKind(root) ?? refusal ?? (root ? undefined : 'it has no root element');
  if (why) throw refuse(why);
  try {
    return await parseXmlFeed(mended, root, options.baseUrl);
  } catch (error) {
    throw refuse(explainXmlError(error, text.slice(0, start)), error);
  }
}

function parseJson(text: string, baseUrl: string | undefined): ParsedFeed {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw refuse('its JSON is broken', error);
  }
  const feed = parseJsonFeed(document, baseUrl);
  if (!feed) throw refuse('it is JSON, but no JSON Feed');
  return feed;
}

/** What a document is that the parser need not see, by its root element. */
function nameOtherKind(root: string): string | undefined {
  const name = root.toLowerCase().replace(/^.*:/, '');
  if (name === 'html') return 'it is an HTML page';
  if (name === 'opml') return 'it is a feed list (OPML)';
  if (name === 'urlset' || name === 'sitemapindex') return 'it is a sitemap';
  return ['rss', 'rdf', 'feed', ''].includes(name) ? undefined : `its root element is <${root}>`;
}

/** @param junk what was cut off before the first tag: its lines count */
function explainXmlError(error: unknown, junk: string): string {
  const message = error instanceof Error ? error.message : '';
  const [, what, line] = /^(.+)\nLine: (\d+)/.exec(message) ?? [];
  if (!what) return 'it has no channel or no entries where a feed has them';
  const lineNumber = Number(line) + junk.split('\n').length;
  return `its XML is broken at line ${lineNumber} (${what.toLowerCase().replace(/[.\s]+$/, '')})`;
}

function refuse(why: string, cause?: unknown): FaultlineError {
  return new FaultlineError('not-a-feed', { why }, cause);
}
