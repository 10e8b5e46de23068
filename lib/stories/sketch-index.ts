import { listIndexKeys } from './sketch.ts';
import type { Sketch } from './story.ts';

/** Postings of one key that are looked at; the newest are the likeliest. */
const maxPostings = 64;
/** Entries that are looked at to find them. */
const maxLooks = 400;

export interface SketchIndex {
  add(sketch: Sketch): void;
  /** Those published between the times that share most and rarest keys, at most `limit`. */
  similar(keys: readonly number[], from: Date, to: Date, limit: number): Sketch[];
}

/**
 * An index of sketches in memory, for one batch or for one run of `group`. Adding and looking up cost the same however much is in
 * it: per key only the newest postings are read.
 */
export function createSketchIndex(): SketchIndex {
  const postings = new Map<number, Sketch[]>();
  return {
    add(sketch) {
      for (const key of listIndexKeys(sketch)) {
        const list = postings.get(key);
        if (list) list.push(sketch);
        else postings.set(key, [sketch]);
      }
    },
    similar(keys, from, to, limit) {
      const shared = new Map<Sketch, number>();
      for (const key of keys) {
        const list = postings.get(key) ?? [];
        const found: Sketch[] = [];
        for (let i = list.length - 1; i >= 0 && found.length < maxPostings && list.length - i <= maxLooks; i--) {
          const sketch = list[i] as Sketch;
          if (sketch.at >= from && sketch.at <= to) found.push(sketch);
        }
        // A key counts the more the fewer have it, as in the stores.
        for (const sketch of found) shared.set(sketch, (shared.get(sketch) ?? 0) + 1 / found.length);
      }
      return [...shared]
        .sort((a, b) => b[1] - a[1])
        .slice(0, limit)
        .map(([sketch]) => sketch);
    },
  };
}
