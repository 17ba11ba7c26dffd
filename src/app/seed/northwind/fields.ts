import { customerWrites, defineField, type Field, fieldsOf, writeValues } from '#features/fields/index.ts';
import type { Contact } from '#platform/http/context.ts';
import type { Cast } from '../cast.ts';
import type { clockOf } from '../clock.ts';
import type { Stage } from '../stage.ts';
import { accountValues, contactValues, definitions, ticketValues } from './field-values.ts';

/** The studio's own fields, what is in them, and what a customer wants to be different. */
export async function noteDown(stage: Stage, cast: Cast, clock: ReturnType<typeof clockOf>): Promise<void> {
  const maya = stage.as(cast.member('maya'), clock('34d 10:15'));
  const { db, workspace } = maya;
  for (const one of definitions) await defineField(maya, one);
  const all = await Promise.all([fieldsOf(maya, 'account'), fieldsOf(maya, 'contact'), fieldsOf(maya, 'ticket')]);
  const fields = new Map(all.flat().map((field) => [field.label, field]));
  const written = (values: Record<string, string>) =>
    Object.entries(values).map(([label, value]) => {
      const field = found(fields, label);
      return { field, value: field.kind === 'person' ? cast.member(value).personId : value };
    });
  const ids = async (table: 'accounts' | 'tickets', key: 'name' | 'number') =>
    db
      .selectFrom(table)
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .execute()
      .then((rows) => new Map(rows.map((row) => [String((row as unknown as Record<string, unknown>)[key]), row])));
  const [accounts, tickets] = [await ids('accounts', 'name'), await ids('tickets', 'number')];
  for (const [name, values] of Object.entries(accountValues)) {
    await writeValues(maya, { subject: 'account', accountId: accounts.get(name)!.id }, written(values));
  }
  for (const [key, values] of Object.entries(contactValues)) {
    const { accountId, personId: contactId } = cast.person(key) as Contact;
    await writeValues(maya, { subject: 'contact', accountId, contactId }, written(values));
  }
  for (const [number, { by, values }] of Object.entries(ticketValues)) {
    const { id: ticketId, created_at } = tickets.get(number)!;
    const ctx = stage.as(cast.person(by) as Contact, created_at);
    await customerWrites(ctx, { subject: 'ticket', accountId: ctx.actor.accountId, ticketId }, written(values));
  }
  const dana = stage.as(cast.person('dana') as Contact, clock('5h10m'));
  const wish = { 'Invoice address': 'Acme Robotics, Accounts payable, 2200 Alaskan Way, Seattle, WA 98121' };
  await customerWrites(dana, { subject: 'account', accountId: dana.actor.accountId }, written(wish));
}

function found(fields: ReadonlyMap<string, Field>, label: string): Field {
  const one = fields.get(label);
  if (!one) throw new Error(`this story has no field ${label}`);
  return one;
}
