import { defineConfig } from 'vitest/config';
import { requireNode } from './lib/cli/require-node.js';

requireNode();

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Much of the time goes by in browsers and commands of their own: no core need be kept free for this process.
    maxWorkers: '100%',
    // Whole commands in processes of their own share two cores with the other suites.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
