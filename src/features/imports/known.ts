import { type Field, fieldsOf, peopleToName, valuesOfFields } from '#features/fields/index.ts';
import { flagsIn } from '#platform/flags.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import { columnsOf, type List } from './notation.ts';
import { formerName, formerNumber, heldAs, type Known, type KnownAccount } from './plan.ts';
import { fieldTarget } from './target.ts';

/** The fields a column may mean. */
export async function fieldsForImport(ctx: Ctx): Promise<Field[]> {
  const both = [...(await fieldsOf(ctx, 'account')), ...(await fieldsOf(ctx, 'contact'))];
  return both.filter((field) => field.kind !== 'file');
}

/** Everything that lines are held against, as far as columns mean it. */
export async function knownNow(ctx: Ctx, one: List & { locale: Locale | null }): Promise<Known> {
  const [accounts, contacts, team, fields, people, held] = await Promise.all([
    allAccounts(ctx),
    allContacts(ctx),
    ctx.db.selectFrom('members').select('email').where('workspace_id', '=', ctx.workspace.id).execute(),
    fieldsForImport(ctx),
    peopleToName(ctx),
    heldBy(ctx, one.mapping),
  ]);
  const living = accounts.filter((one) => !one.archivedAt).map(({ archivedAt, mergedInto, ...row }) => row);
  const persons = contacts.filter((one) => !one.continuesAs);
  const reader = { locale: one.locale ?? ctx.reader.locale };
  const names = people.map(({ id, name }) => [name.toLowerCase(), id] as const);
  return {
    byReference: new Map(living.filter((one) => one.reference).map((one) => [one.reference.toLowerCase(), one])),
    byName: Map.groupBy(living, (one) => one.name.toLowerCase()),
    former: formerly(accounts, living),
    contacts: peopleOf(contacts),
    firsts: new Map(persons.filter((one) => one.flags.includes('primary')).map((one) => [one.accountId, one.id])),
    team: new Set(team.map((one) => one.email.toLowerCase())),
    fields,
    held,
    people: new Set(people.map((one) => one.id)),
    named: new Map(names.filter(([name]) => names.filter(([other]) => other === name).length === 1)),
    notations: new Map(columnsOf(one, fields, reader).map(({ field, notation }) => [fieldTarget(field), notation])),
    said: new Set(),
    reader,
  };
}

const allAccounts = (ctx: Ctx) =>
  ctx.db
    .selectFrom('accounts')
    .select(['id', 'name', 'plan', 'place', 'phone', 'website', 'reference'])
    .select(['archived_at as archivedAt', 'merged_into as mergedInto'])
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('created_at', 'desc')
    .execute();

const allContacts = (ctx: Ctx) =>
  ctx.db
    .selectFrom('contacts')
    .select([
      'id',
      'account_id as accountId',
      'name',
      'email',
      'title',
      'phone',
      'flags',
      'continues_as as continuesAs',
    ])
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();

/** What fields of the business hold: those that a column is about. */
async function heldBy(ctx: Ctx, mapping: readonly string[]): Promise<Map<string, string>> {
  const ids = mapping.flatMap((target) => /^(?:account|contact):(.+)$/.exec(target)?.[1] ?? []);
  const values = await valuesOfFields(ctx, ids);
  return new Map(values.map(({ fieldId, subjectId, text }) => [heldAs(fieldId, subjectId), text]));
}

/** The database keeps names and numbers of those put away, and of those that became part of another. */
function formerly(
  accounts: Awaited<ReturnType<typeof allAccounts>>,
  living: readonly KnownAccount[],
): Map<string, KnownAccount | null> {
  const byId = new Map(living.map((one) => [one.id, one]));
  const gone = accounts.filter((one) => one.archivedAt);
  return new Map(
    gone.flatMap(({ name, reference, mergedInto }) => {
      const now = (mergedInto && byId.get(mergedInto)) || null;
      const named = [formerName(name), now] as const;
      return reference ? [named, [formerNumber(reference), now] as const] : [named];
    }),
  );
}

/** By account and address. An address of old leads to whom it belongs now, as long as that is somebody of the same customer. */
function peopleOf(contacts: Awaited<ReturnType<typeof allContacts>>): Known['contacts'] {
  const next = new Map(contacts.map((one) => [one.id, one.continuesAs]));
  const rows = new Map(contacts.map(({ continuesAs, ...one }) => [one.id, { ...one, flags: [...flagsIn(one.flags)] }]));
  return new Map(
    contacts.map(({ id, accountId, email }) => {
      const way = new Set([id]);
      for (let then = next.get(id); then && !way.has(then); then = next.get(then)) way.add(then);
      const now = rows.get([...way].at(-1) ?? id);
      return [`${accountId} ${email.toLowerCase()}`, now?.accountId === accountId ? now : null];
    }),
  );
}
