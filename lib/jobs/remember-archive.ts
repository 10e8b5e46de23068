import type { Article } from '../article.ts';
import type { Story } from '../stories/story.ts';
import type { Archive } from './compile.ts';
import type { Page } from './ports.ts';

/** Bounds the memory of a job at some 60 MB. */
const maxRemembered = 20_000;

/**
 * An archive that reads each article, story and period once, for a job that asks about the same ones many times. What it tells of a
 * time is right as long as nothing is written any more that was known then.
 */
export function rememberArchive({ articles, stories }: Archive): Archive {
  const revisionsOf = new Map<string, readonly Article[]>();
  const storyOf = new Map<string, Story>();
  const pages = new Map<string, Page<Article>>();
  let weight = 0;
  const makeRoom = (more: number): void => {
    weight += more;
    if (weight <= maxRemembered) return;
    weight = more;
    for (const memory of [revisionsOf, storyOf, pages]) memory.clear();
  };
  const readRevisions = async (article: Article): Promise<readonly Article[]> =>
    article.revision === 1 ? [article] : articles.revisions(article.id);

  return {
    articles: {
      async find(filter, page) {
        const key = JSON.stringify([filter, page]);
        const known = pages.get(key);
        if (known) return known;
        const found = await articles.find(filter, page);
        makeRoom(found.items.length);
        pages.set(key, found);
        return found;
      },
      async getMany(ids, at) {
        const distinct = [...new Set(ids)];
        const read = new Map(distinct.map((id) => [id, revisionsOf.get(id)]));
        const missing = distinct.filter((id) => read.get(id) === undefined);
        if (missing.length > 0) {
          makeRoom(missing.length);
          for (const article of await articles.getMany(missing)) {
            const revisions = await readRevisions(article);
            revisionsOf.set(article.id, revisions);
            read.set(article.id, revisions);
          }
        }
        return distinct.flatMap(
          (id) => read.get(id)?.findLast(({ revisedAt }) => at === undefined || revisedAt <= at) ?? [],
        );
      },
      revisions: async (id) => [...(revisionsOf.get(id) ?? (await articles.revisions(id)))],
    },
    stories: {
      async getMany(ids) {
        const read = new Map(ids.map((id) => [id, storyOf.get(id)]));
        const missing = ids.filter((id) => read.get(id) === undefined);
        if (missing.length > 0) {
          makeRoom(missing.length);
          for (const story of await stories.getMany(missing)) {
            for (const id of [story.id, ...(story.absorbed ?? []).map((absorbed) => absorbed.id)]) {
              storyOf.set(id, story);
              if (read.has(id)) read.set(id, story);
            }
          }
        }
        return [...new Set(read.values())].filter((story) => story !== undefined);
      },
    },
  };
}
