import { stringify } from 'csv-stringify/sync';
import { sql } from 'kysely';
import { sha256Hex } from '#platform/crypto.ts';
import { comeBack, elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { type ZipFile, zipOf } from '#platform/http/zip.ts';
import { verifierKeysOf } from '#platform/seal/checkpoint.ts';
import { cell } from '#platform/spreadsheet.ts';
import { evidenceTaken } from './events.ts';
import { type Ask, accessTables, type Row } from './evidence-access.ts';
import { doorTables } from './evidence-doors.ts';
import { signInRules } from './evidence-rules.ts';

/**
 * What an audit of access asks for, as one zip: who may do what and how they sign in, how that came about, how single sign-on
 * stands, and by what the log is vouched for. The system reads, because second steps are behind walls; nothing secret is in it.
 */
export async function evidencePack(ctx: CtxOf<Member>, token: string): Promise<AsyncGenerator<Uint8Array>> {
  const { db, workspace, platform } = ctx;
  await record(ctx, evidenceTaken, { subjectId: workspace.id, accountId: null, data: {} });
  await elevate(db, workspace.id);
  const tables = await tablesOf(ctx);
  await comeBack(db, workspace.id, sha256Hex(token));
  return zipOf(filesOf(ctx, tables, await verifierKeysOf(platform, workspace.id)));
}

async function* filesOf(
  { workspace, portal, now }: CtxOf<Member>,
  tables: Record<string, Row[]>,
  keys: string[],
): AsyncGenerator<ZipFile> {
  const file = (path: string, text: string) => ({ path, content: new TextEncoder().encode(text) });
  for (const [name, rows] of Object.entries(tables)) yield file(`${name}.csv`, csvOf(rows));
  yield file('seal-key.txt', `${keys.join('\n')}\n`);
  yield file(
    'README.txt',
    [
      `${workspace.name}, ${portal.origin}, ${now.toISOString()}`,
      '',
      'access-review.csv   everybody who has or had access, with role, rights, whose customers’ data they reach, last sign-in, second',
      '                    step, directory and open sessions; flags say what a customer’s person is for',
      'sign-in-rules.csv   ways in by side, the second step by role, how long sessions last, who may sign up without an invitation;',
      '                    when and by whom each was changed last',
      'sign-up-domains.csv whose addresses may sign up, and to which customer they come; beside the domains in single-sign-on.csv',
      'invitations.csv     who may still come by an invitation, as what; one whose sender has lost the right to invite opens nothing',
      'roles.csv           every role with its rights',
      'guests.csv          addresses that could read one ticket by a link, who shared it and how long',
      'access-changes.csv  what changed somebody’s access, from the audit log: in words, and as it is kept there',
      'views.csv           looks of the team at the portal as a customer',
      'single-sign-on.csv  connections to identity providers: of whom, with which domains, since when tested, on and required',
      'directory-tokens.csv  with what directories add people and take them away: who made each, when, and when it was last used',
      'group-roles.csv     which role a group of a provider or a directory gives; of several the first counts',
      'log-checks.csv      when the audit log was held against its seals, and what was found',
      'backups.csv         backups that the operator made or restored to try them, as portico backup-proof wrote them down',
      'seals.csv           the newest signed checkpoints of the audit log (C2SP tlog-checkpoint)',
      'log-streams.csv     where the audit log is sent on to',
      'legal-holds.csv, retention.csv  what is kept whatever rules say, and how long the rest is',
      'a file that says “none” has nothing to tell',
      'seal-key.txt        the public key of the seals, for portico verify; after a rotation of the master key those before it as well',
      '',
    ].join('\n'),
  );
}

function csvOf(rows: Row[]): string {
  const [first] = rows;
  const body = rows.map((row) =>
    Object.values(row).map((value) => cell(value instanceof Date ? value.toISOString() : value)),
  );
  // An empty file could as well be a broken one.
  return `\ufeff${stringify(first ? [Object.keys(first), ...body] : [['none']])}`;
}

async function tablesOf(ctx: CtxOf<Member>): Promise<Record<string, Row[]>> {
  const ws = ctx.workspace.id;
  const ask: Ask = async (query) => (await query.execute(ctx.db)).rows;
  return {
    ...(await accessTables(ctx, ask)),
    ...(await doorTables(ws, ask)),
    'sign-in-rules': await signInRules(ctx, ask),
    roles: await ask(sql<Row>`select r.side, r.key, r.name, r.built_in, r.reach, r.second_step_required,
        array_to_string(r.rights, ' ') as rights, r.updated_at from roles r where r.workspace_id = ${ws} order by r.side, r.key`),
    'log-checks':
      await ask(sql<Row>`select l.checked_at, l.events, l.seals, l.erased, coalesce(l.finding::text, 'sound') as found
      from log_checks l where l.workspace_id = ${ws} order by l.id desc`),
    backups: await ask(sql<Row>`select e.created_at as time, e.data ->> 'proof' as proof, e.data ->> 'name' as name,
        (e.data ->> 'bytes')::bigint as bytes, e.data ->> 'sha256' as sha256, e.seq as entry
      from events e where e.workspace_id = ${ws} and e.kind = 'audit.backup_proved' order by e.seq desc limit 5000`),
    seals: await ask(sql<Row>`select s.sealed_at, s.size, s.checkpoint from seals s where s.workspace_id = ${ws}
      order by s.size desc limit 1000`),
    'log-streams':
      await ask(sql<Row>`select split_part(l.url, '?', 1) as url, l.created_at as since, l.stopped_at, l.stopped_for, l.failing_since
      from log_streams l where l.workspace_id = ${ws} order by l.id`),
    'legal-holds': await ask(sql<Row>`select h.placed_at, m.name as placed_by, h.released_at, h.reason,
        case when h.contact_id is not null then 'contact' when h.account_id is not null then 'customer' else 'everything' end as holds,
        c.name as contact, c.email::text as contact_email, h.contact_id, a.name as customer, h.account_id
      from legal_holds h
        left join members m on m.workspace_id = h.workspace_id and m.id = h.placed_by
        left join contacts c on c.workspace_id = h.workspace_id and c.id = h.contact_id
        left join accounts a on a.workspace_id = h.workspace_id and a.id = coalesce(h.account_id, c.account_id)
      where h.workspace_id = ${ws} order by h.id`),
    retention: await ask(
      sql<Row>`select r.kind, r.days, r.changed_at from retention_rules r where r.workspace_id = ${ws} order by r.kind`,
    ),
  };
}
