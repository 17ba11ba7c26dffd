import { fieldsOf } from '#features/fields/index.ts';
import { setGate } from '#features/gates/index.ts';
import { type Condition, makeSegment, pick } from '#features/segments/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';

/** How the studio sorts its clients, and what it keeps for some of them. */
export async function sortClients(ctx: CtxOf<Member>): Promise<void> {
  const fields = new Map((await fieldsOf(ctx, 'account')).map((field) => [field.base.label, field.id]));
  const rule = async (name: string, note: string, ...conditions: Condition[]) =>
    (await makeSegment(ctx, { name, note, kind: 'rule', rule: { match: 'all', conditions } })).id;
  const retainers = await rule('Retainer clients', 'They have hours with us every month.', {
    on: 'plan',
    op: 'any',
    values: ['Retainer'],
  });
  await rule('Renewing soon', 'To be called before their contract ends.', {
    on: `field:${fields.get('Contract ends')}`,
    op: 'ahead',
    values: ['120'],
  });
  await rule('Quiet for a while', 'Nothing has happened for a month: ask how they are.', {
    on: 'activity',
    op: 'longer',
    values: ['30'],
  });
  const none = { match: 'all', conditions: [] } as const;
  const key = await makeSegment(ctx, {
    name: 'Key accounts',
    note: 'Those we would miss most.',
    kind: 'hand',
    rule: { ...none, conditions: [] },
  });
  for (const id of await named(ctx, ['Acme Robotics', 'Harbor & Pine', 'Solace Health']))
    await pick(ctx, key.id, id, 'in');
  const [fjord] = await named(ctx, ['Fjord Audio']);
  if (fjord) await pick(ctx, retainers, fjord, 'in');
  await setGate(ctx, 'room', 'activity', { to: 'segments', segments: [retainers, key.id] });
  await setGate(ctx, 'field', fields.get('Hours a month')!, { to: 'segments', segments: [retainers] });
}

const named = async (ctx: CtxOf<Member>, names: string[]): Promise<string[]> =>
  (
    await ctx.db
      .selectFrom('accounts')
      .select('id')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('name', 'in', names)
      .orderBy('name')
      .execute()
  ).map((row) => row.id);
