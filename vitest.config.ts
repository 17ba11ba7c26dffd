import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What is about the embedded PostgreSQL says nothing new when the others are tested on another version's server. */
const ofEmbeddedOnly = ['src/platform/db/embedded.int.test.ts', 'src/commands/**'];

export default defineConfig({
  test: {
    // Integration tests wait for PostgreSQL half of the time, so no core is kept back for it.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: ['src/**/*.int.test.{ts,tsx}'],
          environment: 'node',
          // Properties are tried a thousand times, and the machine may be busy.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.test.{ts,tsx}', 'src/**/*.int.test.{ts,tsx}'],
          exclude: process.env.TEST_POSTGRES_BIN ? ofEmbeddedOnly : [],
          globalSetup: ['test/setup-database.ts'],
          environment: 'node',
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.{ts,tsx}'],
          globalSetup: ['test/setup-database.ts'],
          environment: 'node',
          // One Portico and one browser at a time: journeys measure what a person sees, and the machine is small.
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
