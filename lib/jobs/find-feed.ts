import { describeError, FaultlineError } from '../errors.ts';
import { decodeDocument } from '../feeds/decode.ts';
import { findFeedLinks } from '../feeds/discover.ts';
import type { FeedEntry } from '../feeds/feed.ts';
import type { FetchedDocument, FetchOutcome } from '../feeds/fetch-outcome.ts';
import { parseFeed } from '../feeds/parse.ts';
import type { Fetch } from './ports.ts';

/**
 * What a feed list needs to know of the feed at an address, or of the one feed that the page there links to; a link is followed once,
 * for pages may link to themselves.
 * @throws FaultlineError `feed-failed` where it does not answer, `no-feed-found`, or `feeds-found` with the choice where there are several
 */
export async function findFeed(url: string, fetch: Fetch, mayFollow = true): Promise<FeedEntry> {
  const outcome = await fetch({ url });
  if (outcome.kind !== 'fetched') throw new FaultlineError('feed-failed', { url, why: explain(outcome) });
  const text = decodeDocument(outcome.body, outcome.contentType);
  try {
    const { title, siteUrl, language } = await parseFeed(text, {
      contentType: outcome.contentType,
      baseUrl: outcome.url,
    });
    return { url: outcome.permanentUrl, title, siteUrl, language };
  } catch (error) {
    const links = mayFollow ? findFeedLinks(text, outcome.url) : [];
    const [only] = links;
    if (!only) throw new FaultlineError('no-feed-found', { url, why: describeError(error) }, error);
    if (links.length > 1) {
      const choices = links.map((link) => `  ${link.url}  ${link.title}`).join('\n');
      throw new FaultlineError('feeds-found', { url, choices });
    }
    const found = await findFeed(only.url, fetch, false);
    return { ...found, siteUrl: found.siteUrl ?? outcome.url };
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
