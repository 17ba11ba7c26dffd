import { sql } from 'kysely';
import { fieldsCalled } from '#features/fields/index.ts';
import { isId } from '#platform/db/ids.ts';
import { type Asker, type Given, kept, type Said, type SaidOf } from '#platform/db/kept.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import { kindsFor } from '#platform/events/kinds.ts';
import type { Ctx } from '#platform/http/context.ts';

/** Something that happened at an account, with the name of who did it; null when the system did. */
export interface Happening extends RecordedEvent {
  actorName: string | null;
  /** Whom it was done to, when that was a person: who was invited, or who joined the account team. */
  whom: { id: string; name: string } | null;
  /** The ticket it happened to, when it was one. */
  ticket: { number: number; subject: string } | null;
  /** What fields of the business's own are called for the reader. */
  called?: ReadonlyMap<string, string> | undefined;
}

export interface Activity {
  happenings: Happening[];
  /** The ids to page by: `before=` an event is older, `after=` is newer. */
  older: string | undefined;
  newer: string | undefined;
}

export interface ActivityPlace {
  /** Only what this contact did, or was done to them. */
  contact?: string | undefined;
  after?: string | undefined;
  before?: string | undefined;
}

type Place = { contact: string | undefined; after: string | undefined; before: string | undefined };

function story(
  by: Asker,
  whose: Said<string>[],
  { contact, after, before }: SaidOf<Place>,
  read: string[],
  limit: number,
) {
  let query = named(by, whose).where('e.kind', 'in', read);
  if (by.actor.kind === 'contact') query = query.where('e.audience', '=', 'customer');
  if (contact) {
    query = query.where((where) =>
      where.or([
        where('e.actor_person_id', '=', contact),
        where('e.subject_id', '=', contact),
        where(sql`e.data ->> 'contact'`, '=', contact),
      ]),
    );
  }
  if (before) query = query.where('e.id', '<', before);
  if (after) query = query.where('e.id', '>', after);
  return query.orderBy('e.id', after ? 'asc' : 'desc').limit(sql.lit(limit + 1));
}

/** Of an account that no other became part of. Which kinds there are to read is a matter of rights, of which few differ. */
const storyOfOne = kept(
  (by, { account, ...place }: Given<Place & { account: string }>, { read, limit }: { read: string; limit: number }) =>
    story(by, [account], place, read.split(' '), limit),
);

/**
 * What happened at an account, the newest first, as far as the actor may read it: the audience is asked for here, so that
 * its index order serves the page, and held by the database.
 */
export async function accountActivity(
  ctx: Ctx,
  accountId: string,
  limit: number,
  place: ActivityPlace = {},
): Promise<Activity> {
  const { actor } = ctx;
  const audience = actor.kind === 'contact' ? 'customer' : 'team';
  const kinds = kindsFor(audience, actor.kind === 'contact' ? actor.rights : new Set());
  if (kinds.length === 0) return { happenings: [], older: undefined, newer: undefined };
  const after = place.after && isId(place.after) ? place.after : undefined;
  const before = !after && place.before && isId(place.before) ? place.before : undefined;
  const whose = audience === 'team' ? [accountId, ...(await partsOf(ctx, accountId))] : [accountId];
  const there = { contact: place.contact || undefined, after, before };
  const found =
    whose.length > 1
      ? await story(ctx, whose, there, kinds, limit).execute()
      : await storyOfOne.all(ctx, { account: accountId, ...there }, { read: kinds.join(' '), limit });
  const rows = found.slice(0, limit);
  if (after) rows.reverse();
  const more = found.length > limit;
  const called = rows.some(ofFields) ? await fieldsCalled(ctx) : undefined;
  return {
    happenings: rows.map(({ number, subject, whomId, whomName, ...row }) => ({
      ...row,
      called: ofFields(row) ? called : undefined,
      whom: whomId !== null && whomName !== null ? { id: whomId, name: whomName } : null,
      actorKind: row.actorKind as Happening['actorKind'],
      ticket: number !== null && subject !== null ? { number, subject } : null,
    })),
    older: after || more ? rows.at(-1)?.id : undefined,
    newer: (after ? more : before) ? rows[0]?.id : undefined,
  };
}

const ofFields = ({ subjectType }: { subjectType: string }): boolean => subjectType === 'field_values';

const whom = sql<string>`case e.subject_type when 'invitation' then (e.data ->> 'contact')::uuid when 'contact' then e.subject_id
  when 'identity' then (e.data ->> 'person')::uuid when 'field_values' then case e.data ->> 'about' when 'contact' then e.subject_id end end`;

const ofTeam = sql<string>`case e.kind when 'account.team_changed' then (e.data ->> 'member')::uuid end`;

/** Accounts that became part of this one: the log keeps what happened under their own ids. */
async function partsOf(ctx: Ctx, accountId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('merged_into', '=', accountId)
    .execute();
  return rows.map((row) => row.id);
}

/** One account is asked for by `=`, which the index's order serves. */
const named = (by: Asker, [accountId, ...parts]: Said<string>[]) =>
  by.db
    .selectFrom('events as e')
    .leftJoin('members as m', (join) =>
      join
        .onRef('m.workspace_id', '=', 'e.workspace_id')
        .onRef('m.id', '=', 'e.actor_person_id')
        .on('e.actor_kind', '=', 'member'),
    )
    .leftJoin('contacts as c', (join) =>
      join
        .onRef('c.workspace_id', '=', 'e.workspace_id')
        .onRef('c.account_id', '=', 'e.account_id')
        .onRef('c.id', '=', 'e.actor_person_id')
        .on('e.actor_kind', '=', 'contact'),
    )
    .leftJoin('tickets as t', (join) =>
      join
        .onRef('t.workspace_id', '=', 'e.workspace_id')
        .onRef('t.id', '=', 'e.subject_id')
        .on('e.subject_type', '=', 'ticket'),
    )
    .leftJoin('contacts as w', (join) =>
      join
        .onRef('w.workspace_id', '=', 'e.workspace_id')
        .onRef('w.account_id', '=', 'e.account_id')
        .on('w.id', '=', whom),
    )
    .leftJoin('members as o', (join) => join.onRef('o.workspace_id', '=', 'e.workspace_id').on('o.id', '=', ofTeam))
    .select(['t.number', 't.subject'])
    .select(({ fn }) => [fn.coalesce('w.id', 'o.id').as('whomId'), fn.coalesce('w.name', 'o.name').as('whomName')])
    .select([
      'e.id',
      'e.kind',
      'e.data',
      'e.account_id as accountId',
      'e.subject_type as subjectType',
      'e.subject_id as subjectId',
      'e.actor_kind as actorKind',
      'e.actor_identity_id as actorIdentityId',
      'e.actor_person_id as actorPersonId',
      'e.created_at as createdAt',
    ])
    .select((eb) => eb.fn.coalesce('m.name', 'c.name').as('actorName'))
    .where('e.workspace_id', '=', by.workspace.id)
    .where('e.account_id', parts.length > 0 ? 'in' : '=', parts.length > 0 ? [accountId!, ...parts] : accountId!);
