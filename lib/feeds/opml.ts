import { generateOpml, type Opml, parseOpml as readOpml } from 'feedsmith';
import { FaultlineError } from '../errors.ts';
import { isOneOf, ownerships } from '../taxonomy.ts';
import { collapseSpace } from '../text.ts';
import { resolveUrl } from '../url.ts';
import type { Feed, FeedEntry } from './feed.ts';
import { inspectXml } from './inspect-xml.ts';
import { mendXml } from './mend-xml.ts';
import { readLanguage } from './parsed-feed.ts';

const namespace = 'https://faultline.example/ns/opml';
const extraAttributes = ['faultline:country', 'faultline:ownership', 'faultline:kind'] as const;

type Outline = Opml.Outline<string, typeof extraAttributes>;

/**
 * Reads the feeds of an OPML 1.0 or 2.0 list, folders flattened, in order. Outlines without a feed address are skipped; one whose address
 * cannot be fetched is kept, so that its poll says why; a country,
 * ownership, kind or language that is none is left out.
 * @param file name of the list for the error
 * @throws FaultlineError `feed-list-unreadable`
 */
export function parseOpml(text: string, file: string): FeedEntry[] {
  const mended = mendXml(text.slice(Math.max(0, text.indexOf('<'))));
  const { root, refusal } = inspectXml(mended);
  const why = refusal ?? (root.toLowerCase() === 'opml' ? undefined : 'it is no OPML');
  if (why) throw new FaultlineError('feed-list-unreadable', { file, why });
  try {
    const list = readOpml(mended, { extraOutlineAttributes: extraAttributes });
    return listEntries(list.body?.outlines ?? []);
  } catch (error) {
    throw new FaultlineError('feed-list-unreadable', { file, why: 'its XML is broken' }, error);
  }
}

function listEntries(outlines: readonly Outline[]): FeedEntry[] {
  return outlines.flatMap((outline) => {
    const entry = readEntry(outline);
    return [...(entry ? [entry] : []), ...listEntries(outline.outlines ?? [])];
  });
}

function readEntry(outline: Outline): FeedEntry | undefined {
  // Readers on Apple's systems write feed://host and feed:https://host.
  const url = outline.xmlUrl
    ?.trim()
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:/i, 'http:');
  if (!url) return undefined;
  const title = collapseSpace(outline.title || outline.text || '');
  const siteUrl = outline.htmlUrl && resolveUrl(outline.htmlUrl, undefined) ? outline.htmlUrl : undefined;
  const country = readAttribute(outline, 'country').toUpperCase();
  const ownership = readAttribute(outline, 'ownership').toLowerCase();
  const kind = readAttribute(outline, 'kind').toLowerCase();
  const language = readLanguage(outline.language ?? '');
  return {
    url,
    ...(title ? { title } : {}),
    ...(siteUrl ? { siteUrl } : {}),
    ...(/^(?:[A-Z]{2}|INT)$/.test(country) ? { country } : {}),
    ...(isOneOf(ownerships, ownership) ? { ownership } : {}),
    ...(language ? { language } : {}),
    ...(isOneOf(['news', 'status'], kind) ? { kind } : {}),
  };
}

function readAttribute(outline: Outline, name: 'country' | 'ownership' | 'kind'): string {
  const value = outline[`faultline:${name}`];
  return typeof value === 'string' ? value.trim() : '';
}

/**
 * Writes feeds as an OPML 2.0 list that any feed reader takes and that `parseOpml` reads back without loss.
 */
export function renderOpml(feeds: readonly Feed[]): string {
  const outlines = feeds.map((feed) => ({
    type: 'rss',
    text: feed.title,
    title: feed.title,
    xmlUrl: feed.url,
    ...(feed.siteUrl ? { htmlUrl: feed.siteUrl } : {}),
    ...(feed.language ? { language: feed.language } : {}),
    'faultline:country': feed.country,
    'faultline:ownership': feed.ownership,
    'faultline:kind': feed.kind,
  }));
  const list = generateOpml(
    // OPML asks for at least one outline.
    {
      head: { title: 'Faultline feeds' },
      body: { outlines: feeds.length > 0 ? outlines : [{ text: 'No feeds yet' }] },
    },
    { extraOutlineAttributes: extraAttributes },
  );
  // The generator writes our attributes and has no way to declare where they come from.
  return list.replace('<opml version="2.0">', `<opml version="2.0" xmlns:faultline="${namespace}">`);
}
