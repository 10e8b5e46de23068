import { describe, expect, it, vi } from 'vitest';
import { runFunctionsBench } from '../../lib/cli/bench/functions.ts';
import { canPackage } from '../../lib/cli/bench/package-functions.ts';
import { createContext } from '../../lib/cli/context.ts';

const where = canPackage() ? '' : ' (skipped: what packages them is not installed: npm ci --prefix infra/local)';

describe.skipIf(!canPackage())(`\`bench --functions\`${where}`, () => {
  it('prints how fast each packaged handler loads, beside an empty one, and its size', async () => {
    let printed = '';
    const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
    try {
      await runFunctionsBench(createContext({}), 1);
    } finally {
      stdout.mockRestore();
    }
    expect(printed).toMatch(/medians of 1 rounds/);
    for (const name of ['poll', 'ingest', 'schedule', 'digest', 'deliver', 'slack', 'work']) {
      expect(printed).toMatch(new RegExp(`^${name} +\\d+ ms +\\d+\\.\\d\\d +\\d+ kB zipped$`, 'm'));
    }
  }, 180_000);
});
