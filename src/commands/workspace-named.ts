import { asSystem } from '#platform/db/scope.ts';
import { canonicalHost } from '#platform/http/portals.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';

/** By host, or by slug; an operator who knows neither is told the hosts there are. */
export async function workspaceNamed(platform: Platform, name: string): Promise<string> {
  const all = await everyWorkspace(platform);
  const host = canonicalHost(name);
  const found = all.find(({ slug, hosts }) => slug === name || (host !== null && hosts.includes(host)));
  if (found) return found.id;
  const known = all.map(({ slug, hosts }) => hosts[0] ?? slug).join(', ');
  if (known === '') throw new OperatorError('There is no workspace yet: the first one is made in the browser.');
  throw new OperatorError(
    name === '' ? `Say which workspace with --workspace: ${known}.` : `There is no workspace "${name}": ${known}.`,
  );
}

async function everyWorkspace(platform: Platform): Promise<{ id: string; slug: string; hosts: string[] }[]> {
  const { client } = await platform.pool.connect();
  const { rows } = await client
    .query<{ id: string }>('select app.workspace_ids() as id')
    .finally(() => client.release());
  const all = [];
  for (const { id } of rows) {
    all.push(
      await asSystem(platform.pool, id, async (db) => {
        const { slug } = await db
          .selectFrom('workspaces')
          .select('slug')
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        const portals = await db.selectFrom('portals').select('host').where('workspace_id', '=', id).execute();
        return { id, slug, hosts: portals.map(({ host }) => host) };
      }),
    );
  }
  return all;
}
