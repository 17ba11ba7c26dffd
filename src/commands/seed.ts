import { originOf } from '#platform/config.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import { readBeginning, writeBeginning } from './beginning.ts';
import type { Command } from './command.ts';
import { say, step } from './terminal.ts';
import { withNewPlatform } from './with-platform.ts';

export const seedCommand: Command = {
  name: 'seed',
  summary: 'Fills in the demo, or a large data set for benchmarks.',
  about:
    'Adds data to the database, beside a running Portico or without one. `medium` makes a workspace of 10,000 tickets,\n`large` one of 200,000 tickets with 1,000,000 replies.',
  options: {
    size: { type: 'string', values: ['demo', 'medium', 'large'], about: 'How much; demo is the default.' },
    articles: {
      type: 'boolean',
      about: 'Adds help articles in four languages to what was made before: 2,000 to medium, 100,000 to large.',
    },
  },
  async run(given) {
    return withNewPlatform(async (platform, { config, database }) => {
      if (given.size === 'medium' || given.size === 'large') {
        await measurable(platform, database.urls.owner, given.size, given.articles === true);
        return;
      }
      if (given.articles) throw new OperatorError('--articles goes with --size medium or large: the demo has its own.');
      const { seedDemo } = await import('#app/seed/index.ts');
      await step('Demo data', () => seedDemo(platform, database.urls.owner));
      await writeBeginning(config, { demo: (await readBeginning(config))?.demo ?? true, seeded: true });
    });
  },
};

const tellEveryMs = 2_000;

/** A workspace for benchmarks, with a line of progress every few seconds. */
async function measurable(
  platform: Platform,
  ownerUrl: string,
  name: 'medium' | 'large',
  articles: boolean,
): Promise<void> {
  const { passwords, people, seedArticles, seedLarge, sizes } = await import('#app/seed/index.ts');
  const size = sizes[name];
  const since = Date.now();
  let told = 0;
  const fill = articles ? seedArticles : seedLarge;
  await fill(platform, ownerUrl, size, (what, done, all) => {
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
