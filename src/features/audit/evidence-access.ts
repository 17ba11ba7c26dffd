import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { entriesWhere } from './entries.ts';
import { namesIn } from './names.ts';
import { lineOf } from './present.ts';

export type Row = Record<string, unknown>;
export type Ask = (query: ReturnType<typeof sql<Row>>) => Promise<Row[]>;

/** Who could get in, as whom, by what, and how that came about. */
export async function accessTables(ctx: Ctx, ask: Ask): Promise<Record<string, Row[]>> {
  const ws = ctx.workspace.id;
  return {
    'access-review':
      await ask(sql<Row>`select p.side, p.name, p.email, p.customer, coalesce(nullif(r.name, ''), p.role) as role,
        array_to_string(r.rights, ' ') as rights, case when p.side = 'member' then r.reach end as reach,
        case when p.side = 'member' and r.reach = 'assigned' then (select string_agg(a.name, ', ' order by a.name)
          from account_members t join accounts a on a.workspace_id = t.workspace_id and a.id = t.account_id and a.archived_at is null
          where t.workspace_id = ${ws} and t.member_id = p.id) end as customers, array_to_string(p.flags, ' ') as flags,
        p.since, p.ended, (select max(e.created_at) from events e where e.workspace_id = ${ws} and e.kind = 'identity.signed_in'
          and e.actor_identity_id = p.identity_id) as last_sign_in,
        exists (select from credentials c where c.workspace_id = ${ws} and c.identity_id = p.identity_id and c.password is not null) as has_password,
        (select count(*)::int from passkeys k where k.workspace_id = ${ws} and k.identity_id = p.identity_id) as passkeys,
        exists (select from authenticator_apps a where a.workspace_id = ${ws} and a.identity_id = p.identity_id) as authenticator_app,
        coalesce(r.second_step_required, false) as second_step_required,
        exists (select from sso_links l where l.workspace_id = ${ws} and l.identity_id = p.identity_id) as came_by_single_sign_on,
        exists (select from scim_users u where u.workspace_id = ${ws} and u.identity_id = p.identity_id and u.deleted_at is null) as in_directory,
        (select count(*)::int from sessions s join workspaces w on w.id = s.workspace_id where s.workspace_id = ${ws}
          and s.identity_id = p.identity_id and app.session_lives(s.revoked_at, s.expires_at, s.created_at, s.seen_at,
            w.session_hours, w.idle_minutes)) as open_sessions, p.id as person_id, p.customer_id
      from (select 'member' as side, m.id, null::uuid as customer_id, null::text[] as flags, m.name, m.email::text, null::text as customer, m.role, m.identity_id, m.created_at as since,
            m.disabled_at as ended from members m where m.workspace_id = ${ws}
          union all select 'contact', c.id, c.account_id, c.flags, c.name, c.email::text, a.name, c.role, c.identity_id, c.created_at, c.disabled_at
            from contacts c join accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
            where c.workspace_id = ${ws} and c.forgotten_at is null) p
        left join roles r on r.workspace_id = ${ws} and r.side = p.side and r.key = p.role
      order by p.side desc, p.customer, p.name`),
    guests:
      await ask(sql<Row>`select g.email::text, a.name as customer, 'T-' || t.number as ticket, m.name as shared_by,
        g.created_at as since, g.sent_at, g.expires_at, g.revoked_at
      from guest_links g join accounts a on a.workspace_id = g.workspace_id and a.id = g.account_id
        join tickets t on t.workspace_id = g.workspace_id and t.id = g.object_id
        join members m on m.workspace_id = g.workspace_id and m.id = g.shared_by
      where g.workspace_id = ${ws} order by g.created_at desc limit 20000`),
    'access-changes': await changesInWords(ctx, await ask(changes(ws))),
    views: await ask(views(ws)),
    'single-sign-on': await ask(connections(ws)),
  };
}

const MOST = 20_000;

/** Rooms of the log that are about access as a whole, and what else opens or closes something. */
const ABOUT_ACCESS = '^(role|member|colleague|contact|invitation|invitations|sso|gate|segment|guest)[.]';
const ALSO = [
  'account.team_changed',
  'account.merged',
  'account.visibility_changed',
  'workspace.visibility_changed',
  'identity.rules_changed',
  'identity.method_added',
  'identity.method_removed',
  'identity.password_changed',
  'identity.address_changed',
  'identity.second_step_reset',
  'identity.login_begun_anew',
  'identity.way_back_given',
  'newcomer.accepted',
  'newcomer.joined',
  'newcomer.rules_changed',
  'newcomer.domain_changed',
  'privacy.forgotten',
  'workspace.begun',
  'audit.operator_did',
  'field.defined',
];

