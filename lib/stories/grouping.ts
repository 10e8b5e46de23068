import { candidateLimit, chooseStories, storyWindow } from './place.ts';
import { listKeys } from './sketch.ts';
import { createSketchIndex } from './sketch-index.ts';
import type { Sketch } from './story.ts';

/** Finds stored sketches by shared keys: `similar` of a store. */
export type FindSimilar = (keys: readonly number[], from: Date, to: Date, limit: number) => Promise<readonly Sketch[]>;

/** One run of placing reports, each among those stored before and those placed before it. */
export interface Grouping {
  /**
   * Finds a report its story and remembers it.
   * @param ownId the story that it begins where it belongs to none
   */
  place(sketch: Sketch, ownId: string): Promise<void>;
  /** The reports in the order in which they were placed, each with its story as later reports left it. */
  placed(): Sketch[];
  /** The sets of stories that a report showed to be one; in `placed` they go by the id that comes first. */
  mergers(): string[][];
}

export function createGrouping(findStored?: FindSimilar): Grouping {
  const index = createSketchIndex();
  const sketches: Sketch[] = [];
  const mergedInto = new Map<string, string>();
  const resolve = (id: string): string => {
    let last = id;
    for (let next = mergedInto.get(last); next !== undefined; next = mergedInto.get(last)) last = next;
    return last;
  };
  const resolveStory = (sketch: Sketch): Sketch =>
    mergedInto.has(sketch.storyId) ? { ...sketch, storyId: resolve(sketch.storyId) } : sketch;
  return {
    async place(sketch, ownId) {
      const from = new Date(sketch.at.getTime() - storyWindow);
      const to = new Date(sketch.at.getTime() + storyWindow);
      const keys = listKeys(sketch);
      const candidates = [
        ...((await findStored?.(keys, from, to, candidateLimit)) ?? []),
        ...index.similar(keys, from, to, candidateLimit),
      ];
      const [storyId = ownId, ...same] = chooseStories(sketch, candidates.map(resolveStory));
      for (const other of same) mergedInto.set(other, storyId);
      const placed = { ...sketch, storyId };
      index.add(placed);
      sketches.push(placed);
    },
    placed: () => sketches.map(resolveStory),
    mergers() {
      const groups = new Map<string, string[]>();
      for (const id of mergedInto.keys()) {
        const into = resolve(id);
        groups.set(into, [...(groups.get(into) ?? [into]), id]);
      }
      return [...groups.values()];
    },
  };
}
