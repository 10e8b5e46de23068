import type { Sketch } from './story.ts';

/** Postings of one key that are looked at; the newest are the likeliest. */
const maxPostings = 64;

export interface SketchIndex {
  add(sketch: Sketch): void;
  /** Those published between the times that share most keys, at most `limit`. */
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
      for (const key of sketch.keys) {
        const list = postings.get(key);
        if (list) list.push(sketch);
        else postings.set(key, [sketch]);
      }
    },
    similar(keys, from, to, limit) {
      const shared = new Map<Sketch, number>();
      for (const key of keys) {
        const list = postings.get(key) ?? [];
        for (let i = list.length - 1, seen = 0; i >= 0 && seen < maxPostings; i--, seen++) {
          const sketch = list[i] as Sketch;
          if (sketch.at >= from && sketch.at <= to) shared.set(sketch, (shared.get(sketch) ?? 0) + 1);
        }
      }
      return [...shared]
        .sort((a, b) => b[1] - a[1])
        .slice(0, limit)
        .map(([sketch]) => sketch);
    },
  };
}
