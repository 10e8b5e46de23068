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
} from './digest.ts';
import { rankStory } from './rank.ts';
import { describeFate, type SelectionInput, selectArticles } from './select.ts';
import { summarizeStory } from './summarize.ts';
import { tellChange, tellWhy } from './tell.ts';

/** A digest message has room for so many stories (design, "Slack"). */
const maxStories = 8;
const maxSideEvidence = 4;
const maxContested = 3;

export interface CompileInput extends SelectionInput {
  subscriptionId: string;
}

/**
 * Makes the digest of a period: selects by query, ranks, keeps within the room there is, summarises, and accounts for every
 * article. A pure function of its input, so that a rehearsal shows what a run will send.
 */
export function compileDigest(input: CompileInput): Digest {
  const { query, from, to, articles, stories, known, previous } = input;
  const { matched, fates } = selectArticles(input);
  const before = new Map(previous?.stories.map((story) => [story.id, story]));
  const heldBefore = new Set(previous?.held.map(({ id }) => id));
  const wanted = [...stories.values()].filter(({ id }) => matched.has(id));
  const ranked = wanted.toSorted(
    (a, b) =>
      Number(heldBefore.has(b.id)) - Number(heldBefore.has(a.id)) ||
      rankStory(b, to, before.has(b.id)) - rankStory(a, to, before.has(a.id)) ||
      (a.id < b.id ? -1 : 1),
  );
  const told = ranked.slice(0, maxStories);
  const held = ranked.slice(maxStories);

  const ofPeriod = new Set(articles.map(({ id }) => id));
  const heldNow = new Set(held.map(({ id }) => id));
  for (const [storyId, { articles: members, copyOf }] of matched) {
    for (const article of members.filter(({ id }) => ofPeriod.has(id)))
      fates.push(describeFate(article, heldNow.has(storyId) ? 'held' : copyOf.has(article.id) ? 'same-story' : 'sent'));
  }
  return {
    id: identify(`${input.subscriptionId}\n${from.toISOString()}\n${to.toISOString()}`),
    subscriptionId: input.subscriptionId,
    query: query.text,
    from,
    to,
    stories: told.map((story) => {
      const members = story.articles.flatMap((id) => known.get(id) ?? []);
      const { articles: cited, copyOf } = matched.get(story.id) ?? { articles: members, copyOf: new Map() };
      return tellStory(story, members, cited, copyOf, before.get(story.id));
    }),
    held: held.map(({ id, title }) => ({ id, title, articles: matched.get(id)?.articles.length ?? 0 })),
    receipt: {
      feeds: new Set(articles.map(({ feedId }) => feedId)).size,
      items: articles.length,
      fates: countFates(fates),
    },
    fates,
  };
}

/**
 * @param members all articles of the story, for what it is
 * @param cited those of the period and those held back before it, for what is cited
 */
function tellStory(
  story: Story,
  members: readonly Article[],
  cited: readonly Article[],
  copyOf: ReadonlyMap<string, string>,
  before: DigestStory | undefined,
): DigestStory {
  const sectors = listSectors(story);
  const viewpoints = listSides(story, members);
  const changed = before ? tellChange(before, { ...story, sectors }) : undefined;
  return {
    id: story.id,
    title: story.title,
    summary: summarizeStory(members, story.title),
    why: tellWhy({ ...story, sectors }),
    ...(changed ? { changed } : {}),
    topic: story.topic,
    ...(story.state ? { state: story.state } : {}),
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
function listContested(sides: readonly DigestSide[]): (readonly [Viewpoint, Viewpoint])[] {
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
