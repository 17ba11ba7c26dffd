import pg from 'pg';
import { newId } from '#platform/db/ids.ts';
import { as } from '../client.ts';
import { peek } from '../database.ts';
import { add } from '../isolation/people.ts';
import type { TestPortal } from '../portal.ts';
import { type Actor, newWorld, type World } from '../world.ts';
import { type Graph, roleKeys } from './graphs.ts';

/** The numbers of the tickets. */
export const numberOf = (at: number): number => at + 11;

/** Six people at two customers and two of the team, with roles that a graph fills, and things to see. */
export async function openSight(portal: TestPortal) {
  const world = await newWorld(portal);
  for (const side of ['member', 'contact'] as const)
    for (const key of roleKeys)
      await peek(
        portal.database,
        `insert into roles (workspace_id, id, side, key, name, rights) values ($1, gen_random_uuid(), $2, $3, $3, '{}')`,
        [world.workspaceId, side, key],
      );
  const one = async (side: 'contacts' | 'members', name: string, accountId = world.accountId) => ({
    ...(await add(portal, world, side, { name, role: 'r0', accountId })),
    side: side === 'contacts' ? ('contact' as const) : ('member' as const),
  });
  const people = [
    await one('contacts', 'Ada'),
    await one('contacts', 'Ben'),
    await one('contacts', 'Cem'),
    await one('contacts', 'Dea'),
    await one('contacts', 'Eli', world.rivalAccountId),
    await one('contacts', 'Fay', world.rivalAccountId),
    await one('members', 'Gus'),
    await one('members', 'Hal'),
  ];
  const superuser = new pg.Client({ connectionString: portal.database.superuser });
  await superuser.connect();
  const tickets = await things(portal, world, people);
  return { world, people, tickets, superuser };
}

export type SightWorld = Awaited<ReturnType<typeof openSight>>;
type Person = Actor & { side: 'contact' | 'member' };

/** Three tickets at one customer and one at another, each with a reply, a note, a file of each, an event and two values. */
async function things(portal: TestPortal, world: World, people: Person[]): Promise<string[]> {
  const tickets: string[] = [];
  const ask = (text: string, values: unknown[]) => peek(portal.database, text, values);
  const ws = world.workspaceId;
  const file = { name: 'a.txt', type: 'text/plain', content: 'words' };
  await as(portal, world.dana).submit('/support/new', '/support', {
    subject: 'A file',
    urgency: 'slows',
    body: 'x',
    files: file,
  });
  const [shown, hidden, ofContact, ofAccount] = [newId(), newId(), newId(), newId()];
  for (const [id, subject, customer] of [
    [shown, 'ticket', 'read'],
    [hidden, 'ticket', 'hidden'],
    [ofContact, 'contact', 'read'],
    [ofAccount, 'account', 'read'],
  ])
    await ask(
      `insert into field_definitions (workspace_id, id, subject, label, kind, customer) values ($1, $2, $3, $4, 'text', $5)`,
      [ws, id, subject, `${subject} ${customer}`, customer],
    );
  for (const { id, accountId } of people.filter(({ side }) => side === 'contact'))
    await ask(
      `insert into field_values (workspace_id, field_id, account_id, contact_id, text_value) values ($1, $2, $3, $4, 'x')`,
      [ws, ofContact, accountId, id],
    );
  await ask(`insert into field_values (workspace_id, field_id, account_id, text_value) values ($1, $2, $3, 'x')`, [
    ws,
    ofAccount,
    world.accountId,
  ]);
  for (const [at, who] of [0, 1, 2, 4].entries()) {
    const { id: requester, accountId } = people[who]!;
    const [ticket, reply, note] = [newId(), newId(), newId()];
    tickets.push(ticket);
    await ask(
      `insert into tickets (workspace_id, id, account_id, number, subject, requester_id)
       values ($1, $2, $3, $4, 'A needle', $5)`,
      [ws, ticket, accountId, numberOf(at), requester],
    );
    await ask(
      `insert into replies (workspace_id, id, account_id, ticket_id, contact_id, body_html) values ($1, $2, $3, $4, $5, 'x')`,
      [ws, reply, accountId, ticket, requester],
    );
    await ask(
      `insert into internal_notes (workspace_id, id, account_id, ticket_id, member_id, body_html) values ($1, $2, $3, $4, $5, 'x')`,
      [ws, note, accountId, ticket, people[6]!.id],
    );
    for (const [column, of] of [
      ['reply_id', reply],
      ['note_id', note],
    ])
      await ask(
        `insert into attachments (workspace_id, id, account_id, ticket_id, ${column}, name, type, bytes, sha256, storage_key)
         values ($1, $2::uuid, $3, $4, $5, 'a.txt', 'text/plain', 1, repeat('0', 64), $2::text)`,
        [ws, newId(), accountId, ticket, of],
      );
    await ask(
      `insert into events (workspace_id, id, kind, account_id, audience, subject_type, subject_id, actor_kind, data, topics)
       values ($1, $2, 'ticket.opened', $3, 'customer', 'ticket', $4, 'system', '{"number": 1}', '{}')`,
      [ws, newId(), accountId, ticket],
    );
    for (const field of [shown, hidden])
      await ask(
        `insert into field_values (workspace_id, field_id, account_id, ticket_id, text_value) values ($1, $2, $3, $4, 'x')`,
        [ws, field, accountId, ticket],
      );
  }
  // One content for all of them: what is asked is who gets it.
  await ask(
    `update attachments a set storage_key = f.storage_key, sha256 = f.sha256, bytes = f.bytes, type = f.type
     from attachments f where f.workspace_id = $1 and f.storage_key <> f.id::text and a.workspace_id = $1 and a.storage_key = a.id::text`,
    [ws],
  );
  return tickets;
}

