import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import RssParser from 'rss-parser';
import { createArticleDraft, type Item } from '../../article.ts';
import { detectLanguage } from '../../classify/language.ts';
import { trainBayes } from '../../classify/training/bayes.ts';
import { decodeDocument } from '../../feeds/decode.ts';
import { parseFeed } from '../../feeds/parse.ts';
import { type Judge, placeArticles } from '../../jobs/place.ts';
import { createJudge, loadModel, openStore } from '../../runtime/local.ts';
import { type Context, print, printJson, say } from '../context.ts';
import { readCorpus } from '../train.ts';
import { measureArchives } from './archive.ts';
import { type ClassifyingCost, measureClassifying } from './classifying.ts';
import { measureThroughput, type Throughput } from './throughput.ts';

const warmUpSeconds = 1;
const measuredSeconds = 2;
const archiveSizes = [10_000, 100_000, 1_000_000];
/** Every so many-th item of the corpus is classified for the time that it takes. */
const corpusShare = 10;
const publisher = { name: 'Benchmark', country: 'ZZ', ownership: 'private' } as const;

interface Measurement {
  name: string;
  items: number;
  seconds: number;
}

/**
 * `bench`: items a second through parse, classify, group and store, beside rss-parser alone on the same documents (the limit) and
 * beside rss-parser with natural's BayesClassifier trained on the same corpus (the stack that one would build), in one run.
 * Medians of several rounds over the sample feeds, each round into a fresh store file.
 */
export async function runBench(context: Context): Promise<void> {
  const documents = await readSampleDocuments();
  const model = await loadModel(context.config);
  const judge = createJudge(model);
  const startup = measureDemo();
  const limit = await measureRounds('rss-parser alone', () => parseAlone(documents));
  const parse = await measureRounds('Faultline, parse', () => parseAll(documents));
  const throughput = await measureThroughput(documents.filter(({ isJson }) => !isJson).map(({ body }) => body));
  const whole = await measureRounds('Faultline, parse to store', () => runWhole(documents, judge));
  const peak = process.resourceUsage().maxRSS / 1024;
  say('Training the BayesClassifier takes some seconds.');
  const corpus = await readCorpus();
  const bayes = trainBayes(corpus);
  const classifying = measureClassifying(
    corpus.filter((_, i) => i % corpusShare === 0),
    model,
    bayes,
  );
  const stack = await measureRounds('rss-parser + natural Bayes', () => parseAndClassify(documents, bayes));
  report(context, { limit, parse, throughput, whole, stack, peak, startup, classifying });
}

/**
 * `bench --archive`: what finding an article its story costs with a million articles behind it, beside ten thousand.
 */
export async function runArchiveBench(context: Context): Promise<void> {
  say('Filling a store with a million articles takes some minutes.');
  const measured = await measureArchives(archiveSizes);
  const [least, most] = [measured.at(0)?.microseconds ?? 0, measured.at(-1)?.microseconds ?? 0];
  if (context.json) {
    printJson({ archives: measured, ratio: most / least });
    return;
  }
  for (const { size, microseconds } of measured)
    print(`${`${size}`.padStart(9)} articles: ${microseconds.toFixed(0).padStart(6)} µs to find one its story`);
  print(`${(most / least).toFixed(2)} times the cost for ${archiveSizes.at(-1)} that it has for ${archiveSizes[0]}`);
}

interface Findings {
  limit: Measurement;
  parse: Measurement;
  throughput: Throughput;
  whole: Measurement;
  stack: Measurement;
  /** MiB of resident memory at most, before the baseline was trained. */
  peak: number;
  /** Seconds from starting `demo --once` to its end. */
  startup: number;
  classifying: ClassifyingCost;
}

