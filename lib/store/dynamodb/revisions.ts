import type { Article } from '../../article.ts';
import { readArticle } from '../../json.ts';
import type { Ages } from './ages.ts';
import { joinKey, type Key } from './key.ts';
import { indexLog } from './log.ts';
import { pack, unpack } from './pack.ts';
import type { Item } from './table.ts';

/**
 *   pk = article#ID   sk = now       seen: the newest revision; revision: its number; terms: keys of its sketch, sketchedAt: its time
 *                     sk = REVISION  seen: an earlier one, which another replaced at the time `until`
 *
 * Each revision stands in the log at the time at which it was seen first (log.ts), with `seen` and `until`.
 */
const newestSort = 'now';

export function partitionOfArticle(id: string): string {
  return joinKey('article', id);
}

export function keyOfNewest(id: string): Key {
  return { pk: partitionOfArticle(id), sk: newestSort };
}

export function writeNewest(article: Article, ages: Ages): Item {
  return {
    ...keyOfNewest(article.id),
    ...indexLog('seen', article.revisedAt, article.id),
    seen: pack(article),
    revision: article.revision,
    ...ages.withArticles(article.seenAt),
  };
}

/** What becomes of the item of the newest revision when another takes its place. */
export function writeReplaced(newest: Item, by: Article): Item {
  const { revision, terms: _terms, sketchedAt: _at, ...kept } = newest;
  return { ...kept, sk: String(revision).padStart(8, '0'), until: by.revisedAt.toISOString() };
}

export function readRevision({ seen }: Item): Article {
  return unpack(seen, readArticle);
}
