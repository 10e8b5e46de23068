import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { FuzzResult } from './fuzz/fuzz-worker.ts';

const documents = Number(process.env.FUZZ_DOCUMENTS ?? 2_000);
/** The same documents every time; another seed makes others. */
const seed = Number(process.env.FUZZ_SEED ?? 1);
/** So that a crash of the process itself loses little, and says where it was. */
const batch = 10_000;

/**
 * V8 takes what it may and gives little back: with these it must make do with what reading takes. Before the first document there are 105 MB
 * of runtime, classifier and samples; a document that would need more ends the process.
 */
const memory = ['--max-old-space-size=64', '--max-semi-space-size=4'];

const here = import.meta.dirname;
const folders = ['../../lib/cli/demo/feeds', '../fixtures/feeds', '../fixtures/status', '../../../shared/feeds']
  .map((folder) => join(here, folder))
  .filter((folder) => existsSync(folder));

it(
  `${documents} feeds, mutated by seed ${seed}, are each read or refused, within a second and 200 MB`,
  async () => {
    for (let done = 0; done < documents; done += batch) {
      const count = Math.min(batch, documents - done);
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [...memory, join(here, 'fuzz/fuzz-worker.ts'), String(seed * 1_000_000 + done), String(count), ...folders],
        { timeout: 60_000 + count * 1_000 },
      );
      const result: FuzzResult = JSON.parse(stdout);
      if (documents > batch) process.stderr.write(stdout);
      expect(result.crashes).toEqual([]);
      expect(result.read + result.refused).toBe(count);
      expect(result.read).toBeGreaterThan(count / 2);
      expect(result.slowest.milliseconds, `of seed ${result.slowest.seed}`).toBeLessThan(1_000);
      expect(result.peakMegabytes).toBeLessThan(200);
    }
  },
  120_000 + documents * 1_000,
);
