import { originOf } from '#platform/config.ts';
import type { Platform } from '#platform/platform.ts';
import { readBeginning, writeBeginning } from './beginning.ts';
import type { Command } from './command.ts';
import { say, step } from './terminal.ts';
import { withPlatform } from './with-platform.ts';

export const seedCommand: Command = {
  name: 'seed',
  summary: 'Fills in the demo, or a large data set for benchmarks.',
  about:
    'Adds data to the database, beside a running Portico or without one. `medium` makes a workspace of 10,000 tickets,\n`large` one of 200,000 tickets with 1,000,000 replies.',
  options: { size: { type: 'string', values: ['demo', 'medium', 'large'], about: 'How much; demo is the default.' } },
  async run(given) {
    return withPlatform(async (platform, { config, database }) => {
      if (given.size === 'medium' || given.size === 'large') {
        await measurable(platform, database.urls.owner, given.size);
        return;
      }
      const { seedDemo } = await import('#app/seed/index.ts');
      await step('Demo data', () => seedDemo(platform, database.urls.owner));
      await writeBeginning(config, { demo: (await readBeginning(config))?.demo ?? true, seeded: true });
    });
  },
};

const tellEveryMs = 2_000;

/** A workspace for benchmarks, with a line of progress every few seconds. */
async function measurable(platform: Platform, ownerUrl: string, name: 'medium' | 'large'): Promise<void> {
  const { passwords, people, seedLarge, sizes } = await import('#app/seed/index.ts');
  const size = sizes[name];
  const since = Date.now();
  let told = 0;
  await seedLarge(platform, ownerUrl, size, (what, done, all) => {
    if (Date.now() - told < tellEveryMs && done < all) return;
    told = Date.now();
    const seconds = ((told - since) / 1000).toFixed(0).padStart(4);
    say(`  ${seconds} s  ${done.toLocaleString('en')} of ${all.toLocaleString('en')} ${what}`);
  });
  const address = originOf(platform.config, `${size.slug}.${platform.config.origin.host}`);
  const { customer, agent } = people(size);
  say(`\n  customer   ${address}  ${customer}  ${passwords.customer}`);
  say(`  team       ${address}  ${agent}  ${passwords.team}\n`);
}
