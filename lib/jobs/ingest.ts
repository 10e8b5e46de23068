import pMap from 'p-map';
import { describeError, FaultlineError } from '../errors.ts';
import { decodeDocument } from '../feeds/decode.ts';
import { findFeedLinks } from '../feeds/discover.ts';
import type { Feed } from '../feeds/feed.ts';
import type { FetchedDocument, FetchOutcome } from '../feeds/fetch-outcome.ts';
import { type ParsedFeed, parseFeed } from '../feeds/parse.ts';
import { scheduleAfterFailure, scheduleAfterSuccess, scheduleAfterUnchanged } from '../feeds/schedule.ts';
import { createDrafts } from './create-drafts.ts';
import { type Judge, placeArticles } from './place.ts';
import type { Fetch, Now, Store } from './ports.ts';

/** How the poll of one feed ended. */
export interface IngestReport {
  url: string;
  title: string;
  kind: FetchOutcome['kind'];
  /** Items in the document. */
  items: number;
  /** Articles not seen before. */
  new: number;
  /** Articles whose words changed. */
  revised: number;
  /** One line for people; with every kind that is not `fetched` or `unchanged`. */
  reason?: string;
}

export interface IngestPorts {
  store: Pick<Store, 'feeds' | 'articles' | 'stories'>;
  fetch: Fetch;
  judge: Judge;
  now: Now;
}

/**
 * Longer than a poll takes but where hundreds of feeds hang on one host, which is asked one at a time. A poll that outlasts its lease
 * may be made twice; that changes nothing.
 */
const leaseTime = 10 * 60_000;
const concurrency = 8;
const claimSize = 200;

/**
 * Polls feeds once and places what they carry: the named ones, or all that are due. Feeds are fetched side by side and placed one
 * after another; one that fails says why and stops no other.
 * @param onReport told of each feed as it ends, and of how many there are so far
 */
export async function ingestFeeds(
  ports: IngestPorts,
  { ids, onReport }: { ids?: readonly string[]; onReport?: (report: IngestReport, of: number) => void },
): Promise<IngestReport[]> {
  const reports: IngestReport[] = [];
  const placing = createQueue();
  let claimed = 0;
  for (;;) {
    const now = ports.now();
    const leaseUntil = new Date(now.getTime() + leaseTime);
    const feeds = ids
      ? await ports.store.feeds.claim(ids, now, leaseUntil)
      : await ports.store.feeds.claimDue(now, leaseUntil, claimSize);
    claimed += feeds.length;
    await pMap(
      feeds,
      async (feed) => {
        const report = await ingestFeed(feed, leaseUntil, ports, placing);
        reports.push(report);
        onReport?.(report, claimed);
      },
      { concurrency },
    );
    if (ids || feeds.length < claimSize) return reports;
  }
}

type Queue = <T>(work: () => Promise<T>) => Promise<T>;

/** One after another: two feeds that carry one event must see each other's story. */
function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
}

async function ingestFeed(feed: Feed, leaseUntil: Date, ports: IngestPorts, placing: Queue): Promise<IngestReport> {
  const read = await readFeed(feed, ports.fetch);
  if (read.kind !== 'fetched') {
    await ports.store.feeds.settle(settleFeed(feed, read, ports.now()), leaseUntil);
    return { url: feed.url, title: feed.title, kind: read.kind, items: 0, new: 0, revised: 0, ...reasonOf(read) };
  }
  const { document, parsed } = read;
  try {
    const count = await placing(() => placeArticles(createDrafts(feed, parsed, ports.now()), ports.store, ports.judge));
    const settled = settleFeed({ ...feed, url: document.permanentUrl }, read, ports.now());
    await ports.store.feeds.settle(settled, leaseUntil);
    return {
      url: feed.url,
      title: feed.title,
      kind: 'fetched',
      items: parsed.items.length,
      new: count.added,
      revised: count.revised,
    };
  } catch (error) {
    const failed = { kind: 'failed', reason: describeError(error) } as const;
    await ports.store.feeds.settle(settleFeed(feed, failed, ports.now()), leaseUntil);
    return {
      url: feed.url,
      title: feed.title,
      kind: 'failed',
      items: parsed.items.length,
      new: 0,
      revised: 0,
      reason: failed.reason,
    };
  }
}

type ReadFeed =
  | { kind: 'fetched'; document: FetchedDocument; parsed: ParsedFeed }
  | Exclude<FetchOutcome, FetchedDocument>;

/**
 * Fetches and reads one feed. A page that is no feed but links to one is followed once, so that the address of a site does too.
 */
export async function readFeed(
  feed: Pick<Feed, 'url' | 'etag' | 'lastModified'>,
  fetch: Fetch,
  mayFollow = true,
): Promise<ReadFeed> {
  const outcome = await fetch({ url: feed.url, etag: feed.etag, lastModified: feed.lastModified });
  if (outcome.kind !== 'fetched') return outcome;
  const text = decodeDocument(outcome.body, outcome.contentType);
  try {
    const parsed = await parseFeed(text, { contentType: outcome.contentType, baseUrl: outcome.url });
    return { kind: 'fetched', document: outcome, parsed };
  } catch (error) {
    if (!(error instanceof FaultlineError)) return { kind: 'failed', reason: describeError(error) };
    const [link] = mayFollow ? findFeedLinks(text, outcome.url) : [];
    if (!link) return { kind: 'failed', reason: describeError(error) };
    const followed = await readFeed({ url: link.url }, fetch, false);
    // The page is still there, and may link to another feed tomorrow.
    if (followed.kind === 'gone') return { kind: 'failed', reason: `the page links to ${link.url}, which is gone` };
    if (followed.kind !== 'fetched') return followed;
    // From now on the feed itself is asked, not the page.
    return { ...followed, document: { ...followed.document, permanentUrl: link.url } };
  }
}

/** The feed as its poll leaves it. */
function settleFeed(feed: Feed, outcome: ReadFeed, now: Date): Feed {
  const { etag, lastModified, lastError: _lastError, ...rest } = feed;
  switch (outcome.kind) {
    case 'fetched': {
      const { document } = outcome;
      return {
        ...rest,
        ...(document.etag ? { etag: document.etag } : {}),
        ...(document.lastModified ? { lastModified: document.lastModified } : {}),
        failures: 0,
        lastSuccessAt: now,
        nextPollAt: scheduleAfterSuccess(now, { ttlMinutes: outcome.parsed.ttlMinutes, maxAge: document.maxAge }),
      };
    }
    case 'unchanged':
      return {
        ...rest,
        ...(etag ? { etag } : {}),
        ...(lastModified ? { lastModified } : {}),
        failures: 0,
        lastSuccessAt: now,
        nextPollAt: scheduleAfterUnchanged(now, feed),
      };
    case 'gone':
      return { ...feed, enabled: false, lastError: reasonOf(outcome).reason ?? '', nextPollAt: now };
    default: {
      const failures = feed.failures + 1;
      const retryAfter = outcome.kind === 'failed' ? outcome.retryAfter : undefined;
      const nextPollAt = scheduleAfterFailure(now, { failures }, retryAfter, Math.random());
      return { ...feed, failures, lastError: reasonOf(outcome).reason ?? '', nextPollAt };
    }
  }
}

function reasonOf(outcome: ReadFeed): { reason?: string } {
  switch (outcome.kind) {
    case 'gone':
      return { reason: '410 Gone: the publisher took the feed away for good; it is disabled' };
    case 'blocked':
      return { reason: `a bot wall (${outcome.by}) answered instead of the feed; ask the publisher to let it through` };
    case 'failed':
      return { reason: outcome.reason };
    default:
      return {};
  }
}
