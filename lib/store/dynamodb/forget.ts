import { readLog } from './log.ts';
import { keyOfNewest, partitionOfArticle, readRevision } from './revisions.ts';
import { keyOfPosting } from './sketches.ts';
import { keyOfStory, readStory } from './stories.ts';
import type { StoryNames } from './story-names.ts';
import type { Table } from './table.ts';

/** Entries of the log that are read at a time. */
const size = 1_000;

/**
 * Forgets articles that were first seen before a time, with all that leads to them and the stories left empty; returns how many. For
 * stores whose items do not go by age of themselves: it reads the log up to that time, and each article that it forgets.
 */
export async function forgetSeenBefore(table: Table, names: StoryNames, time: Date): Promise<number> {
  await names.refresh();
  const last = new Date(time.getTime() - 1);
  const storyIds = new Set<string>();
  let forgotten = 0;
  for await (const entries of readLog(table, ['seen'], { to: last }, size)) {
    // A later revision says when it was seen first as well, but stands where it was revised.
    const first = entries.map(readRevision).filter(({ revision }) => revision === 1);
    for (const { id, storyId } of first) {
      await forgetArticle(table, id);
      storyIds.add(names.resolve(storyId));
    }
    forgotten += first.length;
  }
  for (const id of storyIds) await forgetEmptyStory(table, id);
  return forgotten;
}

/** Its newest revision goes last, so that what was cut off is found again. */
async function forgetArticle(table: Table, id: string): Promise<void> {
  const revisions = await table.queryAll({ pk: partitionOfArticle(id), consistent: true });
  const newest = revisions.find(({ sk }) => sk === keyOfNewest(id).sk);
  const terms = (newest?.terms ?? []) as number[];
  const at = new Date(String(newest?.sketchedAt));
  await table.removeMany([...terms.map((term) => keyOfPosting(term, at, id)), ...revisions]);
}

async function forgetEmptyStory(table: Table, id: string): Promise<void> {
  const item = await table.get(keyOfStory(id), true);
  if (!item?.packed) return;
  const left = await table.getMany(readStory(item).articles.map(keyOfNewest), true);
  if (left.length === 0) await table.remove(keyOfStory(id));
}
