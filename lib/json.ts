import type { Article } from './article.ts';

/** ISO 8601 as `Date.toJSON` writes it: the only texts that become times again. */
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Fields that hold times; a title that looks like one stays a text. The `at` of a subscription, "08:30", is no ISO time. */
const timeField = /(?:At|Until|^at|^from|^to)$/;

/** A value as stored: JSON, its times as ISO 8601 UTC. */
export function writeJson(value: object): string {
  return JSON.stringify(value);
}

/** What `writeJson` stored. */
export function readJson<T>(text: unknown): T {
  return JSON.parse(String(text), (key, value) =>
    typeof value === 'string' && timeField.test(key) && isoTime.test(value) ? new Date(value) : value,
  );
}

/** An article as `writeJson` stored it. Its times are named, because looking at every field costs more than reading them. */
export function readArticle(text: unknown): Article {
  const article: Article = JSON.parse(String(text));
  article.publishedAt = new Date(article.publishedAt);
  article.seenAt = new Date(article.seenAt);
  article.revisedAt = new Date(article.revisedAt);
  for (const update of article.incident?.updates ?? []) if (update.at) update.at = new Date(update.at);
  return article;
}
