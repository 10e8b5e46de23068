import { decodeHTMLStrict } from 'entities';
import type { Item } from '../article.ts';
import { collapseSpace, maxTextLength, renderPlainText, truncate } from '../text.ts';

/** A feed document, whatever its format. */
export interface ParsedFeed {
  title: string;
  siteUrl?: string;
  /** BCP 47, as the publisher wrote it. */
  language?: string;
  /** Minutes that the publisher asks to wait between polls. */
  ttlMinutes?: number;
  items: Item[];
}

/** No publisher writes more entries into one document; what does is made to exhaust its reader. */
export const maxItems = 20_000;

/** Longer ones are texts in the wrong place; every line that tells of a story is made of its titles. */
const maxTitle = 1_000;

/** What a format says of an entry, its texts plain already; '' stands for missing. */
interface Entry {
  guid: string;
  url: string | undefined;
  title: string;
  summary: string;
  content: string;
  published: Date | undefined;
  updated: Date | undefined;
}

/**
 * Makes the item of an entry: the content in place of a missing summary, and beside it only where it says more.
 */
export function createItem({ guid, url, title, summary, content, published, updated }: Entry): Item {
  const text = summary || content;
  return {
    ...(guid.trim() ? { guid: guid.trim().toWellFormed() } : {}),
    ...(url ? { url } : {}),
    title: truncate(title, maxTitle),
    summary: text,
    ...(content.length > text.length ? { content } : {}),
    ...(published ? { published } : {}),
    ...(updated ? { updated } : {}),
  };
}

/** What looks like one of HTML's references without semicolon is, in a feed, nearly always part of an address: `?a=1&copy=2`. */
const looseReference = /&(?=[a-z][a-z\d]*(?:[^a-z\d;]|$))/gi;

/**
 * The plain text of a feed's HTML, fit to be stored: half a surrogate pair, which no encoding can write, is replaced.
 */
export function renderText(html: string): string {
  if (!html) return '';
  return renderPlainText(html.includes('&') ? html.replace(looseReference, '&amp;') : html).toWellFormed();
}

/**
 * The plain text of a text that is no HTML: what looks like a tag in it is text.
 */
export function renderLiteral(text: string): string {
  const read = text.slice(0, maxTextLength);
  return collapseSpace(read.includes('&') ? decodeHTMLStrict(read) : read).toWellFormed();
}

/**
 * A title as its publisher means it. No format says whether one is HTML (but Atom, whose publishers do not listen): one that names a tag
 * ("History of the <blink> tag") is none.
 */
export function renderTitle(text: string): string {
  return text.includes('<') && !text.trimStart().startsWith('<') && !looksLikeMarkup(text)
    ? renderLiteral(text)
    : renderText(text);
}

/**
 * Whether there is in a text what only HTML has: an end tag, a void tag, an attribute, a reference.
 */
export function looksLikeMarkup(text: string): boolean {
  return /<\/[a-z]|<[a-z][\w-]*\s*\/>|<(?:br|hr|img|p|wbr)\b|<[a-z]+\s[^<>]*=|&(?:[a-z]\w+|#\w+);/i.test(text);
}

/**
 * A language tag if the text looks like one (RFC 5646), '' otherwise.
 */
export function readLanguage(text: string): string {
  const tag = text.trim().replace(/_/g, '-');
  return /^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,8}$/i.test(tag) ? tag : '';
}
