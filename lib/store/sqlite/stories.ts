import type { DatabaseSync } from 'node:sqlite';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { StoryStore } from '../../jobs/ports.ts';
import { readJson } from '../../json.ts';
import type { Story } from '../../stories/story.ts';
import { prepareSimilar } from './sketches.ts';
import type { StoryNames } from './story-names.ts';

export function createStoryStore(database: DatabaseSync, names: StoryNames): StoryStore {
  const select = database.prepare('SELECT body FROM story WHERE id = ?');
  const list = database.prepare(
    `SELECT id, updated_at, body FROM story WHERE (updated_at, id) < (?, ?) ORDER BY updated_at DESC, id DESC LIMIT ?`,
  );
  const findSimilar = prepareSimilar(database);
  const read = (row: unknown): Story => readJson<Story>((row as { body: string }).body);
  const readOne = (id: string): Story[] => {
    const row = select.get(id);
    return row ? [read(row)] : [];
  };

  return {
    async get(id) {
      names.refresh();
      return readOne(names.resolve(id))[0];
    },
    async getMany(ids) {
      names.refresh();
      return [...new Set(ids.map(names.resolve))].flatMap(readOne);
    },
    async list(page) {
      const limit = limitOf(page);
      const [updatedAt, id] = readCursor(page, 0) ?? [Number.MAX_SAFE_INTEGER, ''];
      const rows = list.all(updatedAt, id, limit + 1) as { id: string; updated_at: number; body: string }[];
      return createPage(rows, limit, read, (row) => [row.updated_at, row.id]);
    },
    async similar(keys, from, to, limit) {
      names.refresh();
      return findSimilar(keys, from, to, limit).map((sketch) => {
        const storyId = names.resolve(sketch.storyId);
        return storyId === sketch.storyId ? sketch : { ...sketch, storyId };
      });
    },
  };
}
