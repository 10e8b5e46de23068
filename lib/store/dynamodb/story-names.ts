import type { Ages } from './ages.ts';
import { writeTime } from './item.ts';
import { joinKey } from './key.ts';
import type { Item, Table } from './table.ts';

/**
 * Ids of stories that were absorbed, each leading to the story that it is part of now:
 *
 *   pk = absorbed   sk = TIME#ID   into: the story that goes on; none where a story was begun anew under that id
 *
 * Mergers are rare, so that a process keeps all of them and asks for the latest before each read that resolves, half a read unit.
 */
export interface StoryNames {
  refresh(): Promise<void>;
  resolve(id: string): string;
}

const pk = joinKey('absorbed');
/** Clocks differ, and who wrote last need not have the latest time. */
const overlap = 120_000;

/** The entry that says what became of a story's id. */
export function nameStory(id: string, into: string | undefined, ages: Ages): Item {
  const now = new Date();
  return { pk, sk: joinKey(writeTime(now), id), id, into, ...ages.withArticles(now) };
}

export function createStoryNames(table: Table): StoryNames {
  const into = new Map<string, string>();
  let last = 0;
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  const readNewer = async (): Promise<void> => {
    const after = new Date(Math.max(0, last - overlap));
    const newer = await table.queryAll({
      pk,
      sk: { expression: '#sk >= :after', values: { ':after': writeTime(after) } },
    });
    for (const { sk, id, into: next } of newer) {
      if (next === undefined) into.delete(String(id));
      else into.set(String(id), String(next));
      last = Math.max(last, Date.parse(sk.slice(0, sk.indexOf('#'))));
    }
  };
  return {
    refresh() {
      // An answer that is under way may be older than what was asked for since: all who ask meanwhile share the one after it.
      waiting ??= running.then(() => {
        waiting = undefined;
        const reading = readNewer();
        running = reading.catch(() => undefined);
        return reading;
      });
      return waiting;
    },
    resolve(id) {
      let name = id;
      for (let next = into.get(name); next !== undefined; next = into.get(name)) name = next;
      return name;
    },
  };
}