/** Makes the world so, as the superuser. */
export async function arrange({ world, people, tickets, superuser }: SightWorld, given: Graph): Promise<void> {
  const ws = world.workspaceId;
  const put = (text: string, ...values: unknown[]) => ({ text, values: [ws, ...values] });
  const said: { text: string; values: unknown[] }[] = [
    put(
      'update workspaces set colleagues_see = $2, colleagues_may = $3, colleagues_flags = $4 where id = $1',
      given.usual.see,
      given.usual.may,
      given.usual.by,
    ),
    put('delete from account_visibility where workspace_id = $1'),
    put('delete from ticket_people where workspace_id = $1'),
    put('delete from account_members where workspace_id = $1'),
    ...[...given.contactRoles, ...given.memberRoles].map(({ side, key, rights, reach }) =>
      put(
        'update roles set rights = $4, reach = $5 where workspace_id = $1 and side = $2 and key = $3',
        side,
        key,
        rights,
        reach,
      ),
    ),
  ];
  const { own } = given;
  if (own)
    said.push(
      put('insert into account_visibility values ($1, $2, $3, $4, $5)', world.accountId, own.see, own.may, own.by),
    );
  for (const [at, person] of given.persons.entries()) {
    const { id, side } = people[at]!;
    const off = person.disabled ? new Date() : null;
    if (side === 'contact')
      said.push(
        put(
          'update contacts set role = $3, flags = $4, disabled_at = $5 where workspace_id = $1 and id = $2',
          id,
          person.role,
          person.flags,
          off,
        ),
      );
    else {
      said.push(
        put('update members set role = $3, disabled_at = $4 where workspace_id = $1 and id = $2', id, person.role, off),
      );
      if (person.assigned)
        said.push(put("insert into account_members values ($1, $2, $3, 'Helper')", world.accountId, id));
    }
  }
  for (const [at, ticket] of tickets.entries()) {
    const since = given.narrowed[at] ? new Date() : null;
    said.push(put('update tickets set narrowed_at = $3 where workspace_id = $1 and id = $2', ticket, since));
    for (const who of given.named[at] ?? [])
      if (people[who]!.accountId === world.accountId)
        said.push(put('insert into ticket_people values ($1, $2, $3, $4)', world.accountId, ticket, people[who]!.id));
  }
  for (const { text, values } of said) await superuser.query(text, values);
}
