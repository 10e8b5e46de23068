import { type Article, identify } from '../article.ts';
import { listPublishers } from '../stories/describe.ts';
import type { Story } from '../stories/story.ts';
import { opposedViewpoints, type Viewpoint } from '../taxonomy.ts';
import {
  type ArticleFate,
  fates as allFates,
  type Digest,
  type DigestArticle,
  type DigestSector,
  type DigestSide,
  type DigestStory,
  type Fate,
  type ToldBefore,
} from './digest.ts';
import { rankStory } from './rank.ts';
import { orderArticles, type SelectionInput, selectArticles } from './select.ts';
import { summarizeStory } from './summarize.ts';
import { countNewFacts, tellChange, tellReports, tellWhy } from './tell.ts';
import { listTold, rememberTold } from './told.ts';

/** A digest message has room for so many stories (design, "Slack"). */
const maxStories = 8;
const maxSideEvidence = 4;
const maxContested = 3;

export interface CompileInput extends SelectionInput {
  subscriptionId: string;
  /** Stories that fit; with 0 all are held. */
  room?: number | undefined;
}

/**
 * Makes the digest of a period: selects by query, leaves out what its readers know, ranks, keeps within the room there is,
 * summarises, and accounts for every article. A pure function of its input, so that a rehearsal shows what a run will send.
 */
export function compileDigest(input: CompileInput): Digest {
  const { query, from, to, articles, stories, known, previous, room = maxStories } = input;
  const { matched, fates } = selectArticles(input);
  const before = new Map(previous && listTold(previous).map((told) => [told.id, told]));
  const heldBefore = new Map(previous?.held.map((one) => [one.id, one]));
  const wanted = [...stories.values()].flatMap((story): WantedStory[] => {
    const own = matched.get(story.id);
    return own ? [{ story, ...own, ...describeChange(story, own.articles, before.get(story.id)) }] : [];
  });
  // The periods of a subscription follow on each other. One that begins before the last one ended is a question asked again, from the
  // command line or the page: its answer is what there is, not only what is new since it was asked last.
  const isSequel = previous !== undefined && from >= previous.to;
  const isDue = ({ story: { id }, changed }: WantedStory): boolean =>
    !isSequel || !before.has(id) || changed !== undefined || heldBefore.has(id);
  const ranked = wanted
    .filter(isDue)
    .toSorted(
      ({ story: a }, { story: b }) =>
        Number(heldBefore.has(b.id)) - Number(heldBefore.has(a.id)) ||
        rankStory(b, to, before.has(b.id)) - rankStory(a, to, before.has(a.id)) ||
        (a.id < b.id ? -1 : 1),
    );
  const held = ranked.slice(room);
  const told = ranked.slice(0, room).map(({ story, articles: cited, copyOf, changed }) => {
    const members = story.articles.flatMap((id) => known.get(id) ?? []);
    // Held for a change that was taken back since: its reports are news all the same.
    const isGrown = isSequel && before.has(story.id);
    return tellStory(story, members, cited, copyOf, changed ?? (isGrown ? tellReports(cited.length) : undefined));
  });

  const ofPeriod = new Set(articles.map(({ id }) => id));
  const heldNow = new Set(held.map(({ story }) => story.id));
  for (const one of wanted) {
    for (const article of one.articles.filter(({ id }) => ofPeriod.has(id))) {
      const isCopy = one.copyOf.has(article.id);
      const fate = heldNow.has(one.story.id) ? 'held' : !isDue(one) ? 'unchanged' : isCopy ? 'same-story' : 'sent';
      fates.push({ articleId: article.id, fate });
    }
  }
  return {
    id: identify(`${input.subscriptionId}\n${from.toISOString()}\n${to.toISOString()}`),
    subscriptionId: input.subscriptionId,
    query: query.text,
    from,
    to,
    stories: told,
    held: held.map(({ story: { id, title }, articles: { length } }) => {
      return { id, title, articles: length, from: heldBefore.get(id)?.from ?? from };
    }),
    told: rememberTold([...before.values()], told, new Set(matched.keys()), to),
    receipt: {
      feeds: new Set(articles.map(({ feedId }) => feedId)).size,
      items: articles.length,
      fates: countFates(fates),
    },
    fates,
  };
}

