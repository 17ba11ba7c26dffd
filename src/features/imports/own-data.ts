import { sql } from 'kysely';
import { addressOf, type OwnData, type OwnRow } from '#platform/own-data.ts';

/** The lines about somebody in lists that were imported, as long as those are kept. They may say what the person is not shown. */
const lines: OwnData = {
  name: 'imported_lines',
  of: 'address',
  only: 'team',
  page: async (db, person, after, limit) => {
    const { rows } = await sql<OwnRow>`select i.id, i.file_name, i.created_at, i.header, found.lines from imports i
      cross join lateral (select json_agg(line) as lines from jsonb_array_elements(i.lines) line
        where lower(btrim(line ->> (array_position(i.mapping, 'contact.email') - 1))) = lower(${addressOf(person)}::text)) found
      where i.workspace_id = ${person.workspaceId} and i.id > ${after} and found.lines is not null
      order by i.id limit ${limit}`.execute(db);
    return rows;
  },
};

/** What those lists made or changed of somebody. */
const marks: OwnData = {
  name: 'imported',
  of: 'entry',
  only: 'team',
  page: (db, person, after, limit) =>
    db
      .selectFrom('import_marks')
      .select(['import_id as id', 'made', 'was', 'became'])
      .where('workspace_id', '=', person.workspaceId)
      .where('kind', '=', 'contact')
      .where('subject_id', '=', person.personId)
      .where('import_id', '>', after)
      .orderBy('import_id')
      .limit(limit)
      .execute(),
};

export const ownData: readonly OwnData[] = [lines, marks];
