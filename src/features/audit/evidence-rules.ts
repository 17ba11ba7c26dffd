import { sql } from 'kysely';
import { rulesOf } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Ask, Row } from './evidence-access.ts';

interface Rule {
  side: string;
  rule: string;
  value: unknown;
  /** As the log calls it. */
  key: string;
}

/** How people come in and for how long, as it stands, and by whom and when each rule was changed last. */
export async function signInRules(ctx: Ctx, ask: Ask): Promise<Row[]> {
  const ws = ctx.workspace.id;
  const ways = await rulesOf(ctx);
  const [limits] = await ask(sql<Row>`select session_hours, idle_minutes from workspaces where id = ${ws}`);
  const [signUp] = await ask(sql<Row>`select mode, attaches, role, first_role as "firstRole", terms_url as "termsUrl"
    from sign_up_rules where workspace_id = ${ws}`);
  const roles = await ask(sql<Row>`select r.side, r.key, coalesce(nullif(r.name, ''), r.key) as name,
      r.second_step_required as required from roles r where r.workspace_id = ${ws} order by r.side, r.key`);
  const changed = new Map(
    (
      await ask(sql<Row>`select distinct on (k.key) k.key, e.created_at as changed, coalesce(m.name, e.actor_kind) as changed_by, e.seq as entry
      from events e cross join lateral jsonb_object_keys(coalesce(e.data -> 'changes', '{}')) k(key)
        left join members m on m.workspace_id = e.workspace_id and m.id = e.actor_person_id
      where e.workspace_id = ${ws} and e.kind in ('identity.rules_changed', 'newcomer.rules_changed') order by k.key, e.seq desc`)
    ).map(({ key, ...last }) => [String(key), last]),
  );
  const nameOf = (key: string) => roles.find((role) => role.side === 'contact' && role.key === key)?.name ?? key;
  const rules: Rule[] = [
    ...(['member', 'contact'] as const).flatMap((side) =>
      Object.entries(ways[side]).map(([rule, value]) => ({ side, rule, value, key: `${side}.${rule}` })),
    ),
    ...roles.map(({ side, key, name, required }) => ({
      side: String(side),
      rule: `second step: ${name}`,
      value: required,
      key: `secondStep.${side}.${key}`,
    })),
    { side: 'both', rule: 'sessionHours', value: limits?.session_hours, key: 'sessionHours' },
    { side: 'both', rule: 'idleMinutes', value: limits?.idle_minutes ?? 'none', key: 'idleMinutes' },
    ...Object.entries(signUp ?? { mode: 'off' }).map(([key, value]) => ({
      side: 'contact',
      rule: `sign-up: ${key}`,
      value: key.toLowerCase().endsWith('role') ? nameOf(String(value)) : value,
      key,
    })),
  ];
  const never = { changed: null, changed_by: null, entry: null };
  return rules.map(({ key, ...rule }) => ({ ...rule, ...(changed.get(key) ?? never) }));
}
