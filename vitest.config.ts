import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { rulePoints } from './test/isolation/rule-points.ts';

/**
 * What says nothing new on another version's server: what is about the embedded PostgreSQL, the long sweeps over forms and
 * routes, what is listed of the code alone, and what is about archives and markup, time, browsers and processes. That the walls
 * themselves hold there is asked table by table, and that every statement runs there by the other tests.
 */
const ofOneVersion = [
  'src/platform/db/embedded.int.test.ts',
  'src/platform/http/**',
  'src/commands/**',
  'src/features/workspaces/first-run.int.test.ts',
  'src/features/identity/limits.int.test.tsx',
  'src/features/article-import/hostile.int.test.ts',
  'src/features/knowledge/hostile.int.test.ts',
  'test/ledgers/!(tables).test.ts',
  'test/isolation/rules.test.ts',
  'test/sso-saml-provider.test.ts',
  ...[
    'caches',
    'cookies',
    'cross-site',
    'database-away',
    'event-log',
    'every-route',
    'fuzz',
    'headers',
    'killed-worker',
    'live',
  ].map((name) => `test/abuse/${name}.test.ts`),
];

/** What takes longest, longest first: whatever of it began last would have a core to itself, and the other none of the work. */
const longest = ['isolation/tables', 'isolation/rules', 'abuse/every-route', 'abuse/event-log'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      longest.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`)) >>> 0;
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Integration tests wait for PostgreSQL half of the time, and some for a clock: with a worker for each core a fifth of them idled.
    maxWorkers: availableParallelism() + 1,
    // Reading the house anew for each file took a third of the time. What a file starts it ends; nothing in a module remembers.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
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
        extends: true,
        plugins: [rulePoints()],
        test: {
          name: 'integration',
          include: ['test/**/*.test.{ts,tsx}', 'src/**/*.int.test.{ts,tsx}'],
          exclude: process.env.TEST_POSTGRES_BIN ? ofOneVersion : [],
          globalSetup: ['test/setup-database.ts'],
          environment: 'node',
          // What takes a second by itself shares two cores with two other files and a PostgreSQL.
          testTimeout: 40_000,
          hookTimeout: 60_000,
          // Who polls waits for what comes, and not for how soon: two other files are at it.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.{ts,tsx}'],
          globalSetup: ['test/setup-database.ts'],
          environment: 'node',
          // One Portico and one browser at a time where other tests run beside them: the machine is small.
          fileParallelism: process.env.JOURNEYS_ALONE === 'yes',
          testTimeout: 90_000,
          hookTimeout: 120_000,
          // As above, and a page that is asked what it shows may still be at it: another version's tests run beside.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
