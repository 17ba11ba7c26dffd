import { expect } from 'vitest';
import type { Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import type { TestPortal } from '#test/portal.ts';
import type { World } from '#test/world.ts';

export const query = (fields: Record<string, string | string[]>): string => {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) all.append(name, one);
  return String(all);
};

/** Makes a segment as the form does, and returns its address. */
export async function make(maya: Client, fields: Record<string, string | string[]>): Promise<string> {
  const said = { match: 'all', kind: 'rule', ...fields };
  const made = await maya.submit('/customers/segments/new', '/customers/segments', said);
  expect(made.status, fields.name as string).toBe(303);
  return made.location!;
}

export const inIt = async (portal: TestPortal, world: World, address: string): Promise<string[]> =>
  (
    await peek<{ name: string }>(
      portal.database,
      `select a.name from segment_accounts m join accounts a on a.workspace_id = m.workspace_id and a.id = m.account_id
       where m.workspace_id = $1 and m.segment_id = $2 order by 1`,
      [world.workspaceId, address.split('/').at(-1)],
    )
  ).map((row) => row.name);

/** A field of customers, made by the owner. */
export async function field(
  portal: TestPortal,
  world: World,
  maya: Client,
  fields: Record<string, string>,
): Promise<string> {
  const made = await maya.submit('/settings/fields/new', '/settings/fields', {
    subject: 'account',
    customer: 'hidden',
    edits: 'apply',
    ...fields,
  });
  expect(made.status).toBe(303);
  const [row] = await peek<{ id: string }>(
    portal.database,
    'select id from field_definitions where workspace_id = $1 and label = $2',
    [world.workspaceId, fields.label],
  );
  return row!.id;
}

export const note = (maya: Client, account: string, id: string, value: string) =>
  maya.submit(`/customers/${account}/fields`, `/customers/${account}/fields`, { [`f-${id}`]: value });
