import type { Item } from '../article.ts';
import { collapseSpace, maxTextLength } from '../text.ts';
import { resolveUrl } from '../url.ts';
import { parseDate } from './dates.ts';
import { createItem, maxItems, type ParsedFeed, readLanguage, renderText, renderTitle } from './parsed-feed.ts';

/** Fields by which an entry of JSON Feed is known where the document does not say what it is. */
const telling = ['id', 'url', 'external_url', 'content_text', 'content_html'];

/**
 * Reads the value of a JSON document as JSON Feed 1.0 or 1.1 (jsonfeed.org), which it need not say that it is.
 * @returns `undefined` where it is none
 */
export function parseJsonFeed(document: unknown, baseUrl: string | undefined): ParsedFeed | undefined {
  const feed = asObject(document);
  const entries = Array.isArray(feed.items) ? feed.items.slice(0, maxItems).map(asObject) : [];
  const isVersioned = /^https?:\/\/(?:www\.)?jsonfeed\.org\/version\//i.test(readString(feed, 'version'));
  const isTitled = readString(feed, 'title') !== '' && Array.isArray(feed.items);
  const hasEntries = entries.some((entry) => telling.some((name) => readString(entry, name) !== ''));
  if (!isVersioned && !isTitled && !hasEntries) return undefined;
  const siteUrl = resolveUrl(readString(feed, 'home_page_url'), baseUrl);
  const base = siteUrl ?? resolveUrl(readString(feed, 'feed_url'), baseUrl) ?? baseUrl;
  const language = readLanguage(readString(feed, 'language'));
  return {
    title: renderText(readString(feed, 'title')),
    ...(siteUrl ? { siteUrl } : {}),
    ...(language ? { language } : {}),
    items: entries.filter((entry) => Object.keys(entry).length > 0).map((entry) => readItem(entry, base)),
  };
}

function readItem(entry: Readonly<Record<string, unknown>>, base: string | undefined): Item {
  const id = readString(entry, 'id');
  return createItem({
    guid: id,
    url:
      resolveUrl(readString(entry, 'url'), base) ??
      resolveUrl(readString(entry, 'external_url'), base) ??
      resolveUrl(id, undefined),
    // The format calls both plain text, and its publishers write both as they write RSS.
    title: renderTitle(readString(entry, 'title')),
    summary: renderText(readString(entry, 'summary')),
    // `content_text` is plain by definition: what looks like a tag in it is text.
    content:
      renderText(readString(entry, 'content_html')) ||
      collapseSpace(readString(entry, 'content_text').slice(0, maxTextLength)).toWellFormed(),
    published: parseDate(readString(entry, 'date_published')),
    updated: parseDate(readString(entry, 'date_modified')),
  });
}

/** A string, or the number that some publishers put in its place; '' for anything else. */
function readString(object: Readonly<Record<string, unknown>>, name: string): string {
  const value = object[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
