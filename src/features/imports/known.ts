import { type Field, fieldsOf, peopleToName } from '#features/fields/index.ts';
import { flagsIn } from '#platform/flags.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import type { Known } from './plan.ts';

/** The fields a column may mean. */
export async function fieldsForImport(ctx: Ctx): Promise<Field[]> {
  const both = [...(await fieldsOf(ctx, 'account')), ...(await fieldsOf(ctx, 'contact'))];
  return both.filter((field) => field.kind !== 'file');
}

/** Everything that lines are held against; in the language of whoever brought them, whoever looks or works. */
export async function knownNow(ctx: Ctx, locale: Locale): Promise<Known> {
  const ws = ctx.workspace.id;
  const [allAccounts, allContacts, team, fields, people] = await Promise.all([
    ctx.db
      .selectFrom('accounts')
      .select(['id', 'name', 'plan', 'place', 'phone', 'website', 'reference', 'archived_at'])
      .where('workspace_id', '=', ws)
      .orderBy('created_at', 'desc')
      .execute(),
    ctx.db
      .selectFrom('contacts')
      .select(['id', 'account_id as accountId', 'name', 'email', 'title', 'phone', 'flags', 'continues_as'])
      .where('workspace_id', '=', ws)
      .execute(),
    ctx.db.selectFrom('members').select('email').where('workspace_id', '=', ws).execute(),
    fieldsForImport(ctx),
    peopleToName(ctx),
  ]);
  const accounts = allAccounts.filter((one) => one.archived_at === null).map(({ archived_at: _, ...one }) => one);
  const contacts = allContacts.filter((one) => one.continues_as === null).map(({ continues_as: _, ...one }) => one);
  const keyed = (one: { accountId: string; email: string }) => `${one.accountId} ${one.email.toLowerCase()}`;
  return {
    putAway: new Set(
      allAccounts.flatMap(({ archived_at, reference }) => (archived_at && reference ? [reference.toLowerCase()] : [])),
    ),
    elsewhere: new Set(allContacts.filter((one) => one.continues_as !== null).map(keyed)),
    byReference: new Map(accounts.filter((one) => one.reference).map((one) => [one.reference.toLowerCase(), one])),
    byName: new Map(accounts.map((one) => [one.name.toLowerCase(), one])),
    contacts: new Map(contacts.map((one) => [keyed(one), { ...one, flags: [...flagsIn(one.flags)] }])),
    firsts: new Map(contacts.filter((one) => one.flags.includes('primary')).map((one) => [one.accountId, one.id])),
    team: new Set(team.map((one) => one.email.toLowerCase())),
    fields,
    people: new Set(people.map((one) => one.id)),
    named: new Map(
      [...Map.groupBy(people, ({ name }) => name.toLowerCase())].flatMap(([name, all]) =>
        all.length === 1 ? [[name, all[0]!.id]] : [],
      ),
    ),
    reader: { locale },
  };
}