/** A story that the query wants. */
interface WantedStory {
  story: Story;
  /** Those of the period and those held back before it, oldest first. */
  articles: Article[];
  /** The article that each copy repeats. */
  copyOf: Map<string, string>;
  /** What is new to readers who were told of the story before. */
  changed?: string;
}

function describeChange(
  story: Story,
  articles: readonly Article[],
  before: ToldBefore | undefined,
): Pick<WantedStory, 'changed'> {
  const now = { ...story, sectors: listSectors(story) };
  const changed = before && tellChange(before, now, countNewFacts(articles, before.toldAt));
  return changed ? { changed } : {};
}

/** A story as it stands, all its articles cited. */
export function tellWholeStory(story: Story, members: readonly Article[]): DigestStory {
  const { articles, copyOf } = orderArticles(members);
  return tellStory(story, members, articles, copyOf, undefined);
}

/**
 * @param members all articles of the story, for what it is
 * @param cited those that are cited
 */
function tellStory(
  story: Story,
  members: readonly Article[],
  cited: readonly Article[],
  copyOf: ReadonlyMap<string, string>,
  changed: string | undefined,
): DigestStory {
  const sectors = listSectors(story);
  const viewpoints = listSides(story, members);
  return {
    id: story.id,
    title: story.title,
    summary: summarizeStory(members, story.title),
    why: tellWhy({ ...story, sectors }),
    ...(changed ? { changed } : {}),
    topic: story.topic,
    ...(story.state ? { state: story.state } : {}),
    ...(story.official ? { official: story.official } : {}),
    updatedAt: story.updatedAt,
    reportedAt: story.reportedAt,
    sectors,
    viewpoints,
    contested: listContested(viewpoints),
    publishers: story.publishers,
    independentPublishers: story.independentPublishers,
    articles: cited.map((article) => citeArticle(article, copyOf.get(article.id))),
  };
}

/** In a story of many reports, one report alone that names a sector is likelier a slip than a finding. */
function listSectors({ sectors, articles }: Story): DigestSector[] {
  const least = articles.length > 8 ? 2 : 1;
  return sectors
    .filter((label) => label.articles.length >= least || label.score > 0.9)
    .map(({ id, articles: carriers }) => ({ id, articles: carriers }));
}

/**
 * The sides of a story: each position with who took it and in which words.
 * @param members all articles of the story
 */
export function listSides(story: Story, members: readonly Article[]): DigestSide[] {
  return story.viewpoints.map(({ id, articles }) => {
    const carriers = members.filter((article) => articles.includes(article.id));
    const evidence = carriers.flatMap(({ viewpoints }) => viewpoints.find((label) => label.id === id)?.evidence ?? []);
    return {
      id,
      articles,
      publishers: listPublishers(carriers),
      evidence: [...new Set(evidence)].slice(0, maxSideEvidence),
    };
  });
}

/** The pairs that most articles stand behind on their weaker side. */
export function listContested(sides: readonly DigestSide[]): (readonly [Viewpoint, Viewpoint])[] {
  const strength = new Map(sides.map(({ id, articles }) => [id, articles.length]));
  const weaker = ([one, other]: readonly [Viewpoint, Viewpoint]): number =>
    Math.min(strength.get(one) ?? 0, strength.get(other) ?? 0);
  return opposedViewpoints
    .filter((pair) => weaker(pair) > 0)
    .toSorted((a, b) => weaker(b) - weaker(a))
    .slice(0, maxContested);
}

function citeArticle(article: Article, copyOf: string | undefined): DigestArticle {
  const { id, title, url, publisher, publishedAt, language } = article;
  return { id, title, url, publisher, publishedAt, language, ...(copyOf ? { copyOf } : {}) };
}

function countFates(fates: readonly ArticleFate[]): Record<Fate, number> {
  const counts = Object.fromEntries(allFates.map((fate) => [fate, 0])) as Record<Fate, number>;
  for (const { fate } of fates) counts[fate]++;
  return counts;
}
