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

/** What a format says of an entry; texts may still be HTML, and '' stands for missing. */
interface RawItem {
  guid: string;
  url: string | undefined;
  title: string;
  summary: string;
  content: string;
  published: Date | undefined;
  updated: Date | undefined;
}

/**
 * Makes the item of an entry: plain text; the content in place of a missing summary, and beside it only where it says more.
 * @returns `undefined` for an entry with neither title nor text nor address
 */
export function createItem(raw: RawItem): Item | undefined {
  const title = renderText(raw.title);
  const content = renderText(raw.content);
  const summary = renderText(raw.summary) || content;
  if (!title && !summary && !raw.url) return undefined;
  const guid = raw.guid.trim();
  return {
    ...(guid ? { guid: guid.toWellFormed() } : {}),
    ...(raw.url ? { url: raw.url } : {}),
    title,
    summary,
    ...(content.length > summary.length ? { content } : {}),
    ...(raw.published ? { published: raw.published } : {}),
    ...(raw.updated ? { updated: raw.updated } : {}),
  };
}

function renderText(html: string): string {
  return html ? renderPlainText(html).toWellFormed() : '';
}

/**
 * A language tag if the text looks like one (RFC 5646), '' otherwise.
 */
export function readLanguage(text: string): string {
  const tag = text.trim().replace(/_/g, '-');
  return /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(tag) ? tag : '';
}
