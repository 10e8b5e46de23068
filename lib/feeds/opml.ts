import { generateOpml, type Opml } from 'feedsmith';
import { FaultlineError } from '../errors.ts';
import { isOneOf, ownerships, topics } from '../taxonomy.ts';
import { collapseSpace } from '../text.ts';
import { resolveUrl } from '../url.ts';
import type { Feed, FeedEntry } from './feed.ts';
import { dropForbidden } from './mend-xml.ts';
import { readLanguage } from './parsed-feed.ts';
import { type Outline, readOutlines } from './read-outlines.ts';

const namespace = 'https://faultline.example/ns/opml';
const extraAttributes = [
  'faultline:country',
  'faultline:ownership',
  'faultline:kind',
  'faultline:topic',
  'faultline:enabled',
] as const;

/**
 * Reads the feeds of an OPML 1.0 or 2.0 list, in order, each with the folders that it is in. Outlines without a feed address are
 * skipped; one whose address cannot be fetched is kept, so that its poll says why; a country, ownership, kind, topic or language that is
 * none is left out.
 * @param file name of the list for the error
 * @throws FaultlineError `feed-list-unreadable`, with the reason and the place
 */
export function parseOpml(text: string, file: string): FeedEntry[] {
  const list = readOutlines(text);
  if (list.kind === 'broken') throw new FaultlineError('feed-list-unreadable', { file, why: list.why });
  return list.outlines.map(readEntry).filter((entry) => entry !== undefined);
}

function readEntry({ read, folder: around }: Outline): FeedEntry | undefined {
  // Readers on Apple's systems write feed://host and feed:https://host.
  const url = read('xmlurl')
    .trim()
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:/i, 'http:');
  if (!url) return undefined;
  const title = collapseSpace(read('title')) || collapseSpace(read('text'));
  const siteUrl = read('htmlurl').trim();
  const country = read('faultline:country').trim().toUpperCase();
  const ownership = read('faultline:ownership').trim().toLowerCase();
  const kind = read('faultline:kind').trim().toLowerCase();
  const language = readLanguage(read('language'));
  const about = readWords(read('faultline:topic').toLowerCase()).filter((word) => isOneOf(topics, word));
  const folder = around.length > 0 ? around : readCategory(read('category'));
  return {
    url,
    ...(title ? { title } : {}),
    ...(resolveUrl(siteUrl, undefined) ? { siteUrl } : {}),
    ...(/^(?:[A-Z]{2}|INT)$/.test(country) ? { country } : {}),
    ...(isOneOf(ownerships, ownership) ? { ownership } : {}),
    ...(language ? { language } : {}),
    ...(isOneOf(['news', 'status'], kind) ? { kind } : {}),
    ...(about.length > 0 ? { topics: [...new Set(about)] } : {}),
    ...(folder.length > 0 ? { folder } : {}),
    ...(/^(?:false|no|0)$/i.test(read('faultline:enabled').trim()) ? { enabled: false } : {}),
  };
}

/** Lists without folders may name them: "/Security/Europe,/Daily", of which the first counts (OPML 2.0, "Outline elements"). */
function readCategory(category: string): string[] {
  return (category.split(',')[0] ?? '').split('/').map(collapseSpace).filter(Boolean);
}

function readWords(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

type WrittenOutline = Opml.Outline<string, typeof extraAttributes>;

/**
 * Writes feeds as an OPML 2.0 list that any feed reader takes and that `parseOpml` reads back without loss; folders stand where the
 * first of their feeds does.
 */
export function renderOpml(feeds: readonly Feed[]): string {
  const list = generateOpml(
    // OPML asks for at least one outline.
    {
      head: { title: 'Faultline feeds' },
      body: { outlines: feeds.length > 0 ? fileOutlines(feeds) : [{ text: 'No feeds yet' }] },
    },
    { extraOutlineAttributes: extraAttributes },
  );
  // The generator writes our attributes and has no way to declare where they come from.
  return list.replace('<opml version="2.0">', `<opml version="2.0" xmlns:faultline="${namespace}">`);
}

function fileOutlines(feeds: readonly Feed[]): WrittenOutline[] {
  const top: WrittenOutline[] = [];
  const folders = new Map<string, WrittenOutline[]>();
  const findFolder = (path: readonly string[]): WrittenOutline[] => {
    const name = path.at(-1);
    if (name === undefined) return top;
    const key = JSON.stringify(path);
    const known = folders.get(key);
    if (known) return known;
    const outlines: WrittenOutline[] = [];
    folders.set(key, outlines);
    findFolder(path.slice(0, -1)).push({ text: writeText(name), outlines });
    return outlines;
  };
  for (const feed of feeds) findFolder(feed.folder ?? []).push(createOutline(feed));
  return top;
}

function createOutline(feed: Feed): WrittenOutline {
  const title = writeText(feed.title);
  return {
    type: 'rss',
    text: title,
    title,
    xmlUrl: writeAddress(feed.url),
    ...(feed.siteUrl ? { htmlUrl: writeAddress(feed.siteUrl) } : {}),
    ...(feed.language ? { language: feed.language } : {}),
    'faultline:country': feed.country,
    'faultline:ownership': feed.ownership,
    'faultline:kind': feed.kind,
    ...(feed.topics?.length ? { 'faultline:topic': feed.topics.join(',') } : {}),
    ...(feed.enabled ? {} : { 'faultline:enabled': 'false' }),
  };
}

/** A text that no XML parser changes. */
function writeText(text: string): string {
  return collapseSpace(dropForbidden(text)).toWellFormed();
}

function writeAddress(url: string): string {
  return dropForbidden(url.trim()).toWellFormed();
}
