import type { Digest, DigestArticle } from '../digest/digest.ts';
import type { OfficialWord } from '../stories/story.ts';

/**
 * The digest as `digest --format json` prints it: a contract that others script against (design, "The command line").
 * Times are ISO 8601 UTC; `sectors` are ids; `state` is null where the story has no running event, `official`
 * where no status page speaks of it.
 */
export function renderDigestJson(digest: Digest) {
  return {
    id: digest.id,
    query: digest.query,
    from: digest.from.toISOString(),
    to: digest.to.toISOString(),
    stories: digest.stories.map((story) => ({
      id: story.id,
      title: story.title,
      summary: story.summary,
      why: story.why,
      changed: story.changed ?? null,
      topic: story.topic,
      state: story.state ?? null,
      official: story.official ? renderOfficial(story.official) : null,
      updatedAt: story.updatedAt.toISOString(),
      reportedAt: story.reportedAt.toISOString(),
      sectors: story.sectors.map(({ id }) => id),
      sectorArticles: Object.fromEntries(story.sectors.map(({ id, articles }) => [id, articles])),
      viewpoints: story.viewpoints.map(({ id, articles, publishers, evidence }) => ({
        id,
        articles,
        publishers,
        evidence,
      })),
      contested: story.contested,
      publishers: story.publishers,
      independentPublishers: story.independentPublishers,
      articles: story.articles.map(renderArticle),
    })),
    held: digest.held.map(({ id, title, articles }) => ({ id, title, articles })),
    receipt: digest.receipt,
  };
}

function renderOfficial({ articleId, publisher, state, impact, components, from, at }: OfficialWord) {
  const times = { from: from.toISOString(), at: at.toISOString() };
  return { article: articleId, publisher, state, impact: impact ?? null, components, ...times };
}

function renderArticle({ id, title, url, publisher, publishedAt, language, copyOf }: DigestArticle) {
  return { id, title, url, publisher, publishedAt: publishedAt.toISOString(), language, ...(copyOf ? { copyOf } : {}) };
}
