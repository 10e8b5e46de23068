import { FaultlineError } from '../../errors.ts';
import { readJson, writeJson } from '../../json.ts';
import { storyWindow } from '../../stories/place.ts';
import { listIndexKeys } from '../../stories/sketch.ts';
import type { Sketch } from '../../stories/story.ts';
import type { Ages } from './ages.ts';
import { writeTime } from './item.ts';
import { joinKey, type Key } from './key.ts';
import type { Item, Table } from './table.ts';

/**
 * What leads from the words of a report to those like it: each of its keys has a partition, by time of publication.
 *
 *   pk = term#KEY   sk = TIME#ARTICLE   sketch: the whole of it, so that what is found need not be read again
 *
 * A posting is a hint, written after the report that it leads to was placed and not in one transaction with it, for half the price:
 * where a process died in between, that report is found by none that come later. What is older than the time within which a report
 * joins a story is asked for by nothing that is new. All reports in scope share one key: 5,000 a day are far from the thousand writes
 * a second that one partition takes.
 */
const kind = 'term';

/** Of one key the newest, which are the likeliest; also how many candidates a report is compared with at most. */
const maxPostings = 32;
/** Keys that one question can have: each costs half a read unit, or one for every 8 KB. */
const maxKeys = 32;
/** A report that was published at one end of the window is looked for by one at the other. */
const useful = 2 * storyWindow + 86_400_000;

/** The first byte of a sketch as stored. */
const format = 1;
const headAt = 3;

export function listPostings(sketch: Sketch, ages: Ages): Item[] {
  const packed = packSketch(sketch);
  return [...new Set(listIndexKeys(sketch))].map((key) => ({
    ...keyOfPosting(key, sketch.at, sketch.articleId),
    sketch: packed,
    ...ages.fromNow(useful),
  }));
}

export function keyOfPosting(key: number, at: Date, articleId: string): Key {
  return { pk: joinKey(kind, key.toString(36)), sk: joinKey(writeTime(at), articleId) };
}

/**
 * Finds sketches by shared keys. A key counts the more the fewer sketches of the period have it.
 */
export async function findSimilar(
  table: Table,
  keys: readonly number[],
  from: Date,
  to: Date,
  limit: number,
): Promise<Sketch[]> {
  const asked = [...new Set(keys)].slice(0, maxKeys);
  const found = await Promise.all(
    asked.map((key) =>
      table.queryAll(
        {
          pk: joinKey(kind, key.toString(36)),
          // Ids follow the time and a `#`, which `$` comes after.
          sk: {
            expression: '#sk BETWEEN :from AND :to',
            values: { ':from': writeTime(from), ':to': `${writeTime(to)}$` },
          },
          backwards: true,
        },
        maxPostings,
      ),
    ),
  );
  const shared = new Map<string, { weight: number; item: Item }>();
  for (const items of found) {
    for (const item of items) {
      const weight = (shared.get(item.sk)?.weight ?? 0) + 1 / items.length;
      shared.set(item.sk, { weight, item });
    }
  }
  return [...shared.values()]
    .sort((a, b) => b.weight - a.weight || (a.item.sk < b.item.sk ? 1 : -1))
    .slice(0, limit)
    .map(({ item }) => readSketch(item.sketch as Uint8Array));
}

/** A byte for the format, two for the length of the head, the head as JSON, terms and weights, four bytes each. */
function packSketch({ terms, weights, ...rest }: Sketch): Uint8Array {
  const head = Buffer.from(writeJson(rest));
  const start = Buffer.alloc(headAt);
  start.writeUInt8(format);
  start.writeUInt16LE(head.length, 1);
  const numbers = [terms, weights].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return Buffer.concat([start, head, ...numbers]);
}

/** The sketch of a posting. */
export function readSketch(packed: Uint8Array): Sketch {
  const bytes = Buffer.from(packed);
  const [found = 0] = bytes;
  if (found > format) throw new FaultlineError('record-newer', { found, known: format });
  const bodyAt = headAt + bytes.readUInt16LE(1);
  const middle = bodyAt + (bytes.length - bodyAt) / 2;
  // Copied, because a view of four-byte numbers must begin at a multiple of four.
  return {
    ...readJson<Omit<Sketch, 'terms' | 'weights'>>(bytes.subarray(headAt, bodyAt)),
    terms: new Uint32Array(new Uint8Array(bytes.subarray(bodyAt, middle)).buffer),
    weights: new Float32Array(new Uint8Array(bytes.subarray(middle)).buffer),
  };
}
