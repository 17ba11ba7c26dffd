import { shutFor } from '#features/gates/index.ts';
import { findSeen, ofCompany, ofOnePerson, ofTeamOnly, type SightSubject } from '#features/visibility/index.ts';
import { isId } from '#platform/db/ids.ts';
import { inWordsOf } from './definitions.ts';

/** How a value is named in an address: its field, and what it is about. */
export const valueKey = (fieldId: string, subjectId: string): string => `${fieldId}.${subjectId}`;

/** A value is seen by whoever sees what it is about, unless the field is hidden; one person's own stays between them and the team. */
const value: SightSubject = {
  kind: 'value',
  async find(ctx, key) {
    const [fieldId = '', subjectId = ''] = key.split('.');
    if (!isId(fieldId) || !isId(subjectId)) return undefined;
    const row = await ctx.db
      .selectFrom('field_values as v')
      .innerJoin('field_definitions as d', (join) =>
        join.onRef('d.workspace_id', '=', 'v.workspace_id').onRef('d.id', '=', 'v.field_id'),
      )
      .select(['d.label', 'd.words', 'd.customer', 'd.archived_at', 'v.account_id', 'v.contact_id', 'v.ticket_id'])
      .where('v.workspace_id', '=', ctx.workspace.id)
      .where('v.field_id', '=', fieldId)
      .where('v.subject_id', '=', subjectId)
      .executeTakeFirst();
    if (!row) return undefined;
    const { account_id: accountId, contact_id: contactId, ticket_id: ticketId } = row;
    const about = { title: inWordsOf(ctx, { label: row.label, hint: '' }, row.words).label, accountId };
    const ticket = ticketId ? await findSeen(ctx, 'ticket', ticketId) : undefined;
    const place = ticket ?? {
      href: contactId ? `/customers/${accountId}/contacts/${contactId}` : `/customers/${accountId}`,
      nav: 'customers',
    };
    const there = { href: place.href, nav: place.nav };
    if (row.customer === 'hidden' || row.archived_at)
      return { ...about, ...there, contact: (who) => ofTeamOnly(who, 'hidden') };
    if ((await shutFor(ctx, accountId, 'field')).has(fieldId))
      return { ...about, ...there, contact: (who) => ofTeamOnly(who, 'segment') };
    if (ticket) return { ...about, ...there, contact: (who) => ({ ...ticket.contact(who), may: undefined }) };
    if (contactId) return { ...about, ...there, contact: (who) => ofOnePerson(who, contactId) };
    return { ...about, ...there, contact: ofCompany };
  },
};

export const sightSubjects: readonly SightSubject[] = [value];