function report(context: Context, findings: Findings): void {
  const { limit, parse, throughput, whole, stack, peak, startup, classifying } = findings;
  const timePerItem = ({ seconds, items }: Measurement): number => seconds / items;
  const figures = {
    itemsPerSecond: Object.fromEntries(
      [limit, parse, whole, stack].map((one) => [one.name, Math.round(one.items / one.seconds)]),
    ),
    timesFasterThanStack: timePerItem(stack) / timePerItem(whole),
    afterParsingToParsing: (timePerItem(whole) - timePerItem(parse)) / timePerItem(parse),
    wholeToLimit: timePerItem(whole) / timePerItem(limit),
    parsingMegabytesPerSecond: throughput,
    peakMemoryMiB: Math.round(peak),
    demoSeconds: startup,
    classifying,
    classifyingToBayes: classifying.microseconds / classifying.baselineMicroseconds,
  };
  if (context.json) {
    printJson(figures);
    return;
  }
  for (const one of [limit, parse, whole, stack]) {
    print(
      `${one.name.padEnd(28)}${`${Math.round(one.items / one.seconds)}`.padStart(8)} items/s  ${((1e6 * one.seconds) / one.items).toFixed(0).padStart(8)} µs an item`,
    );
  }
  print(`${figures.timesFasterThanStack.toFixed(1)} times the speed of rss-parser + natural Bayes, end to end`);
  print(`${figures.afterParsingToParsing.toFixed(2)} times the cost of parsing for all that comes after it`);
  print(`${figures.wholeToLimit.toFixed(2)} times the time of rss-parser alone for the whole way`);
  print(
    `${throughput.ours.toFixed(1)} MB/s from bytes to items, rss-parser alone ${throughput.baseline.toFixed(1)} MB/s: ${throughput.ratio.toFixed(2)} times its speed`,
  );
  print(
    `${classifying.microseconds.toFixed(0)} µs to classify an article at the median, natural Bayes ${classifying.baselineMicroseconds.toFixed(0)} µs`,
  );
  print(`${figures.peakMemoryMiB} MiB of memory at most; demo --once takes ${startup.toFixed(2)} s`);
}

async function readSampleDocuments(): Promise<{ body: Uint8Array; text: string; isJson: boolean }[]> {
  const folder = fileURLToPath(new URL('../demo/feeds/', import.meta.url));
  const names = (await readdir(folder)).filter((name) => name !== 'catalogue.opml').sort();
  return Promise.all(
    names.map(async (name) => {
      const body = await readFile(join(folder, name));
      return { body, text: decodeDocument(body, ''), isJson: name.endsWith('.json') };
    }),
  );
}

type Documents = Awaited<ReturnType<typeof readSampleDocuments>>;

/** Median of the rounds that fit into two seconds, after as many rounds to warm up as fit into one. */
async function measureRounds(name: string, round: () => Promise<number>): Promise<Measurement> {
  const repeat = async (limit: number): Promise<{ items: number; seconds: number }[]> => {
    const runs: { items: number; seconds: number }[] = [];
    for (const end = performance.now() + 1000 * limit; performance.now() < end; ) {
      const start = performance.now();
      const items = await round();
      runs.push({ items, seconds: (performance.now() - start) / 1000 });
    }
    return runs.sort((x, y) => x.seconds - y.seconds);
  };
  await repeat(warmUpSeconds);
  const runs = await repeat(measuredSeconds);
  const median = runs[Math.floor(runs.length / 2)];
  return { name, items: median?.items ?? 0, seconds: median?.seconds ?? 0 };
}

async function parseAlone(documents: Documents): Promise<number> {
  const parser = new RssParser();
  let items = 0;
  for (const { text, isJson } of documents) {
    items += isJson ? JSON.parse(text).items.length : (await parser.parseString(text)).items.length;
  }
  return items;
}

async function parseAll(documents: Documents): Promise<number> {
  let items = 0;
  for (const { body } of documents) items += (await parseFeed(decodeDocument(body, ''), {})).items.length;
  return items;
}

async function runWhole(documents: Documents, judge: Judge): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-bench-'));
  const store = openStore({ db: join(folder, 'bench.sqlite') });
  let count = 0;
  for (const [i, { body }] of documents.entries()) {
    const { title, language, items } = await parseFeed(decodeDocument(body, ''), {});
    const source = { id: `feed-${i}`, title, publisher, ...(language ? { language } : {}) };
    const drafts = items.flatMap((item: Item) => createArticleDraft(item, source, new Date(), detectLanguage) ?? []);
    await placeArticles(drafts, store, judge);
    count += items.length;
  }
  store.close();
  await rm(folder, { recursive: true });
  return count;
}

async function parseAndClassify(documents: Documents, classify: ReturnType<typeof trainBayes>): Promise<number> {
  const parser = new RssParser();
  let items = 0;
  for (const { text, isJson } of documents) {
    const entries = isJson ? JSON.parse(text).items : (await parser.parseString(text)).items;
    for (const entry of entries) {
      classify({ title: entry.title ?? '', summary: entry.contentSnippet ?? entry.summary ?? '', language: 'en' });
      items++;
    }
  }
  return items;
}

function measureDemo(): number {
  const launch = fileURLToPath(new URL('../launch.js', import.meta.url));
  const start = performance.now();
  spawnSync(process.execPath, [launch, 'demo', '--once'], { stdio: 'ignore' });
  return (performance.now() - start) / 1000;
}
