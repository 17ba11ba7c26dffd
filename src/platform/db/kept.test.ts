import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openHandle } from './handle.ts';
import { type Asker, type Given, kept } from './kept.ts';

interface Question {
  text: string;
  values: unknown[] | undefined;
}

/** Somebody who asks, and what reaches the database of it. */
function someone(workspace: string, actor: Asker<string>['actor'] = { kind: 'visitor' }) {
  const asked: Question[] = [];
  const { db, end } = openHandle(async (text, values) => {
    asked.push({ text, values });
    return { command: 'SELECT', rowCount: 1, rows: [{ id: 'a' }], oid: 0, fields: [] };
  });
  return { asked, end, asker: { db, workspace: { id: workspace }, actor } };
}

const contact = (personId: string, colleagues: 'all' | 'own' = 'own') =>
  ({
    kind: 'contact',
    personId,
    identityId: 'i',
    accountId: 'a',
    colleagues,
    answers: true,
    rights: { has: () => true },
  }) as const;

test('each value stands where its place was, twice where it is said twice, and literals stay between them', async () => {
  const { asker, asked } = someone('w');
  const twice = kept((by, { ticket, since }: Given<{ ticket: string; since: Date }>) =>
    by.db
      .selectFrom('replies')
      .select('id')
      .where('workspace_id', '=', by.workspace.id)
      .where('ticket_id', '=', ticket)
      .where('body_html', '=', 'literal')
      .where('created_at', '>', since)
      .where(sql<boolean>`(id = ${ticket} or ${41} > 1)`),
  );
  const [since, later] = [new Date(1), new Date(2)];
  expect(await twice.all(asker, { ticket: 't', since })).toEqual([{ id: 'a' }]);
  expect(await twice.first(asker, { since: later, ticket: 'u' })).toEqual({ id: 'a' });
  expect(asked.map(({ values }) => values)).toEqual([
    ['w', 't', 'literal', since, 't', 41],
    ['w', 'u', 'literal', later, 'u', 41],
  ]);
  expect(asked[0]?.text).toContain(
    '"ticket_id" = $2 and "body_html" = $3 and "created_at" > $4 and (id = $5 or $6 > 1)',
  );
});

test('it is written once for each variant, for each kind of reader, and with and without what may be absent', async () => {
  let written = 0;
  const list = kept((by, { since }: Given<{ since?: Date | undefined }>, { most }: { most: number }) => {
    written += 1;
    let query = by.db.selectFrom('tickets').select('id').where('workspace_id', '=', by.workspace.id);
    if (by.actor.kind === 'contact' && by.actor.colleagues === 'own')
      query = query.where('requester_id', '=', by.actor.personId);
    if (since) query = query.where('created_at', '>', since);
    return query.limit(sql.lit(most));
  });
  const [own, all, member] = [
    someone('w', contact('p')),
    someone('w', contact('q', 'all')),
    someone('w', { kind: 'member', personId: 'm', identityId: 'i' }),
  ];
  const since = new Date(1);
  for (const _ of [1, 2]) {
    for (const { asker } of [own, all, member])
      for (const most of [5, 6]) for (const given of [{}, { since }]) await list.all(asker, given, { most });
    expect(written).toBe(12);
  }
  const [five, , six, sixSince] = own.asked.map(({ text, values }) => ({
    text: text.replace(/^.* where /, ''),
    values,
  }));
  expect(five).toEqual({ text: '"workspace_id" = $1 and "requester_id" = $2 limit 5', values: ['w', 'p'] });
  expect(six).toEqual({ text: '"workspace_id" = $1 and "requester_id" = $2 limit 6', values: ['w', 'p'] });
  expect(sixSince?.values).toEqual(['w', 'p', since]);
  expect(all.asked.map(({ values }) => values?.length)).toEqual([1, 2, 1, 2, 1, 2, 1, 2]);
});

test('of two who ask at once each gives their own values; control: both ask the same text', async () => {
  const mine = kept((by, { words }: Given<{ words: string[] }>) => {
    if (by.actor.kind !== 'contact') throw new Error('contacts alone');
    return sql<{
      id: string;
    }>`select ${by.actor.personId}, ${by.workspace.id}, ${words}::text[], ${by.actor.accountId}`;
  });
  const [dana, ravi] = [someone('w', contact('dana')), someone('v', contact('ravi'))];
  await Promise.all([mine.all(dana.asker, { words: ['a'] }), mine.all(ravi.asker, { words: ['b', 'c'] })]);
  await mine.all(dana.asker, { words: [] });
  expect(dana.asked.map(({ values }) => values)).toEqual([
    ['dana', 'w', ['a'], 'a'],
    ['dana', 'w', [], 'a'],
  ]);
  expect(ravi.asked.map(({ values }) => values)).toEqual([['ravi', 'v', ['b', 'c'], 'a']]);
  expect(new Set([...dana.asked, ...ravi.asked].map(({ text }) => text)).size).toBe(1);
});

test('a value that the statement does not say, and one that is missing, are refused before anything is asked', async () => {
  const { asker, asked } = someone('w');
  const deaf = kept((by, _: Given<{ account: string }>) => sql`select ${by.workspace.id}`);
  await expect(deaf.all(asker, { account: 'a' })).rejects.toThrow('"account" is given, and nowhere in the statement');
  const hungry = kept((_, { account }: Given<{ account: string }>) => sql`select ${account}`);
  // @ts-expect-error: the account is missing.
  await expect(hungry.all(asker, {})).rejects.toThrow('a value of the statement is missing');
  // @ts-expect-error: it is no number.
  const number = hungry.all(asker, { account: 1 });
  await number;
  expect(asked).toHaveLength(1);
});

test('null is a value as any other', async () => {
  const { asker, asked } = someone('w');
  const from = kept((_, { id }: Given<{ id: string | null }>) => sql`select ${id}::uuid`);
  await from.all(asker, { id: null });
  await from.all(asker, { id: 'x' });
  expect(asked).toEqual([
    { text: 'select $1::uuid', values: [null] },
    { text: 'select $1::uuid', values: ['x'] },
  ]);
});

test('it is asked in the transaction of whoever asks, and not after its end', async () => {
  const { asker, end } = someone('w');
  const one = kept((by, _: Given<object>) => sql<{ id: string }>`select ${by.workspace.id} as id`);
  expect(await one.one(asker, {})).toEqual({ id: 'a' });
  end();
  await expect(one.one(asker, {})).rejects.toThrow('the transaction this query belongs to has ended');
});
