import type { Article } from '../article.ts';
import { findCrossing } from '../digest/alert.ts';
import type { Digest } from '../digest/digest.ts';
import { defaultThreshold, isMuted, scheduleNext, spanOf } from '../digest/subscription.ts';
import { findMismatch, findStoryMismatch } from '../query/match.ts';
import { requireQuery } from '../query/parse.ts';
import type { Query } from '../query/query.ts';
import { isWanted } from './alert.ts';
import { type Archive, findArticles, loadStories } from './compile.ts';
import { compileWithinBudget, settlingTime } from './compile-due.ts';
import type { Perspective } from './perspective.ts';
import type { DigestStore } from './ports.ts';
import { rememberArchive } from './remember-archive.ts';
import type { SubscriptionWish } from './subscribe.ts';

/** What a subscription would have sent in the last days. */
export interface Rehearsal {
  days: number;
  messages: number;
  /** Each counted once, however often it was told. */
  stories: number;
  /** Ids of the stories as they were told, in order: again where one was told again. */
  storyIds: string[];
  /** Of at most three stories when they were told last, newest first; of one digest in its order. */
  sent: { storyId: string; title: string; at: Date }[];
  /** At most three articles, newest first, each of another story that was not wanted, with the one term that kept it out. */
  nearMisses: NearMiss[];
}

interface NearMiss {
  articleId: string;
  title: string;
  term: string;
}

type Wish = Omit<SubscriptionWish, 'channel'>;

const days = 14;
const day = 24 * 3_600_000;
const shown = 3;

/**
 * What a subscription would have sent in the last 14 days, had it been made then: by the functions that send it, so that what is
 * rehearsed is what comes.
 * @throws FaultlineError `query-wrong`
 */
export async function rehearse(store: Archive, wish: Wish, now: Date, perspective: Perspective): Promise<Rehearsal> {
  const archive = rememberArchive(store);
  const start = new Date(now.getTime() - days * day);
  const query = requireQuery(wish.query);
  const { messages, tellings, wanted, outside } =
    wish.cadence === 'alert'
      ? await rehearseAlerts(archive, wish, query, { from: start, to: now }, perspective)
      : await rehearseDigests(archive, wish, { from: start, to: now }, perspective);
  const storyIds = tellings.map(({ storyId }) => storyId);
  const latest = tellings.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const last = new Map(latest.toReversed().map((telling) => [telling.storyId, telling]));
  return {
    days,
    messages,
    stories: new Set(storyIds).size,
    storyIds,
    sent: latest.filter((telling) => last.get(telling.storyId) === telling).slice(0, shown),
    nearMisses: await findNearMisses(archive, query, outside, wanted, perspective),
  };
}

interface Period {
  from: Date;
  to: Date;
}

/** What happened while a subscription was rehearsed. */
interface Course {
  messages: number;
  /** Oldest first. */
  tellings: Rehearsal['sent'];
  /** Ids of the stories that the query wanted, told or not. */
  wanted: Set<string>;
  /** Newest first. */
  outside: Outside[];
}

/** What the query did not want of a period, each article with the term that kept it out, newest first. */
interface Outside extends Period {
  articles: { articleId: string; term: string }[];
}

/** Period after period as `compileDue` takes them, over digests that are kept in memory. */
async function rehearseDigests(store: Archive, wish: Wish, span: Period, perspective: Perspective): Promise<Course> {
  const own = { ...store, digests: createDigestMemory() };
  const subscription = { ...wish, id: 'rehearsal' };
  const digests: Digest[] = [];
  const sent: Date[] = [];
  let to = scheduleNext(wish, span.from);
  let from = new Date(to.getTime() - spanOf(wish.cadence));
  for (;;) {
    const now = new Date(to.getTime() + settlingTime);
    if (now > span.to) break;
    const digest = await compileWithinBudget(own, subscription, { from, to }, { sent, now, perspective });
    if (digest.stories.length > 0) sent.push(now);
    digests.push(digest);
    from = to;
    to = scheduleNext(wish, to);
  }
  return {
    messages: sent.length,
    tellings: digests.flatMap(({ to: at, stories }) => stories.map(({ id, title }) => ({ storyId: id, title, at }))),
    wanted: new Set(digests.flatMap(({ stories, held }) => [...stories, ...held].map(({ id }) => id))),
    outside: digests.toReversed().map((digest) => ({
      from: digest.from,
      to: digest.to,
      articles: digest.fates.flatMap(({ articleId, term }) => (term === undefined ? [] : [{ articleId, term }])),
    })),
  };
}

