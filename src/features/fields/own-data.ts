import type { OwnData } from '#platform/own-data.ts';

/** What fields say of the person, as far as whoever takes it along sees the field. */
const fields: OwnData = {
  name: 'fields',
  of: 'entry',
  page: (db, person, after, limit) =>
    db
      .selectFrom('field_values as v')
      .innerJoin('field_definitions as d', (join) =>
        join.onRef('d.workspace_id', '=', 'v.workspace_id').onRef('d.id', '=', 'v.field_id'),
      )
      .select([
        'd.id',
        'd.label',
        'd.kind',
        'v.text_value',
        'v.number_value',
        'v.date_value',
        'v.person_id',
        'v.file_name',
      ])
      .select('v.updated_at')
      .where('v.workspace_id', '=', person.workspaceId)
      .where('v.contact_id', '=', person.kind === 'contact' ? person.personId : null)
      .where('d.id', '>', after)
      .orderBy('d.id')
      .limit(limit)
      .execute(),
};

export const ownData: readonly OwnData[] = [fields];
