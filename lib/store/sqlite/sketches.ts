import type { DatabaseSync } from 'node:sqlite';
import { listHeaviest, listIndexKeys } from '../../stories/sketch.ts';
import type { Sketch } from '../../stories/story.ts';
import { isOneOf, sectorIds, topics } from '../../taxonomy.ts';

/** Postings of one key that are read; the newest are the likeliest, and the bound keeps a common key cheap. */
const maxPostings = 64;
/** Keys that one question can have, asked in one statement: a call for each would cost more than the answers. */
const maxKeys = 32;
/** Term hashes are never negative. */
const noKey = -1;
/** Sketches never change once written, so the latest read are kept: a running story is asked for again and again. */
const maxRemembered = 4_000;

export function prepareSketchWriter(database: DatabaseSync): (sketch: Sketch) => void {
  const addSketch = database.prepare(
    'INSERT INTO sketch (article_id, story_id, at, topic, sectors, terms, weights, key_weight) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const addKey = database.prepare(
    'INSERT INTO sketch_key (key, at, sketch_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  return (sketch) => {
    const at = sketch.at.getTime();
    const { lastInsertRowid } = addSketch.run(
      sketch.articleId,
      sketch.storyId,
      at,
      sketch.topic,
      sketch.sectors.join(' '),
      writeNumbers(sketch.terms),
      writeNumbers(sketch.weights),
      sketch.keyWeight,
    );
    for (const key of listIndexKeys(sketch)) addKey.run(key, at, lastInsertRowid);
  };
}

/**
 * Finds sketches by shared keys. A key counts the more the fewer sketches of the period have it, so that among hundreds that share
 * a common word the one that shares a rare one too comes first.
 */
export function prepareSimilar(
  database: DatabaseSync,
): (keys: readonly number[], from: Date, to: Date, limit: number) => Sketch[] {
  const postings = database.prepare(
    Array.from(
      { length: maxKeys },
      (_, i) =>
        `SELECT * FROM (SELECT ${i}, sketch_id FROM sketch_key WHERE key = ?${i + 3} AND at >= ?1 AND at <= ?2 ORDER BY at DESC LIMIT ${maxPostings})`,
    ).join(' UNION ALL '),
  );
  postings.setReturnArrays(true);
  const select = database.prepare('SELECT * FROM sketch WHERE id = ?');
  const remembered = new Map<number, Sketch>();
  const readOne = (id: number): Sketch[] => {
    const known = remembered.get(id);
    if (known) return [known];
    const row = select.get(id);
    if (!row) return [];
    if (remembered.size >= maxRemembered) remembered.clear();
    const sketch = readSketch(row);
    remembered.set(id, sketch);
    return [sketch];
  };
  return (keys, from, to, limit) => {
    const asked = [...new Set(keys)].slice(0, maxKeys);
    while (asked.length < maxKeys) asked.push(noKey);
    const rows = postings.all(from.getTime(), to.getTime(), ...asked) as unknown as [key: number, id: number][];
    const sizes = new Uint32Array(maxKeys);
    for (const [key] of rows) sizes[key] = (sizes[key] as number) + 1;
    const shared = new Map<number, number>();
    for (const [key, id] of rows) shared.set(id, (shared.get(id) ?? 0) + 1 / (sizes[key] as number));
    return [...shared]
      .sort((a, b) => b[1] - a[1] || b[0] - a[0])
      .slice(0, limit)
      .flatMap(([id]) => readOne(id));
  };
}

/**
 * Deletes the sketches of articles, and what leads to them.
 * @param articleIds a query that selects their ids
 */
export function deleteSketches(database: DatabaseSync, articleIds: string): void {
  const deleteKey = database.prepare('DELETE FROM sketch_key WHERE key = ? AND at = ? AND sketch_id = ?');
  for (const row of database.prepare(`SELECT * FROM sketch WHERE article_id IN (${articleIds})`).iterate()) {
    const sketch = readSketch(row);
    // Formerly each of these led to a sketch.
    for (const key of listHeaviest(sketch)) deleteKey.run(key, sketch.at.getTime(), Number(row.id));
  }
  database.exec(`DELETE FROM sketch WHERE article_id IN (${articleIds})`);
}

/** A sketch of a row of its table. */
export function readSketch(row: Record<string, unknown>): Sketch {
  const topic = String(row.topic);
  return {
    articleId: String(row.article_id),
    storyId: String(row.story_id),
    at: new Date(Number(row.at)),
    topic: isOneOf(topics, topic) ? topic : 'other',
    sectors: String(row.sectors)
      .split(' ')
      .filter((id) => isOneOf(sectorIds, id)),
    terms: new Uint32Array(copyBuffer(row.terms)),
    weights: new Float32Array(copyBuffer(row.weights)),
    keyWeight: Number(row.key_weight),
  };
}

function writeNumbers(numbers: Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** Copied, because a view of four-byte numbers must begin at a multiple of four. */
function copyBuffer(blob: unknown): ArrayBuffer {
  return (blob as Uint8Array<ArrayBuffer>).slice().buffer;
}
