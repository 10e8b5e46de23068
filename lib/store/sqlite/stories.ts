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
  const sketch = database.prepare('SELECT article_id, story_id, at, terms, weights FROM sketch WHERE id = ?');
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
      return ids.flatMap(readOne);
    },
    async list(page) {
      const limit = limitOf(page);
      const [updatedAt, id] = readCursor(page) ?? [Number.MAX_SAFE_INTEGER, ''];
      const rows = list.all(updatedAt, id, limit + 1) as { id: string; updated_at: number; body: string }[];
      return createPage(rows, limit, read, (row) => [row.updated_at, row.id]);
    },
    async similar(keys, from, to, limit) {
      const shared = new Map<number, number>();
      for (const key of keys) {
        for (const row of postings.all(key, from.getTime(), to.getTime(), maxPostings)) {
          const id = Number(row.sketch_id);
          shared.set(id, (shared.get(id) ?? 0) + 1);
        }
      }
      return [...shared]
        .sort((a, b) => b[1] - a[1] || b[0] - a[0])
        .slice(0, limit)
        .flatMap(([id]) => {
          const row = sketch.get(id);
          return row ? [readSketch(row)] : [];
        });
    },
  };
}

function readSketch(row: Record<string, unknown>): Sketch {
  const terms = row.terms as Uint8Array;
  const weights = row.weights as Uint8Array;
  return {
    articleId: String(row.article_id),
    storyId: String(row.story_id),
    at: new Date(Number(row.at)),
    // Copied, because a view of four-byte numbers must begin at a multiple of four.
    terms: new Uint32Array(terms.slice().buffer),
    weights: new Float32Array(weights.slice().buffer),
    keys: [],
  };
}
