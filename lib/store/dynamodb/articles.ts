import type { Article } from '../../article.ts';
import { FaultlineError } from '../../errors.ts';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { ArticleFilter, ArticleStore } from '../../jobs/ports.ts';
import { foldText } from '../../query/match.ts';
import type { Ages } from './ages.ts';
import { forgetSeenBefore } from './forget.ts';
import { readLog, timeOf } from './log.ts';
import { preparePlacement } from './placement.ts';
import type { Reading } from './reading.ts';
import { keyOfNewest, partitionOfArticle, readRevision } from './revisions.ts';
import type { StoryNames } from './story-names.ts';
import type { Item, Table } from './table.ts';

/** Entries of the log that a search may look at for one page: some 35 MB, 0.0006 USD. */
const defaultLooks = 50_000;
/** Read at a time where most of what is read does not match. */
const searchSize = 1_000;

/**
 * Every period is served, from the log of its days; words and topics by looking at each of its articles, at most `maxLooks` for a page.
 * @throws FaultlineError `search-unbounded` from `find` where these do not yield a page
 */
export function createArticleStore(
  table: Table,
  names: StoryNames,
  reading: Reading,
  ages: Ages,
  maxLooks = defaultLooks,
): ArticleStore {
  const resolve = (article: Article): Article => {
    const storyId = names.resolve(article.storyId);
    return storyId === article.storyId ? article : { ...article, storyId };
  };
  const read = (item: Item): Article => resolve(readRevision(item));

  async function readRevisions(id: string): Promise<Article[]> {
    return (await reading.findAll(partitionOfArticle(id))).map(read);
  }

  async function getMany(ids: readonly string[], at?: Date): Promise<Article[]> {
    const [items] = await Promise.all([reading.findMany([...new Set(ids)].map(keyOfNewest)), names.refresh()]);
    const newest = items.map(read);
    if (!at) return newest;
    const known = newest.map(async (article) => {
      if (article.revisedAt <= at) return article;
      if (article.revision === 1) return undefined;
      return (await readRevisions(article.id)).findLast(({ revisedAt }) => revisedAt <= at);
    });
    return (await Promise.all(known)).filter((article) => article !== undefined);
  }

  return {
    async get(id) {
      return (await getMany([id]))[0];
    },
    getMany,
    async revisions(id) {
      const [revisions] = await Promise.all([reading.findAll(partitionOfArticle(id)), names.refresh()]);
      return revisions.map(read);
    },
    async find(filter, page) {
      const limit = limitOf(page);
      const cursor = readCursor(page, 0);
      const to = filter.to ?? (cursor?.[2] === undefined ? undefined : new Date(cursor[2]));
      const before = cursor && { at: new Date(cursor[0]), id: cursor[1] };
      await names.refresh();
      const matches = prepareMatch(filter);
      const found: Article[] = [];
      // An open period ends with the newest that its first page saw: an article revised between two pages would else be in neither.
      let end = to;
      let looks = 0;
      search: for await (const entries of readLog(
        table,
        ['seen'],
        { from: filter.from, to, before },
        matches ? searchSize : limit + 1,
      )) {
        for (const entry of entries) {
          end ??= timeOf(entry);
          // Another revision took its place within the period.
          if (entry.until && Date.parse(String(entry.until)) <= end.getTime()) continue;
          const article = readRevision(entry);
          if (matches?.(article) ?? true) found.push(article);
          if (found.length > limit) break search;
        }
        looks += entries.length;
        const [last] = entries.slice(-1);
        if (matches && looks > maxLooks && last) throw refuseSearch(looks, timeOf(last));
      }
      return createPage(found, limit, resolve, (article) => [
        article.revisedAt.getTime(),
        article.id,
        end?.getTime() ?? 0,
      ]);
    },
    place: preparePlacement(table, names, reading, ages),
    deleteSeenBefore: (time) => forgetSeenBefore(table, names, time),
  };
}

function refuseSearch(looked: number, back: Date): FaultlineError {
  return new FaultlineError('search-unbounded', { looked, back: back.toISOString().slice(0, 16) });
}

/** Whether an article has what the log does not lead to; `undefined` where nothing of that kind is asked for. */
function prepareMatch({ topics, words = [] }: ArticleFilter): ((article: Article) => boolean) | undefined {
  const phrases = words.map((phrase) => foldText(phrase).trim()).filter((phrase) => phrase !== '');
  if (!topics && phrases.length === 0) return undefined;
  return ({ topic, title, summary, publisher }) => {
    if (topics && !topics.includes(topic)) return false;
    if (phrases.length === 0) return true;
    const text = foldText(`${title} ${summary} ${publisher.name}`);
    return phrases.every((phrase) => text.includes(` ${phrase}`));
  };
}
