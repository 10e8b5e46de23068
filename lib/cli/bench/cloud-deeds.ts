import { defaultBudget, type Subscription } from '../../digest/subscription.ts';
import { createFeed } from '../../feeds/feed.ts';
import { raiseAlerts } from '../../jobs/alert.ts';
import { compileDue } from '../../jobs/compile-due.ts';
import { deliverDue } from '../../jobs/deliver.ts';
import { ingestFeeds } from '../../jobs/ingest.ts';
import { loadPerspective } from '../../jobs/perspective.ts';
import { pollFeeds } from '../../jobs/poll.ts';
import type { Messenger } from '../../jobs/ports.ts';
import { scheduleDigests } from '../../jobs/schedule.ts';
import { createJudge, createReviewers, loadModel, openFetch } from '../../runtime/local.ts';
import { readCorpus } from '../train.ts';
import { serveNews } from './cloud-news.ts';
import { openCountedStore, type Spent } from './cloud-table.ts';

/** What one of each deed takes. */
export interface Deeds {
  /** The DynamoDB that counted. */
  kind: string;
  /** To ask which of 500 feeds are due, when none is. */
  lookForFeeds: Spent;
  /** To ask which subscriptions and deliveries are due, when none is. */
  lookForDigests: Spent;
  lookForDeliveries: Spent;
  pollUnchanged: Spent;
  /** A document with something new in it, beside what the new articles take. */
  pollChanged: Spent;
  article: Spent;
  /** Of a digest, once its batch has read the archive. */
  digest: Spent;
  /** Of each article of a period, for all digests of a batch. */
  digestItem: Spent;
  /** Of each message, its post left out. */
  message: Spent;
  /** Bytes stored for each article, times the days that each of them is kept. */
  byteDays: number;
}

export const measuredFeeds = 500;
const polled = 25;
const warmUpRounds = 12;
const measuredRounds = 5;
/** For each poll that finds something new. */
const unchangedPolls = 3;
const subscriptions = 25;
const hour = 3_600_000;
/** What is measured takes a day of the clock that the jobs are given, and ends about now. */
const begin = new Date(Date.now() - 24 * hour);
const queries = ['topic:outage', 'topic:attack', 'topic:policy', 'sector:health', 'country:DE'];

/** Measures each deed on a store in a DynamoDB on this machine, with the jobs that the functions run. */
export async function measureDeeds(): Promise<Deeds> {
  const { store, kind, meter, stored, close } = await openCountedStore();
  const news = await serveNews(await readCorpus(), polled);
  const { fetch, close: closeFetch } = openFetch({ allowPrivate: true, contact: '' });
  let time = begin.getTime();
  const now = (): Date => new Date(time);
  const log = (): void => undefined;
  const handOn = async (): Promise<void> => undefined;
  const always = (): boolean => true;
  try {
    const feeds = Array.from({ length: measuredFeeds }, (_, i) => {
      const entry = {
        url: news.urls[i] ?? `https://press-${i}.example/feed`,
        country: 'DE',
        ownership: 'private',
      } as const;
      return { ...createFeed(entry, 'bench', now()), nextPollAt: new Date(time + 10_000 * hour) };
    });
    for (const feed of feeds) await store.feeds.add(feed);
    const ids = feeds.slice(0, polled).map(({ id }) => id);
    const judge = createJudge(await loadModel());
    const poll = (): Promise<Spent> => meter(() => ingestFeeds({ store, fetch, judge, now }, { ids }));
    const publishAndPoll = async (count: number, rounds: number): Promise<Spent> => {
      const spent: Spent[] = [];
      for (let round = 0; round < rounds; round++) {
        time += hour;
        news.publish(count, now());
        spent.push(await poll());
      }
      return divide(add(...spent), rounds * polled);
    };

    await publishAndPoll(4, warmUpRounds);
    const before = await stored();
    const four = await publishAndPoll(4, measuredRounds);
    const byteDays = ((await stored()) - before) / (4 * measuredRounds * polled);
    const one = await publishAndPoll(1, measuredRounds);
    const article = divide(subtract(four, one), 3);
    const quietPolls = await repeat(unchangedPolls, poll);
    const pollUnchanged = divide(add(...quietPolls), unchangedPolls * polled);
    const lookForFeeds = await meter(() => pollFeeds({ store, now, handOn }, always));

    const articles = 4 * (warmUpRounds + measuredRounds) * polled + measuredRounds * polled;
    const openReviewer = createReviewers();
    const compile = () =>
      compileDue({
        store,
        now,
        log,
        loadPerspective: (team) => loadPerspective(store, team, openReviewer),
        raise: (subscription, look) => raiseAlerts(store, subscription, look),
      });
    await store.subscriptions.add(subscribe(0, now()));
    time += hour;
    const alone = await meter(compile);
    for (let i = 1; i <= subscriptions; i++) await store.subscriptions.add(subscribe(i, new Date(time - hour)));
    const together = await meter(compile);
    const digest = divide(subtract(together, alone), subscriptions - 1);
    const due = await meter(() => deliverDue({ store, messenger: post, now, log }, { limit: 1_000 }));
    return {
      kind,
      lookForFeeds,
      lookForDigests: await meter(() => scheduleDigests({ store, now, handOn }, always)),
      lookForDeliveries: await meter(() => deliverDue({ store, messenger: post, now, log }, { limit: 1_000 })),
      pollUnchanged,
      pollChanged: subtract(one, article),
      article,
      digest,
      digestItem: divide(subtract(alone, digest), articles),
      message: divide(due, subscriptions + 1),
      byteDays,
    };
  } finally {
    await closeFetch();
    news.close();
    await close();
  }
}

/** All that has been seen so far is in the period of its first digest. */
function subscribe(number: number, nextAt: Date): Subscription {
  return {
    id: `bench-${number}`,
    team: 'T1',
    channel: `C${number}`,
    query: queries[number % queries.length] ?? '',
    cadence: 'daily',
    at: '08:00',
    timezone: 'UTC',
    budget: defaultBudget,
    muted: [],
    createdBy: 'U1',
    createdAt: begin,
    toldUntil: new Date(begin.getTime() - hour),
    nextAt,
    version: 1,
  };
}

/** One after another. */
async function repeat<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < count; i++) results.push(await work());
  return results;
}

/** Only DynamoDB is measured here. */
const post: Messenger = {
  post: async () => ({ kind: 'posted', ts: '1.1' }),
  edit: async () => ({ kind: 'posted', ts: '1.1' }),
  find: async () => ({ kind: 'failed', reason: 'nothing is looked for here' }),
};

export function add(...all: readonly Spent[]): Spent {
  const sum = (pick: (one: Spent) => number): number => all.reduce((total, one) => total + pick(one), 0);
  return {
    writes: sum(({ writes }) => writes),
    reads: sum(({ reads }) => reads),
    milliseconds: sum(({ milliseconds }) => milliseconds),
  };
}

export function multiply({ writes, reads, milliseconds }: Spent, by: number): Spent {
  return { writes: writes * by, reads: reads * by, milliseconds: milliseconds * by };
}

function divide(spent: Spent, by: number): Spent {
  return multiply(spent, 1 / by);
}

function subtract(spent: Spent, other: Spent): Spent {
  return add(spent, multiply(other, -1));
}
