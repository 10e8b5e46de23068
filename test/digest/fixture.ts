import type { Article } from '../../lib/article.ts';
import type { CompileInput } from '../../lib/digest/compile.ts';
import { isQuery, parseQuery } from '../../lib/query/parse.ts';
import type { Query } from '../../lib/query/query.ts';
import { describeStory } from '../../lib/stories/describe.ts';
import { buildArticle, minutesLater, morning } from '../fixtures/builders.ts';

/** A query as a person writes it. */
export function readQuery(text: string): Query {
  const query = parseQuery(text);
  if (!isQuery(query)) throw new Error(`misunderstood: ${text}`);
  return query;
}

/**
 * What the job hands to the compiler for a period, six to seven that morning unless told otherwise: of all articles those seen or
 * revised in it, and the stories that all of them make.
 */
export function buildInput(all: readonly Article[], overrides: Partial<CompileInput> = {}): CompileInput {
  const { from = morning, to = minutesLater(60) } = overrides;
  const known = all.filter(({ seenAt }) => seenAt <= to);
  const byStory = Map.groupBy(known, ({ storyId }) => storyId);
  return {
    subscriptionId: 'subscription-1',
    query: readQuery(''),
    from,
    to,
    articles: known.filter(({ revisedAt }) => revisedAt > from && revisedAt <= to),
    stories: new Map([...byStory].map(([id, members]) => [id, describeStory(id, members)])),
    known: new Map(known.map((article) => [article.id, article])),
    muted: [],
    ...overrides,
  };
}

/** A report of a story of its own, seen so many minutes after six; each is in other words. */
export function buildReport(id: string, minutes: number, overrides: Partial<Article> = {}): Article {
  return buildArticle({
    id,
    title: `Headline ${id}`,
    summary: `Report ${id} tells in words of ${id} what place ${id} saw when system ${id} failed on day ${id} of ${id}.`,
    storyId: `story-${id}`,
    seenAt: minutesLater(minutes),
    ...overrides,
  });
}
