import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { StoryStore } from '../../jobs/ports.ts';
import type { Story } from '../../stories/story.ts';
import type { Ages } from './ages.ts';
import { joinKey, type Key } from './key.ts';
import { indexLog, type LogEntry, readLog, timeOf } from './log.ts';
import { pack, unpack } from './pack.ts';
import type { Reading } from './reading.ts';
import { readRevision } from './revisions.ts';
import { findSimilar } from './sketches.ts';
import { nameStory, type StoryNames } from './story-names.ts';
import type { Item, Table } from './table.ts';

/**
 *   pk = story#ID   sk = story   packed: the story, version: its version
 *                                into: the story that it is part of now, in place of these two
 *
 * No index leads to stories: the entries of their articles in the log do (log.ts).
 */
export function keyOfStory(id: string): Key {
  return { pk: joinKey('story', id), sk: 'story' };
}

/** @param isInLog an article's entry in the log, at the time at which the story was updated, leads to it */
export function writeStory(story: Story, ages: Ages, isInLog = false): Item {
  return {
    ...keyOfStory(story.id),
    ...(isInLog ? {} : indexLog('told', story.updatedAt, story.id)),
    packed: pack(story),
    version: story.version,
    ...ages.withArticles(story.updatedAt),
  };
}

/** What is left of a story that goes on as part of another: its name, and the entry that makes it known. */
export function writeAbsorbed(id: string, into: string, ages: Ages): [Item, Item] {
  const entry = nameStory(id, into, ages);
  return [{ ...keyOfStory(id), into, ...(entry.expiresAt ? { expiresAt: entry.expiresAt } : {}) }, entry];
}

export function readStory(item: Item): Story {
  return unpack<Story>(item.packed);
}

export function createStoryStore(table: Table, names: StoryNames, reading: Reading): StoryStore {
  /** Stories by the keys of their items, each once, those that were absorbed as the one that they are part of now. */
  async function readMany(keys: readonly Key[]): Promise<Story[]> {
    const found = new Map<string, Item>();
    for (let next = keys; next.length > 0; ) {
      const distinct = new Map(next.map(({ pk, sk }) => [pk, { pk, sk }]));
      const items = await reading.getMany([...distinct.values()]);
      for (const item of items) found.set(item.pk, item);
      next = items.flatMap(({ into }) => (into === undefined ? [] : [keyOfStory(String(into))]));
      next = next.filter(({ pk }) => !found.has(pk));
    }
    const follow = (pk: string): Item | undefined => {
      const item = found.get(pk);
      return item?.into === undefined ? item : follow(keyOfStory(String(item.into)).pk);
    };
    const items = new Set(keys.flatMap(({ pk }) => follow(pk) ?? []));
    return [...items].map(readStory);
  }
  const getMany = (ids: readonly string[]): Promise<Story[]> => readMany(ids.map(keyOfStory));

  return {
    async get(id) {
      return (await getMany([id]))[0];
    },
    getMany,
    async list(page) {
      const limit = limitOf(page);
      const cursor = readCursor(page, 0);
      await names.refresh();
      const stories: Story[] = [];
      for await (const moment of readMoments(table, cursor && new Date(cursor[0]), limit)) {
        const keys = moment.entries.map((entry) => {
          return entry.seen ? keyOfStory(names.resolve(readRevision(entry).storyId)) : entry;
        });
        const updated = (await readMany(keys)).filter(({ updatedAt }) => updatedAt.getTime() === moment.at);
        updated.sort((a, b) => (a.id < b.id ? 1 : -1));
        stories.push(...updated.filter(({ id }) => !cursor || moment.at < cursor[0] || id < cursor[1]));
        if (stories.length > limit) break;
      }
      return createPage(
        stories.slice(0, limit + 1),
        limit,
        (story) => story,
        (story) => [story.updatedAt.getTime(), story.id],
      );
    },
    async similar(keys, from, to, limit) {
      const [sketches] = await Promise.all([findSimilar(table, keys, from, to, limit), names.refresh()]);
      return sketches.map((sketch) => {
        const storyId = names.resolve(sketch.storyId);
        return storyId === sketch.storyId ? sketch : { ...sketch, storyId };
      });
    },
  };
}

/** The entries of each moment that has any, the latest first. */
async function* readMoments(
  table: Table,
  to: Date | undefined,
  size: number,
): AsyncGenerator<{ at: number; entries: LogEntry[] }> {
  let open: { at: number; entries: LogEntry[] } | undefined;
  for await (const entries of readLog(table, ['seen', 'told'], { to }, size)) {
    for (const entry of entries) {
      const at = timeOf(entry).getTime();
      if (open && open.at !== at) {
        yield open;
        open = undefined;
      }
      open ??= { at, entries: [] };
      open.entries.push(entry);
    }
  }
  if (open) yield open;
}
