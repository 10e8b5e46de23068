import type { Item } from '../article.ts';
import { collapseSpace } from '../text.ts';
import { resolveUrl } from '../url.ts';
import { parseDate } from './dates.ts';
import { createItem, type ParsedFeed, readLanguage, renderText } from './parsed-feed.ts';

/**
 * Reads the value of a JSON document as JSON Feed 1.0 or 1.1 (jsonfeed.org).
 * @returns `undefined` where it is none
 */
export function parseJsonFeed(document: unknown, baseUrl: string | undefined): ParsedFeed | undefined {
  const feed = asObject(document);
  const items = feed.items;
  const isVersioned = /^https?:\/\/(?:www\.)?jsonfeed\.org\/version\//i.test(readString(feed, 'version'));
  if (!isVersioned && !(readString(feed, 'title') && Array.isArray(items))) return undefined;
  const siteUrl = resolveUrl(readString(feed, 'home_page_url') || ' ', undefined);
  const base = siteUrl ?? baseUrl;
  const language = readLanguage(readString(feed, 'language'));
  return {
    title: renderText(readString(feed, 'title')),
    ...(siteUrl ? { siteUrl } : {}),
    ...(language ? { language } : {}),
    items: (Array.isArray(items) ? items : [])
      .map((item) => readItem(asObject(item), base))
      .filter((item) => item !== undefined),
  };
}

function readItem(entry: Readonly<Record<string, unknown>>, base: string | undefined): Item | undefined {
  const url = readString(entry, 'url') || readString(entry, 'external_url');
  return createItem({
    guid: readString(entry, 'id'),
    url: url ? resolveUrl(url, base) : undefined,
    title: renderText(readString(entry, 'title')),
    summary: renderText(readString(entry, 'summary')),
    // `content_text` is plain by definition: what looks like a tag in it is text.
    content:
      renderText(readString(entry, 'content_html')) || collapseSpace(readString(entry, 'content_text')).toWellFormed(),
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
