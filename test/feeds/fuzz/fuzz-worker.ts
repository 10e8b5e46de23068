/**
 * Run as `node FILE SEED COUNT FOLDER…`: reads so many mutated feeds, as a poll does, and writes what came of them as one line of JSON.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultlineError } from '../../../lib/errors.ts';
import { decodeDocument } from '../../../lib/feeds/decode.ts';
import { findFeedLinks } from '../../../lib/feeds/discover.ts';
import { createFeed } from '../../../lib/feeds/feed.ts';
import { parseFeed } from '../../../lib/feeds/parse.ts';
import { createDrafts } from '../../../lib/jobs/create-drafts.ts';
import { createRandom } from '../../../lib/random.ts';
import { mutateFeed, type Served } from './mutate-feed.ts';

export interface FuzzResult {
  documents: number;
  bytes: number;
  read: number;
  refused: number;
  items: number;
  /** What failed with an error that is none of ours, by the seed that makes the document again. */
  crashes: { seed: number; error: string }[];
  /** Milliseconds of this thread's own time. */
  slowest: { seed: number; milliseconds: number; bytes: number };
  /** Largest resident size of the process, of which `startMegabytes` were there before the first document. */
  peakMegabytes: number;
  startMegabytes: number;
}

const baseUrl = 'https://feeds.example/feed';
const feed = createFeed({ url: baseUrl, kind: 'status' }, 'fuzz', new Date(0));
const seenAt = new Date('2026-01-01T00:00:00Z');

async function readDocument({ body, contentType }: Served): Promise<number | undefined> {
  const text = decodeDocument(body, contentType);
  try {
    const parsed = await parseFeed(text, { contentType, baseUrl });
    createDrafts(feed, parsed, seenAt);
    return parsed.items.length;
  } catch (error) {
    if (!(error instanceof FaultlineError)) throw error;
    findFeedLinks(text, baseUrl);
    return undefined;
  }
}

const [seed = 0, count = 0] = process.argv.slice(2, 4).map(Number);
const samples = process.argv
  .slice(4)
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => join(folder, name)),
  )
  .filter((path) => /\.(?:xml|json|rss|atom)$/.test(path) && !/(?:expected\.json|catalogue\.opml)$/.test(path))
  .map((path) => readFileSync(path));
const megabytes = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
const result: FuzzResult = {
  documents: count,
  bytes: 0,
  read: 0,
  refused: 0,
  items: 0,
  crashes: [],
  slowest: { seed: 0, milliseconds: 0, bytes: 0 },
  startMegabytes: megabytes(),
  peakMegabytes: 0,
};
for (let one = seed; one < seed + count; one++) {
  const document = mutateFeed(samples, createRandom(one));
  result.bytes += document.body.length;
  const started = process.threadCpuUsage();
  try {
    const items = await readDocument(document);
    if (items === undefined) result.refused++;
    else result.read++;
    result.items += items ?? 0;
  } catch (error) {
    result.crashes.push({
      seed: one,
      error: error instanceof Error ? (error.stack ?? '').slice(0, 600) : String(error),
    });
  }
  const { user, system } = process.threadCpuUsage(started);
  const milliseconds = Math.round((user + system) / 1000);
  if (milliseconds > result.slowest.milliseconds)
    result.slowest = { seed: one, milliseconds, bytes: document.body.length };
}
result.peakMegabytes = megabytes();
process.stdout.write(`${JSON.stringify(result)}\n`);
