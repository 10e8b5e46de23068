import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, print, printJson, say } from '../context.ts';
import { findMedian } from './median.ts';
import { type PackagedFunction, packageFunctions } from './package-functions.ts';

const usualRounds = 15;

interface Start {
  name: string;
  /** Median of a process that loads the handler, from its start to its end. */
  milliseconds: number;
  /** Median of the rounds' ratios to a process that loads a handler without anything. */
  ratio: number;
  zippedKilobytes: number;
}

/**
 * `bench --functions`: how long each packaged Lambda handler takes to load, beside an empty one: each in fresh processes, in turns.
 */
export async function runFunctionsBench(context: Context, rounds = usualRounds): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-bench-'));
  try {
    say('Packaging the functions takes some seconds.');
    const { functions } = await packageFunctions(join(folder, 'service'));
    const empty = join(folder, 'empty.cjs');
    await writeFile(empty, 'exports.handler = async () => {};\n');
    const starts = measureStarts(functions, empty, rounds);
    if (context.json) printJson({ rounds, starts });
    else report(starts, rounds);
  } finally {
    await rm(folder, { recursive: true, maxRetries: 3 });
  }
}

function measureStarts(functions: readonly PackagedFunction[], empty: string, rounds: number): Start[] {
  const measured = functions.map(({ name, file, zippedSize }) => ({
    name,
    file,
    zippedSize,
    times: [] as number[],
    ratios: [] as number[],
  }));
  // The first of all fills the system's file cache.
  for (const { file } of measured) timeProcess(file);
  for (let round = 0; round < rounds; round++) {
    for (const { file, times, ratios } of measured) {
      const bare = timeProcess(empty);
      const time = timeProcess(file);
      times.push(time);
      ratios.push(time / bare);
    }
  }
  return measured.map(({ name, zippedSize, times, ratios }) => ({
    name,
    milliseconds: findMedian(times),
    ratio: findMedian(ratios),
    zippedKilobytes: zippedSize / 1000,
  }));
}

/** Milliseconds from the start of a Node that loads a module to its end. */
function timeProcess(file: string): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`${file} does not load: ${stderr}`);
  return time;
}

function report(starts: readonly Start[], rounds: number): void {
  print(`Starting Node with each packaged handler, medians of ${rounds} rounds, and to Node with an empty one:`);
  for (const { name, milliseconds, ratio, zippedKilobytes } of starts) {
    print(
      `${name.padEnd(10)}${`${milliseconds.toFixed(0)} ms`.padStart(9)}${ratio.toFixed(2).padStart(7)}` +
        `${`${zippedKilobytes.toFixed(0)} kB zipped`.padStart(18)}`,
    );
  }
}
