import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Whole commands in processes of their own share two cores with the other suites.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
