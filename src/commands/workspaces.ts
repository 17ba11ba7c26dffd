import { asSystem } from '#platform/db/scope.ts';
import { canonicalHost } from '#platform/http/portals.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';

export interface Workspace {
  id: string;
  slug: string;
  name: string;
  /** The first one first. */
  hosts: string[];
  isInstallation: boolean;
  isClosed: boolean;
}

/** By host, or by slug; an operator who knows neither is told the hosts there are. */
export async function workspaceNamed(platform: Platform, name: string): Promise<Workspace> {
  const all = await everyWorkspace(platform);
  const host = canonicalHost(name);
  const found = all.find(({ slug, hosts }) => slug === name || (host !== null && hosts.includes(host)));
  if (found) return found;
  const known = all.map(({ slug, hosts }) => hosts[0] ?? slug).join(', ');
  if (known === '') throw new OperatorError('There is no workspace yet: the first one is made in the browser.');
  throw new OperatorError(
    name === '' ? `Say which workspace with --workspace: ${known}.` : `There is no workspace "${name}": ${known}.`,
  );
}

export async function everyWorkspace(platform: Platform): Promise<Workspace[]> {
  const rows = await platform.pool.question<{ id: string }>('select app.workspace_ids() as id');
  const all = [];
  for (const { id } of rows) {
    all.push(
      await asSystem(platform.pool, id, async (db) => {
        const row = await db
          .selectFrom('workspaces')
          .select(['slug', 'name', 'is_installation as isInstallation', 'closed_at'])
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        const portals = await db
          .selectFrom('portals')
          .select('host')
          .where('workspace_id', '=', id)
          .orderBy('is_primary', 'desc')
          .orderBy('host')
          .execute();
        const { closed_at, ...more } = row;
        return { id, ...more, isClosed: closed_at !== null, hosts: portals.map(({ host }) => host) };
      }),
    );
  }
  return all;
}
