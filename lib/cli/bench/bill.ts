import { type Context, print, printJson, say } from '../context.ts';
import { prices } from './aws-prices.ts';
import { add, type Deeds, measureDeeds, measuredFeeds, multiply } from './cloud-deeds.ts';
import type { Spent } from './cloud-table.ts';

/** How much there is to do in a day. */
interface Volume {
  feeds: number;
  articles: number;
  channels: number;
}

const usual: Volume = { feeds: 500, articles: 20_000, channels: 200 };
const fiftyfold: Volume = { feeds: 25_000, articles: 1_000_000, channels: 10_000 };
const digestsADay = 2;
const daysAMonth = 30;
/** As serverless.yml has them: GB of memory, and runs a day of what a schedule starts. */
const memory = { small: 0.5, large: 1 } as const;
const pollRuns = 288;
const scheduleRuns = 1_440;
const batch = 25;
const alarms = 17;
const metrics = 9;
/** Milliseconds that a batch of feeds waits for its publishers. */
const publishersWait = 1_500;
/** A command is acknowledged and answered in so many milliseconds, and each channel asks one a day. */
const commandTime = 700;
/** Bytes of log for each poll. */
const logLine = 600;

/** What a month costs, in USD. */
interface Bill {
  volume: Volume;
  polls: number;
  writeUnits: number;
  readUnits: number;
  lines: Record<string, number>;
  total: number;
}

/**
 * `bench --bill`: the units and milliseconds of each deed, counted by DynamoDB on this machine, and what a month of them costs by the
 * list prices of AWS.
 */
export async function runBillBench(context: Context): Promise<void> {
  say('Working through some thousand articles takes two minutes.');
  const deeds = await measureDeeds();
  const bills = [usual, fiftyfold].map((volume) => writeBill(deeds, volume));
  if (context.json) printJson({ deeds, prices, bills });
  else report(deeds, bills);
}

/**
 * Polls of a day. A few feeds carry most of the news: the n-th one an n-th of what the first does (Zipf), and each is polled four times
 * for each of its articles, but every quarter of an hour at most and once a day at least, as `scheduleAfterSuccess` has it.
 */
function countPolls({ feeds, articles }: Volume): { changed: number; unchanged: number } {
  const ranks = Array.from({ length: feeds }, (_, i) => 1 / (i + 1));
  const whole = ranks.reduce((sum, one) => sum + one, 0);
  let polls = 0;
  let changed = 0;
  for (const rank of ranks) {
    const carried = (articles * rank) / whole;
    const ofFeed = Math.min(96, Math.max(1, 4 * carried));
    polls += ofFeed;
    changed += Math.min(ofFeed, carried);
  }
  return { changed, unchanged: polls - changed };
}

function writeBill(deeds: Deeds, volume: Volume): Bill {
  const { feeds, articles, channels } = volume;
  const { changed, unchanged } = countPolls(volume);
  const polls = changed + unchanged;
  const digests = channels * digestsADay;
  // Told on the hour, spread over the day.
  const batches = 24 * Math.ceil(digests / 24 / batch);
  const looking = multiply(deeds.lookForFeeds, (pollRuns * feeds) / measuredFeeds);
  const ingesting = add(
    multiply(deeds.pollUnchanged, unchanged),
    multiply(deeds.pollChanged, changed),
    multiply(deeds.article, articles),
  );
  const telling = add(multiply(deeds.digest, digests), multiply(deeds.digestItem, batches * (articles / digestsADay)));
  const asking = multiply(deeds.lookForDigests, scheduleRuns);
  const posting = add(multiply(deeds.message, digests), multiply(deeds.lookForDeliveries, scheduleRuns + batches));
  const { writes, reads } = multiply(add(looking, ingesting, telling, asking, posting), daysAMonth);

  const ingests = pollRuns * Math.ceil(polls / pollRuns / batch);
  const seconds = (spent: Spent): number => Math.max(0, spent.milliseconds) / 1000;
  const computing =
    memory.small * (seconds(looking) + seconds(asking) + seconds(posting)) +
    memory.large *
      (seconds(ingesting) + (ingests * publishersWait) / 1000 + seconds(telling) + (channels * commandTime) / 1000);
  const requests = pollRuns + ingests + 2 * scheduleRuns + 2 * batches + 2 * channels;
  const stored = (deeds.byteDays * articles) / 1e9;
  const logged = (daysAMonth * polls * logLine) / 1e9;
  const lines = {
    'DynamoDB, writes': (writes / 1e6) * prices.writeUnits,
    'DynamoDB, reads': (reads / 1e6) * prices.readUnits,
    [`DynamoDB, ${stored.toFixed(1)} GB kept`]: Math.max(0, stored - prices.storageIncluded) * prices.storage,
    'DynamoDB, point-in-time recovery': stored * prices.recovery,
    'Lambda, computing': daysAMonth * computing * prices.computing,
    'Lambda, requests': ((daysAMonth * requests) / 1e6) * prices.requests,
    'EventBridge Scheduler': ((daysAMonth * (pollRuns + scheduleRuns)) / 1e6) * prices.schedules,
    'CloudWatch, logs': Math.max(0, logged - prices.logsIncluded) * prices.logs,
    'CloudWatch, metrics': Math.max(0, metrics - prices.metricsIncluded) * prices.metric,
    'CloudWatch, alarms': Math.max(0, alarms - prices.alarmsIncluded) * prices.alarm,
  };
  const total = Object.values(lines).reduce((sum, line) => sum + line, 0);
  return { volume, polls, writeUnits: writes, readUnits: reads, lines, total };
}

function report({ kind, byteDays, ...deeds }: Deeds, bills: readonly Bill[]): void {
  print(`Counted by ${kind}:`);
  print(`${''.padEnd(22)}${['write units', 'read units', 'ms'].map((head) => head.padStart(13)).join('')}`);
  for (const [name, { writes, reads, milliseconds }] of Object.entries(deeds)) {
    print(`${name.padEnd(22)}${[writes, reads, milliseconds].map((value) => value.toFixed(2).padStart(13)).join('')}`);
  }
  print(`${(byteDays / 1000).toFixed(0)} KB stored for a day of each article`);
  for (const { volume, polls, lines, total } of bills) {
    print(
      `\nA month for ${volume.feeds} feeds (${polls.toFixed(0)} polls a day), ${volume.articles} articles a day, ` +
        `${volume.channels} channels at ${digestsADay} digests, in USD (list prices of ${prices.region}, ${prices.date}):`,
    );
    for (const [name, cost] of Object.entries(lines)) print(`${name.padEnd(34)}${cost.toFixed(2).padStart(10)}`);
    print(`${'in all'.padEnd(34)}${total.toFixed(2).padStart(10)}`);
  }
}
