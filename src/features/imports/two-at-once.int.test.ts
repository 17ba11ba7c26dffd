import { expect, test } from 'vitest';
import { waitedInVain } from '#platform/db/pool.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { runImport } from './run.ts';

const portal = usePortal();

const COMPANIES = Array.from({ length: 120 }, (_, n) => `Firm ${String.fromCharCode(65 + (n % 26))}${n}`);

/** A list of people of the same companies, which no worker works at. */
async function started(world: World, companies: string[], salt: string): Promise<string> {
  const lines = companies.map((name) => `${name};${salt};Anna ${name};${name.replace(' ', '.')}.${salt}@firms.example`);
  const content = ['Company;City;Contact;E-Mail', ...lines].join('\r\n');
  const answer = await as(portal(), world.owner).submit('/customers/import', '/customers/import', {
    file: { name: `${salt}.csv`, content },
  });
  expect(answer.status, answer.text.slice(0, 300)).toBe(303);
  const page = answer.location!;
  await as(portal(), world.owner).submit(page, `${page}/start`);
  return page.split('/').at(-1)!;
}

test('two lists of the same customers, in opposite order, come in at once', { timeout: 90_000 }, async () => {
  const world = await newWorld(portal());
  // Whoever looks at people has each customer weighed again: one job for each, which two lists would wait for as well.
  await peek(
    portal().database,
    "insert into segments (workspace_id, id, name, inputs) values ($1, gen_random_uuid(), 'Large', '{account,people}')",
    [world.workspaceId],
  );
  const [first, ...two] = await Promise.all([
    started(world, COMPANIES, 'first'),
    started(world, COMPANIES, 'second'),
    started(world, COMPANIES.toReversed(), 'third'),
  ]);
  // On a busy machine one may wait for longer than a lock may be held: a job is done again then, and goes on where it was.
  const run = (id: string): Promise<void> =>
    runImport(portal().platform, world.workspaceId, id).catch((error) => {
      if (!waitedInVain(error)) throw error;
      return run(id);
    });
  await run(first);
  await Promise.all(two.map(run));
  const [people] = await peek<{ n: number }>(
    portal().database,
    "select count(*)::int as n from contacts where workspace_id = $1 and email like '%@firms.example'",
    [world.workspaceId],
  );
  expect(people?.n).toBe(3 * COMPANIES.length);
});
