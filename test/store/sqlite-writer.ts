import { readFileSync, writeSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Placement } from '../../lib/jobs/ports.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import { buildArticle, buildSketch, buildStory, minutesLater, reviseArticle } from '../fixtures/builders.ts';

/** A process of its own that works on a store file: `node sqlite-writer.ts FILE DEED NAME COUNT`. */
const [file = '', deed = '', name = '', count = ''] = process.argv.slice(2);

// All that are to work at once begin together: each waits until its standard input ends.
say('ready');
readFileSync(0);
const store = createSqliteStore(file);

/** Written at once, so that whoever listens hears it before what comes next is done. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

function standStill(): never {
  say('half way');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

async function claimSome(...claim: [now: Date, leaseUntil: Date, limit: number]): Promise<string[]> {
  if (name === 'feeds') return (await store.feeds.claimDue(...claim)).map(({ id }) => id);
  if (name === 'subscriptions') return (await store.subscriptions.claimDue(...claim)).map(({ id }) => id);
  return (await store.deliveries.claimDue(...claim)).map(({ delivery }) => delivery.id);
}

function buildPlacement(): Placement {
  const ids = Array.from({ length: Number(count) }, (_, i) => `${name}-${i}`);
  const storyId = `story of ${name}`;
  return {
    added: ids.map((id) => buildArticle({ id, storyId })),
    revised: [],
    stories: [buildStory({ id: storyId, articles: ids })],
    sketches: ids.map((articleId) => buildSketch({ articleId, storyId })),
  };
}

const deeds: Record<string, () => Promise<void>> = {
  /** Adds articles one by one to the one story that all writers share. */
  async join() {
    for (let i = 0; i < Number(count); ) {
      const id = `${name}-${i}`;
      const before = await store.stories.get('story-1');
      const story = before
        ? { ...before, articles: [...before.articles, id], version: before.version + 1 }
        : buildStory({ articles: [id] });
      const sketches = [buildSketch({ articleId: id })];
      const placed = await store.articles.place({
        added: [buildArticle({ id })],
        revised: [],
        stories: [story],
        sketches,
      });
      if (placed) i++;
    }
  },
  /** Revises the one article that all writers share. */
  async revise() {
    for (let i = 0; i < Number(count); ) {
      const before = (await store.articles.get('article-1')) ?? buildArticle();
      const revised = [reviseArticle(before, minutesLater(before.revision))];
      const placed = await store.articles.place({ added: [], revised, stories: [], sketches: [] });
      if (placed) i++;
    }
  },
  /** Tunes the named member of the one feed that all writers share, and says where another undid it. */
  async tune() {
    for (let i = 0; i < Number(count); i++) {
      const changes = { [name]: `${name} ${i}` };
      await store.feeds.tune('feed-1', changes);
      const feed = await store.feeds.get('feed-1');
      if (!isDeepStrictEqual({ ...feed, ...changes }, feed)) say(`lost ${name} ${i}`);
    }
  },
  /** Claims what the name says until nothing of it is due any more, and says which. */
  async claim() {
    for (;;) {
      const ids = await claimSome(minutesLater(60), minutesLater(65), 3);
      if (ids.length === 0) return;
      for (const id of ids) say(id);
    }
  },
  /** Places as many articles at once as are asked for, in one story. */
  async place() {
    await store.articles.place(buildPlacement());
    say('placed');
  },
  /** Does likewise, but stands still for ever when all but the last sketch is written. */
  async hang() {
    const placement = buildPlacement();
    const last = placement.sketches.at(-1);
    if (last) Object.defineProperty(last, 'articleId', { get: standStill });
    await store.articles.place(placement);
    say('placed');
  },
  /** Opens and closes the file, no more. */
  async open() {},
};

await deeds[deed]?.();
store.close();
