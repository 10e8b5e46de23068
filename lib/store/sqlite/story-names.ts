import type { DatabaseSync } from 'node:sqlite';

/** Ids of stories that were absorbed, each leading to the story that it is part of now. */
export interface StoryNames {
  /** Learns what other connections absorbed meanwhile: to be called before a read that resolves. */
  refresh(): void;
  resolve(id: string): string;
}

/**
 * What an absorbed story left behind names it by its old id: rewriting its articles would change revisions, which never change. So
 * ids are resolved as they are read.
 */
export function createStoryNames(database: DatabaseSync): StoryNames {
  const newer = database.prepare('SELECT seq, id, story_id FROM absorbed_story WHERE seq > ? ORDER BY seq');
  const count = database.prepare('SELECT count(*) AS n FROM absorbed_story');
  const into = new Map<string, string>();
  let last = 0;
  const readNewer = (): void => {
    for (const { seq, id, story_id } of newer.iterate(last)) {
      into.set(String(id), String(story_id));
      last = Number(seq);
    }
  };
  return {
    refresh() {
      readNewer();
      // Fewer than are known: some were forgotten, or begun anew.
      if (Number(count.get()?.n ?? 0) === into.size) return;
      into.clear();
      last = 0;
      readNewer();
    },
    resolve(id) {
      let name = id;
      for (let next = into.get(name); next !== undefined; next = into.get(name)) name = next;
      return name;
    },
  };
}
