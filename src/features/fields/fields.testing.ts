import { expect } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import type { TestPortal } from '#test/portal.ts';
import type { World } from '#test/world.ts';

export const shape = { subject: 'account', kind: 'text', hint: '', choices: '', customer: 'hidden', edits: 'apply' };

/** Makes a field; returns its id. */
export async function madeField(portal: TestPortal, world: World, given: Record<string, string>): Promise<string> {
  const answer = await as(portal, world.owner).submit('/settings/fields/new', '/settings/fields', {
    ...shape,
    ...given,
  });
  expect(answer.status, answer.text.slice(0, 400)).toBe(303);
  const [row] = await peek<{ id: string }>(
    portal.database,
    'select id from field_definitions where workspace_id = $1 and label = $2',
    [world.workspaceId, given.label],
  );
  return row!.id;
}
