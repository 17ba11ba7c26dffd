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
  contents: async (db, person, after, limit) =>
    (
      await db
        .selectFrom('field_values')
        .select(['field_id as id', 'file_name as name', 'file_key as key', 'file_bytes as bytes'])
        .where('workspace_id', '=', person.workspaceId)
        .where('contact_id', '=', person.kind === 'contact' ? person.personId : null)
        .where('file_key', 'is not', null)
        .where('field_id', '>', after)
        .orderBy('field_id')
        .limit(limit)
        .execute()
    ).map(({ id, name, key, bytes }) => ({ id, name: name ?? '', key: key ?? '', bytes: Number(bytes) })),
};

export const ownData: readonly OwnData[] = [fields];
