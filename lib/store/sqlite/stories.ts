import type { DatabaseSync } from 'node:sqlite';
import type { StoryStore } from '../../jobs/ports.ts';
import type { Sketch, Story } from '../../stories/story.ts';
import { readJson } from './json.ts';
import { createPage, limitOf, readCursor } from './page.ts';

/** Postings of one key that are read; the newest are the likeliest, and the bound keeps a common key cheap. */
const maxPostings = 64;

export function createStoryStore(database: DatabaseSync): StoryStore {
  const select = database.prepare('SELECT body FROM story WHERE id = ?');
  const list = database.prepare(
    `SELECT id, updated_at, body FROM story WHERE (updated_at, id) < (?, ?) ORDER BY updated_at DESC, id DESC LIMIT ?`,
  );
  const postings = database.prepare(
    'SELECT sketch_id FROM sketch_key WHERE key = ? AND at >= ? AND at <= ? ORDER BY at DESC LIMIT ?',
  );
  const sketch = database.prepare('SELECT article_id, story_id, at, terms, weights, keys FROM sketch WHERE id = ?');
  const read = (row: unknown): Story => readJson<Story>((row as { body: string }).body);
  const readOne = (id: string): Story[] => {
    const row = select.get(id);
    return row ? [read(row)] : [];
  };

  return {
    async get(id) {
      return readOne(id)[0];
    },
    async getMany(ids) {
      return [...new Set(ids)].flatMap(readOne);
    },
    async list(page) {
      const limit = limitOf(page);
      const [updatedAt, id] = readCursor(page, 0) ?? [Number.MAX_SAFE_INTEGER, ''];
      const rows = list.all(updatedAt, id, limit + 1) as { id: string; updated_at: number; body: string }[];
      return createPage(rows, limit, read, (row) => [row.updated_at, row.id]);
    },
    async similar(keys, from, to, limit) {
      const wanted = new Set(keys);
      const found = new Set<number>();
      for (const key of wanted) {
        for (const row of postings.all(key, from.getTime(), to.getTime(), maxPostings))
          found.add(Number(row.sketch_id));
      }
      const candidates = [...found].flatMap((id) => {
        const row = sketch.get(id);
        if (!row) return [];
        // Counted on the sketch itself: the postings of a common key end before an older sketch that shares it too.
        const shared = readKeys(row).filter((key) => wanted.has(key)).length;
        return [{ id, row, shared }];
      });
      return candidates
        .sort((a, b) => b.shared - a.shared || b.id - a.id)
        .slice(0, limit)
        .map(({ row }) => readSketch(row));
    },
  };
}

function readSketch(row: Record<string, unknown>): Sketch {
  return {
    articleId: String(row.article_id),
    storyId: String(row.story_id),
    at: new Date(Number(row.at)),
    terms: new Uint32Array(copyBuffer(row.terms)),
    weights: new Float32Array(copyBuffer(row.weights)),
    keys: readKeys(row),
  };
}

function readKeys(row: Record<string, unknown>): number[] {
  return [...new Uint32Array(copyBuffer(row.keys))];
}

/** Copied, because a view of four-byte numbers must begin at a multiple of four. */
function copyBuffer(blob: unknown): ArrayBuffer {
  return (blob as Uint8Array<ArrayBuffer>).slice().buffer;
}