function createDigestMemory(): DigestStore {
  const digests: Digest[] = [];
  return {
    get: async (id) => digests.find((digest) => digest.id === id),
    previous: async (id, before) => digests.findLast(({ subscriptionId, to }) => subscriptionId === id && to < before),
    add: async (digest) => digests.push(digest) > 0,
  };
}

/** Each story that crossed the threshold makes one message. */
async function rehearseAlerts(
  store: Archive,
  { muted, threshold = defaultThreshold }: Wish,
  query: Query,
  span: Period,
  perspective: Perspective,
): Promise<Course> {
  const found = (await findArticles(store, span)).map(perspective.correct);
  const ids = [...new Set(found.map(({ storyId }) => storyId))];
  const { stories, known } = await loadStories(store, ids, span.to, perspective);
  const isHeard = ({ publisher }: Article): boolean => !isMuted({ muted }, publisher);
  const tellings: Rehearsal['sent'] = [];
  const wanted = new Set<string>();
  for (const story of stories.values()) {
    const members = story.articles.flatMap((id) => known.get(id) ?? []);
    if (!isWanted(query, { muted }, { story, articles: members }, { since: span.from, now: span.to })) continue;
    wanted.add(story.id);
    const crossing = findCrossing(members, threshold);
    if (crossing && crossing.at > span.from) tellings.push({ storyId: story.id, title: story.title, at: crossing.at });
  }
  const articles = found.filter(isHeard).flatMap((article) => {
    const story = stories.get(article.storyId);
    const term =
      findMismatch(query, article, span.to) ??
      (story && findStoryMismatch(query, story, story.firstSeenAt > span.from));
    return term === undefined ? [] : [{ articleId: article.id, term }];
  });
  return {
    messages: tellings.length,
    tellings: tellings.sort((a, b) => a.at.getTime() - b.at.getTime()),
    wanted,
    outside: [{ ...span, articles }],
  };
}

/** Articles that one term of the query alone kept out: without it, each would have stood in a digest. */
async function findNearMisses(
  store: Archive,
  query: Query,
  outside: readonly Outside[],
  wanted: ReadonlySet<string>,
  perspective: Perspective,
): Promise<NearMiss[]> {
  const seen = new Set(wanted);
  const misses: NearMiss[] = [];
  for (const { from, to, articles } of outside) {
    const ofTerms = articles.flatMap(({ articleId, term }) => {
      const rest = leaveOut(query, term);
      return rest ? [{ articleId, term, rest }] : [];
    });
    const stored = await store.articles.getMany(
      ofTerms.map(({ articleId }) => articleId),
      to,
    );
    const byId = new Map(stored.map((article) => [article.id, perspective.correct(article)]));
    const near = ofTerms.flatMap(({ articleId, ...miss }) => {
      const article = byId.get(articleId);
      return article && findMismatch(miss.rest, article, to) === undefined ? [{ article, ...miss }] : [];
    });
    const ids = [...new Set(near.map(({ article }) => article.storyId))];
    const { stories } = await loadStories(store, ids, to, perspective);
    for (const { article, term, rest } of near) {
      const story = stories.get(article.storyId);
      if (!story || seen.has(story.id)) continue;
      if (findStoryMismatch(rest, story, story.firstSeenAt > from) !== undefined) continue;
      seen.add(story.id);
      misses.push({ articleId: article.id, title: article.title, term });
      if (misses.length === shown) return misses;
    }
  }
  return misses;
}

/** The query without a term of it; `undefined` where it has no such term, as the scope that every query has. */
function leaveOut(query: Query, term: string): Query | undefined {
  const terms = query.terms.filter(({ source }) => source !== term);
  return terms.length < query.terms.length ? { ...query, terms } : undefined;
}
