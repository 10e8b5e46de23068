import type { Item } from '../article.ts';
import { renderPlainText } from '../text.ts';

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
 * @returns `undefined` for an entry with neither title nor text nor address
 */
export function createItem({ guid, url, title, summary, content, published, updated }: Entry): Item | undefined {
  const text = summary || content;
  if (!title && !text && !url) return undefined;
  return {
    ...(guid.trim() ? { guid: guid.trim().toWellFormed() } : {}),
    ...(url ? { url } : {}),
    title,
    summary: text,
    ...(content.length > text.length ? { content } : {}),
    ...(published ? { published } : {}),
    ...(updated ? { updated } : {}),
  };
}

/**
 * The plain text of a feed's HTML, fit to be stored: half a surrogate pair, which no encoding can write, is replaced.
 */
export function renderText(html: string): string {
  return html ? renderPlainText(html).toWellFormed() : '';
}

/**
 * A language tag if the text looks like one (RFC 5646), '' otherwise.
 */
export function readLanguage(text: string): string {
  const tag = text.trim().replace(/_/g, '-');
  return /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(tag) ? tag : '';
}