const aboutAccess = sql`(e.kind ~ ${ABOUT_ACCESS} or e.kind = any (${sql.val(ALSO)}::text[])) and e.kind !~ '_read$'`;

/** An id in the data of an event; whom it was about stands there when its subject is something else. */
const idIn = (key: string) =>
  sql`case when e.data ->> ${key} ~ '^[0-9a-f]{8}-[0-9a-f-]{27}$' then (e.data ->> ${key})::uuid end`;

const changes = (ws: string) => sql<Row>`select e.seq as entry, e.created_at as time, e.kind, e.actor_kind as by_side,
    coalesce(m.name, c.name) as by_name, coalesce(w.name, s.name) as about_name, w.email as about_email, e.subject_type, e.subject_id,
    t.name as customer, e.account_id as customer_id, e.data::text as data
  from events e left join members m on m.workspace_id = e.workspace_id and m.id = e.actor_person_id
    left join contacts c on c.workspace_id = e.workspace_id and c.id = e.actor_person_id
    cross join lateral (select coalesce(${idIn('contact')}, ${idIn('member')}, ${idIn('person')}, e.subject_id) as id) a
    left join lateral (select p.name, p.email from members p where p.workspace_id = e.workspace_id and p.id = a.id
      union all select p.name, p.email from contacts p where p.workspace_id = e.workspace_id and p.id = a.id
      union all select p.name, p.email from members p where p.workspace_id = e.workspace_id and p.identity_id = a.id
      union all select p.name, p.email from contacts p where p.workspace_id = e.workspace_id and p.identity_id = a.id
      limit 1) w on true
    left join accounts s on s.workspace_id = e.workspace_id and s.id = e.subject_id and e.subject_type = 'account'
    left join accounts t on t.workspace_id = e.workspace_id and t.id = e.account_id
  where e.workspace_id = ${ws} and ${aboutAccess} order by e.seq desc limit ${sql.lit(MOST)}`;

/** With what an auditor reads first: the sentence, what was before, and how and from where whoever did it had signed in. */
async function changesInWords(ctx: Ctx, rows: Row[]): Promise<Row[]> {
  const entries = await entriesWhere(ctx, sql`and ${aboutAccess}`, 'desc', MOST, 'seq');
  const names = await namesIn(ctx, entries);
  const told = new Map(
    entries.map((entry) => {
      const { what, who, changes_in_words, signed_in_by, ip, place } = lineOf(ctx, names, entry);
      return [String(entry.seq), { by_name: who, what, changes: changes_in_words, signed_in_by, ip, place }];
    }),
  );
  return rows.map(({ entry, time, kind, by_side, by_name, about_name, about_email, ...raw }) => ({
    ...{ entry, time, kind, by_side, by_name, about_name, about_email },
    ...told.get(String(entry)),
    ...raw,
  }));
}

const views = (ws: string) => sql<Row>`select v.started_at, m.name as by_name, m.email::text as by_email,
    c.name as as_contact, a.name as customer, coalesce(v.ended_at, v.ends_at) as ended
  from portal_views v join members m on m.workspace_id = v.workspace_id and m.id = v.member_id
    join contacts c on c.workspace_id = v.workspace_id and c.id = v.contact_id
    join accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
  where v.workspace_id = ${ws} order by v.started_at desc limit ${sql.lit(MOST)}`;

const connections = (ws: string) => sql<Row>`select s.name, s.kind, coalesce(a.name, '') as customer, s.source,
    (select string_agg(d.domain || case when d.proved_at is null then ' (not proved)' else '' end, ' ' order by d.domain)
      from sso_domains d where d.workspace_id = s.workspace_id and d.connection_id = s.id) as domains,
    s.default_role, s.adds_people, s.second_step_here, s.tested_at, s.enabled_at, s.required_at,
    (select max(e.created_at) from events e where e.workspace_id = s.workspace_id and e.kind = 'sso.changed'
      and e.subject_id = s.id) as changed, s.id
  from sso_connections s left join accounts a on a.workspace_id = s.workspace_id and a.id = s.account_id
  where s.workspace_id = ${ws} order by s.id`;
