import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../jobs/ports.ts';
import { createRandom } from '../../random.ts';
import { openStore } from '../../runtime/local-store.ts';
import { createGrouping } from '../../stories/grouping.ts';
import { findKeyWeight } from '../../stories/sketch.ts';
import type { Sketch } from '../../stories/story.ts';
import { sectorIds } from '../../taxonomy.ts';

/** As many feeds carry in a day that a newsroom would follow. */
const articlesPerDay = 900;
const day = 86_400_000;
const begin = Date.UTC(2023, 0, 1);
const termsPerSketch = 48;
/** Words that articles draw from, by Zipf's law; the commonest are no terms of a sketch. */
const vocabulary = 400_000;
const commonWords = 400;
const batchSize = 2_000;
const placedArticles = 300;

/**
 * Microseconds that finding an article its story takes (median), with archives of several sizes behind it that news filled at one
 * steady rate.
 */
export async function measureArchives(sizes: readonly number[]): Promise<{ size: number; microseconds: number }[]> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-archive-'));
  const store = openStore({ db: join(folder, 'archive.sqlite') });
  const measured: { size: number; microseconds: number }[] = [];
  let filled = 0;
  for (const size of sizes) {
    for (; filled < size; filled += batchSize) await fill(store, filled, Math.min(batchSize, size - filled));
    filled = size;
    measured.push({ size, microseconds: await measurePlacing(store, size) });
  }
  store.close();
  await rm(folder, { recursive: true });
  return measured;
}

async function fill(store: Store, from: number, count: number): Promise<void> {
  const sketches = Array.from({ length: count }, (_, i) => inventSketch(from + i));
  await store.articles.place({ added: [], revised: [], stories: [], sketches });
}

async function measurePlacing(store: Store, size: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < placedArticles; i++) {
    // Begun anew for each, so that what it is compared with is the archive.
    const grouping = createGrouping((...question) => store.stories.similar(...question));
    const sketch = inventSketch(size + i);
    const start = performance.now();
    await grouping.place(sketch, sketch.storyId);
    times.push(1000 * (performance.now() - start));
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** The report of a made-up article: four of one event share most of their words. */
function inventSketch(number: number): Sketch {
  const story = Math.floor(number / 4);
  const shared = createRandom(story + 1);
  const own = createRandom(1e9 + number);
  const words = new Map<number, number>();
  while (words.size < termsPerSketch) {
    const draw = words.size < 30 ? shared() : own();
    const word = Math.floor(commonWords * (vocabulary / commonWords) ** draw);
    words.set(Math.imul(word, 0x9e3779b1) >>> 0, Math.log(word));
  }
  const terms = [...words].sort((a, b) => a[0] - b[0]);
  const norm = Math.sqrt(terms.reduce((sum, [, weight]) => sum + weight * weight, 0));
  const weights = Float32Array.from(terms, ([, weight]) => weight / norm);
  return {
    articleId: `article-${number}`,
    storyId: `story-${story}`,
    at: new Date(begin + (number / articlesPerDay) * day),
    topic: number % 3 === 0 ? 'outage' : 'attack',
    sectors: [sectorIds[story % sectorIds.length] ?? 'rail'],
    terms: Uint32Array.from(terms, ([term]) => term),
    weights,
    keyWeight: findKeyWeight(weights),
  };
}
