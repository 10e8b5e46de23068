import { describeError, FaultlineError } from '../errors.ts';
import { decodeDocument } from '../feeds/decode.ts';
import { type FeedLink, findFeedLinks } from '../feeds/discover.ts';
import type { FeedEntry } from '../feeds/feed.ts';
import type { FetchedDocument, FetchOutcome } from '../feeds/fetch-outcome.ts';
import { parseFeed } from '../feeds/parse.ts';
import type { Fetch } from './ports.ts';

/** What an address leads to: a feed with what a feed list needs to know of it, or a page that offers several. */
export type FoundFeed = { kind: 'found'; entry: FeedEntry } | { kind: 'several'; url: string; links: FeedLink[] };

/**
 * The feed at an address, or the one feed that the page there links to; a link is followed once, for pages may link to themselves.
 * @throws FaultlineError `feed-failed` where it does not answer, or `no-feed-found`
 */
export async function findFeed(url: string, fetch: Fetch, mayFollow = true): Promise<FoundFeed> {
  const outcome = await fetch({ url });
  if (outcome.kind !== 'fetched') throw new FaultlineError('feed-failed', { url, why: explain(outcome) });
  const text = decodeDocument(outcome.body, outcome.contentType);
  try {
    const { title, siteUrl, language } = await parseFeed(text, {
      contentType: outcome.contentType,
      baseUrl: outcome.url,
    });
    return { kind: 'found', entry: { url: outcome.permanentUrl, title, siteUrl, language } };
  } catch (error) {
    const links = mayFollow ? findFeedLinks(text, outcome.url) : [];
    const [only] = links;
    if (!only) throw new FaultlineError('no-feed-found', { url, why: describeError(error) }, error);
    if (links.length > 1) return { kind: 'several', url, links };
    const found = await findFeed(only.url, fetch, false);
    if (found.kind === 'several') return found;
    return { kind: 'found', entry: { ...found.entry, siteUrl: found.entry.siteUrl ?? outcome.url } };
  }
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
