import { defineConfig } from 'vitest/config';
import { requireNode } from './lib/cli/require-node.js';

requireNode();

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Whole commands in processes of their own share two cores with the other suites.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
