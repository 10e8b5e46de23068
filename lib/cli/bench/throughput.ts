import RssParser from 'rss-parser';
import { decodeDocument } from '../../feeds/decode.ts';
import { parseFeed } from '../../feeds/parse.ts';

const warmUpRounds = 60;
const measuredRounds = 200;

/** Megabytes of feed documents a second, from bytes to items; the ratio of the two. */
export interface Throughput {
  ours: number;
  baseline: number;
  ratio: number;
}

/**
 * How fast documents are read, beside rss-parser alone on the same bytes. The two take turns, and each counts by its quickest round in
 * time of the processor: whatever else the machine does touches neither.
 * @param documents XML feeds that rss-parser can read
 */
export async function measureThroughput(documents: readonly Uint8Array[]): Promise<Throughput> {
  const readOurs = async (): Promise<void> => {
    for (const body of documents) await parseFeed(decodeDocument(body, ''), {});
  };
  const readAlone = async (): Promise<void> => {
    const parser = new RssParser();
    for (const body of documents) await parser.parseString(Buffer.from(body).toString('utf8'));
  };
  const best = { ours: Number.POSITIVE_INFINITY, baseline: Number.POSITIVE_INFINITY };
  for (let round = 0; round < warmUpRounds + measuredRounds; round++) {
    const ours = await measureMilliseconds(readOurs);
    const baseline = await measureMilliseconds(readAlone);
    if (round < warmUpRounds) continue;
    best.ours = Math.min(best.ours, ours);
    best.baseline = Math.min(best.baseline, baseline);
  }
  const megabytes = documents.reduce((sum, { length }) => sum + length, 0) / 1e6;
  return {
    ours: (1000 * megabytes) / best.ours,
    baseline: (1000 * megabytes) / best.baseline,
    ratio: best.baseline / best.ours,
  };
}

async function measureMilliseconds(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
