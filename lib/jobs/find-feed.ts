import { describeError, FaultlineError } from '../errors.ts';
import { decodeDocument } from '../feeds/decode.ts';
import { arrangeLinks, type FeedLink, readFeedLinks } from '../feeds/discover.ts';
import type { FeedEntry } from '../feeds/feed.ts';
import type { FetchedDocument, FetchOutcome } from '../feeds/fetch-outcome.ts';
import { type ParsedFeed, parseFeed } from '../feeds/parse.ts';
import { guessPlatformFeeds, guessWellKnownFeeds } from '../feeds/platform-feeds.ts';
import type { Fetch } from './ports.ts';

/** What an address leads to: a feed with what a feed list needs to know of it, or a page that offers several. */
export type FoundFeed = { kind: 'found'; entry: FeedEntry } | { kind: 'several'; url: string; links: FeedLink[] };

/** Requests that are made beside the one for the page, for what it does not announce. */
const maxGuesses = 12;
const maxLikely = 4;

/**
 * The feed at an address, or that of the page there: what the page announces, and what its platform has for it by rule; failing these,
 * what its links for readers seem to lead to, and last the places where sites keep feeds. Who announces is believed, and what is guessed
 * is read first. A link is followed once, for pages may link to themselves.
 * @throws FaultlineError `feed-failed` where it does not answer, or `no-feed-found`
 */
export async function findFeed(url: string, fetch: Fetch): Promise<FoundFeed> {
  const outcome = await fetch({ url });
  if (outcome.kind !== 'fetched') {
    // A platform may refuse its pages to programs and hand them its feeds.
    const [one, ...others] = await readGuesses(guessPlatformFeeds(url, ''), fetch);
    if (!one) throw new FaultlineError('feed-failed', { url, why: explain(outcome) });
    return others.length === 0 ? one : offer(url, [one, ...others]);
  }
  const text = decodeDocument(outcome.body, outcome.contentType);
  const read = await readDocument(outcome, text);
  if (read.kind === 'found') return { kind: 'found', entry: read.entry };
  return findFeedOfPage(url, outcome, { text, why: read.why }, fetch);
}

async function findFeedOfPage(
  url: string,
  page: FetchedDocument,
  { text, why }: { text: string; why: FaultlineError },
  fetch: Fetch,
): Promise<FoundFeed> {
  const { announced, likely } = readFeedLinks(text, page.url, page.link);
  const known = new Set(announced.map((link) => link.url));
  const ruled = await readGuesses(
    guessPlatformFeeds(page.url, text, announced.length > 0).filter((guess) => !known.has(guess)),
    fetch,
  );
  const links = arrangeLinks([...announced, ...ruled.map(describeFound)]);
  const [first] = links;
  if (first && links.length > 1) return { kind: 'several', url, links };
  const [found] = ruled;
  if (found) return ofPage(found, page);
  if (first) {
    const read = await readAddress(first.url, fetch);
    if (read.kind === 'found') return ofPage(read, page);
    throw new FaultlineError('no-feed-found', { url, why: describeError(read.why) }, read.why);
  }
  const linked = await readGuesses(
    likely.slice(0, maxLikely).map((link) => link.url),
    fetch,
  );
  if (linked.length > 1) return offer(url, linked);
  const isPage = /<(?:!doctype html|html|head|body)\b/i.test(text);
  const [last] = linked.length > 0 || !isPage ? linked : await readGuesses(guessWellKnownFeeds(page.url), fetch, 1);
  if (last) return ofPage(last, page);
  throw new FaultlineError('no-feed-found', { url, why: describeError(why) }, why);
}

type Found = Extract<FoundFeed, { kind: 'found' }>;

/** Those of some addresses that are feeds, each feed once; no more than `enough`. Whoever does not answer any more is left in peace. */
async function readGuesses(urls: readonly string[], fetch: Fetch, enough = Number.POSITIVE_INFINITY): Promise<Found[]> {
  const found = new Map<string, Found>();
  for (const url of urls.slice(0, maxGuesses)) {
    const read = await readAddress(url, fetch);
    if (read.kind === 'found' && !found.has(read.items)) found.set(read.items, { kind: 'found', entry: read.entry });
    if (found.size >= enough || (read.kind === 'none' && !read.answered)) break;
  }
  return [...found.values()];
}

type Read = (Found & { items: string }) | { kind: 'none'; why: FaultlineError; answered: boolean };

async function readAddress(url: string, fetch: Fetch): Promise<Read> {
  const outcome = await fetch({ url });
  if (outcome.kind === 'fetched') return readDocument(outcome, decodeDocument(outcome.body, outcome.contentType));
  const answered = outcome.kind === 'failed' && /^\d{3}\b/.test(outcome.reason) && outcome.retryAfter === undefined;
  return { kind: 'none', why: new FaultlineError('feed-failed', { url, why: explain(outcome) }), answered };
}

async function readDocument({ contentType, url, permanentUrl }: FetchedDocument, text: string): Promise<Read> {
  try {
    const feed = await parseFeed(text, { contentType, baseUrl: url });
    const { title, siteUrl, language } = feed;
    return {
      kind: 'found',
      entry: { url: permanentUrl, title, siteUrl, language },
      items: nameItems(feed) || permanentUrl,
    };
  } catch (error) {
    if (error instanceof FaultlineError) return { kind: 'none', why: error, answered: true };
    throw error;
  }
}

/** The same for one feed under two addresses or in two formats, '' where it has no items yet. */
function nameItems({ items }: ParsedFeed): string {
  return items
    .slice(0, 10)
    .map(({ url, guid, title }) => url ?? guid ?? title)
    .join('\n');
}

function ofPage({ entry }: Found, page: FetchedDocument): Found {
  return { kind: 'found', entry: { ...entry, siteUrl: entry.siteUrl ?? page.url } };
}

function offer(url: string, found: readonly Found[]): FoundFeed {
  return { kind: 'several', url, links: arrangeLinks(found.map(describeFound)) };
}

function describeFound({ entry: { url, title = '' } }: Found): FeedLink {
  return { url, title };
}

function explain(outcome: Exclude<FetchOutcome, FetchedDocument>): string {
  switch (outcome.kind) {
    case 'failed':
      return outcome.reason;
    case 'blocked':
      return `a bot wall answered (${outcome.by})`;
    case 'gone':
      return '410 Gone: the publisher took it away for good';
    case 'unchanged':
      return 'it answered "unchanged" to a first request';
  }
}
