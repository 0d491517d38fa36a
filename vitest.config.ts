import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
    // Many tests wait for a process of their own; by default one core is left idle.
    maxWorkers: '100%',
  },
});
