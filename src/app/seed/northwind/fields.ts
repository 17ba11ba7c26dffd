import { customerWrites, defineField, fieldsOf, type Subject, writeValues } from '#features/fields/index.ts';
import type { Contact, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import type { Cast } from '../cast.ts';
import type { clockOf } from '../clock.ts';
import type { Scene } from '../play.ts';
import type { Stage } from '../stage.ts';
import { accountValues, contactValues, definitions, ticketValues } from './field-values.ts';

/** The studio's own fields, and what the team knows. */
export async function noteDown(ctx: CtxOf<Member>, cast: Cast): Promise<void> {
  for (const one of definitions) await defineField(ctx, one);
  const rows = await ctx.db
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  for (const { id: accountId, name } of rows) {
    const values = accountValues[name];
    if (values) await writeValues(ctx, { subject: 'account', accountId }, await written(ctx, 'account', values, cast));
  }
  for (const [key, values] of Object.entries(contactValues)) {
    const { accountId, personId: contactId } = cast.person(key) as Contact;
    await writeValues(ctx, { subject: 'contact', accountId, contactId }, await written(ctx, 'contact', values, cast));
  }
}

/** What customers said of their tickets as they opened them. */
export const fillIn = (stage: Stage, cast: Cast, clock: ReturnType<typeof clockOf>): Scene[] =>
  Object.entries(ticketValues).map(([number, { by, at, values }]) => ({
    at: clock(at),
    run: async () => {
      const ctx = stage.as(cast.person(by) as Contact, clock(at));
      const { id: ticketId } = await ctx.db
        .selectFrom('tickets')
        .select('id')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('number', '=', Number(number))
        .executeTakeFirstOrThrow();
      const about = { subject: 'ticket' as const, accountId: ctx.actor.accountId, ticketId };
      await customerWrites(ctx, about, await written(ctx, 'ticket', values));
    },
  }));

/** A change that waits for the team. */
export async function wish(ctx: CtxOf<Contact>): Promise<void> {
  const values = { 'Invoice address': 'Acme Robotics, Accounts payable, 2200 Alaskan Way, Seattle, WA 98121' };
  const { accountId } = ctx.actor;
  await customerWrites(ctx, { subject: 'account', accountId }, await written(ctx, 'account', values));
}

async function written(ctx: Ctx, subject: Subject, values: Record<string, string>, cast?: Cast) {
  const fields = new Map((await fieldsOf(ctx, subject)).map((field) => [field.base.label, field]));
  return Object.entries(values).map(([label, value]) => {
    const field = fields.get(label);
    if (!field) throw new Error(`this story has no field ${label}`);
    return { field, value: field.kind === 'person' && cast ? cast.member(value).personId : value };
  });
}
