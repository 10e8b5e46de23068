import { createHash } from 'node:crypto';
import pMap from 'p-map';
import type { ArticleDraft } from '../article.ts';
import { describeError, FaultlineError } from '../errors.ts';
import { decodeDocument } from '../feeds/decode.ts';
import { findFeedLinks } from '../feeds/discover.ts';
import type { Feed } from '../feeds/feed.ts';
import type { FetchedDocument, FetchOutcome } from '../feeds/fetch-outcome.ts';
import { type ParsedFeed, parseFeed } from '../feeds/parse.ts';
import { type PollWishes, readPollWishes } from '../feeds/poll-wishes.ts';
import { dropSeen, explainEnd, type PollEnd, settleFeed } from '../feeds/settle-feed.ts';
import { createDrafts } from './create-drafts.ts';
import { type Judge, type PlacedCount, placeArticles } from './place.ts';
import type { Fetch, MayBegin, Now, Store } from './ports.ts';

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
  /** Stories that gained or changed an article. */
  stories: number;
  /** One line for people; with every kind that is not `fetched` or `unchanged`. */
  reason?: string;
}

export interface IngestPorts {
  store: Pick<Store, 'feeds' | 'articles' | 'stories'>;
  fetch: Fetch;
  judge: Judge;
  now: Now;
}

/** Feeds under a lease: no other claimant has them before `leaseUntil`. */
export interface FeedClaim {
  feeds: Feed[];
  leaseUntil: Date;
}

/**
 * Longer than a poll takes but where hundreds of feeds hang on one host, which is asked one at a time. A poll that outlasts its lease
 * may be made twice; that changes nothing.
 */
const leaseTime = 10 * 60_000;
/** Hosts that are asked at once; one that hangs holds one of these places, however many feeds it has. */
const concurrency = 16;
/** So many feeds are claimed at once. */
export const claimSize = 200;

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
    const claim = await claimFeeds(ports, ids);
    claimed += claim.feeds.length;
    await ingestEach(claim, ports, placing, (report) => {
      reports.push(report);
      onReport?.(report, claimed);
    });
    if (ids || claim.feeds.length < claimSize) return reports;
  }
}

/** Takes feeds under a lease: the named ones, or those that are longest due, at most `claimSize`. */
export async function claimFeeds(
  { store, now }: { store: Pick<Store, 'feeds'>; now: Now },
  ids?: readonly string[],
): Promise<FeedClaim> {
  const time = now();
  const leaseUntil = new Date(time.getTime() + leaseTime);
  const feeds = ids
    ? await store.feeds.claim(ids, time, leaseUntil)
    : await store.feeds.claimDue(time, leaseUntil, claimSize);
  return { feeds, leaseUntil };
}

/**
 * Polls and places feeds that another claimed because they were due. Asked for the same claim again, it does what was not done: a feed
 * that was settled is due later, and what outlives the lease is claimed anew.
 * @param mayBegin once it says no, what was not begun is left to the next claim
 * @returns a report of each feed that was polled, and how many were left
 */
export async function ingestClaimed(
  ports: IngestPorts,
  { ids, leaseUntil }: { ids: readonly string[]; leaseUntil: Date },
  mayBegin: MayBegin,
): Promise<{ reports: IngestReport[]; left: number }> {
  const claimedAt = new Date(leaseUntil.getTime() - leaseTime);
  const found = await Promise.all(ids.map((id) => ports.store.feeds.get(id)));
  const feeds = found.filter((feed): feed is Feed => feed?.enabled === true && feed.nextPollAt <= claimedAt);
  const reports: IngestReport[] = [];
  const mayPoll = (): boolean => mayBegin() && ports.now() < leaseUntil;
  await ingestEach({ feeds, leaseUntil }, ports, createQueue(), (report) => reports.push(report), mayPoll);
  return { reports, left: feeds.length - reports.length };
}

async function ingestEach(
  { feeds, leaseUntil }: FeedClaim,
  ports: IngestPorts,
  placing: Queue,
  onReport: (report: IngestReport) => void,
  mayPoll: MayBegin = () => true,
): Promise<void> {
  await pMap(
    Map.groupBy(feeds, ({ url }) => URL.parse(url)?.host ?? url).values(),
    async (ofHost) => {
      for (const feed of ofHost) if (mayPoll()) onReport(await ingestFeed(feed, leaseUntil, ports, placing));
    },
    { concurrency },
  );
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
  const settle = (end: PollEnd): Promise<boolean> =>
    ports.store.feeds.settle(settleFeed(feed, end, ports.now(), Math.random()), leaseUntil);
  const read = await readFeed(feed, ports.fetch);
  if (read.kind !== 'fetched') {
    const reason = explainEnd(read);
    await settle(read);
    return {
      url: feed.url,
      title: feed.title,
      kind: read.kind,
      items: 0,
      new: 0,
      revised: 0,
      stories: 0,
      ...(reason ? { reason } : {}),
    };
  }
  const { parsed } = read;
  try {
    const drafts = createDrafts(feed, parsed, ports.now());
    const count = await placing(() => placeArticles(dropSeen(feed, drafts), ports.store, ports.judge));
    await settle(describeEnd(read, drafts, count));
    return {
      url: feed.url,
      title: feed.title,
      kind: 'fetched',
      items: parsed.items.length,
      new: count.added,
      revised: count.revised,
      stories: count.stories,
    };
  } catch (error) {
    const failed = { kind: 'failed', reason: describeError(error) } as const;
    await settle(failed);
    return {
      url: feed.url,
      title: feed.title,
      kind: 'failed',
      items: parsed.items.length,
      new: 0,
      revised: 0,
      stories: 0,
      reason: failed.reason,
    };
  }
}

type ReadFeed =
  | { kind: 'fetched'; document: FetchedDocument; parsed: ParsedFeed; wishes: PollWishes }
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
    const wishes = readPollWishes(text, { ttlMinutes: parsed.ttlMinutes, maxAge: outcome.maxAge });
    return { kind: 'fetched', document: outcome, parsed, wishes };
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

/** What a document that was placed means for its feed. */
function describeEnd(
  { document, wishes }: Extract<ReadFeed, { kind: 'fetched' }>,
  drafts: readonly ArticleDraft[],
  { revised, inScope }: PlacedCount,
): PollEnd {
  const { permanentUrl: url, etag, lastModified, body } = document;
  const items = drafts.toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime());
  return { kind: 'fetched', url, etag, lastModified, wishes, print: hashDocument(body), items, revised, inScope };
}

function hashDocument(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 16);
}
