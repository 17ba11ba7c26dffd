import pg from 'pg';
import { expect, test } from 'vitest';
import { newId } from '#platform/db/ids.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { wordsTask } from './fill.ts';

const portal = usePortal();

const wordsOf = async ({ workspaceId }: World, like: string) =>
  (
    await peek<{ word: string }>(
      portal().database,
      'select word from search_words where workspace_id = $1 and word like $2 order by 1',
      [workspaceId, like],
    )
  ).map(({ word }) => word);

/** Two transactions that each bring new people, one after the other, in the order in which they would wait for each other. */
async function bothAtOnce(world: World, names: [string, string][]): Promise<void> {
  const open = names.map(() => new pg.Client({ connectionString: portal().database.superuser }));
  await Promise.all(open.map((client) => client.connect()));
  try {
    for (const client of open) await client.query("begin; set local deadlock_timeout = '50ms'");
    for (const round of [0, 1])
      await Promise.all(
        open.map((client, turn) =>
          client.query(
            "insert into contacts (workspace_id, id, account_id, name, email, title, role) values ($1, $2, $3, $4, $5, '', 'contributor')",
            [world.workspaceId, newId(), world.accountId, names[turn]![round], `${turn}${round}@example.org`],
          ),
        ),
      );
    for (const client of open) await client.query('commit');
  } finally {
    await Promise.all(open.map((client) => client.end()));
  }
}

test('who brings new words does not wait for whoever brings the same ones in another order, and they are found once', async () => {
  const world = await newWorld(portal());
  await bothAtOnce(world, [
    ['Quillonby', 'Zephyrwood'],
    ['Zephyrwood', 'Quillonby'],
  ]);
  const page = async () => (await as(portal(), world.agent).get('/search?q=zephyrwod')).text;
  expect((await page()).match(/Zephyrwood/g)?.length).toBe(2);
  await wordsTask.run(portal().platform, { workspace: world.workspaceId });
  expect(await wordsOf(world, 'zephyr%')).toEqual(['zephyrwood']);
  expect(await wordsOf(world, 'quillon%')).toEqual(['quillonby']);
  expect((await page()).match(/Zephyrwood/g)?.length).toBe(2);
});
