import type { Context } from 'hono';
import { settingsPage } from '#features/settings/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { type Form, firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import { createRoom } from '#platform/http/room.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { rightsIn, type Side } from '#platform/rights.ts';
import { isWithin, mayManageRoles } from './access.ts';
import {
  addRole,
  changeRole,
  giversOf,
  holdersOf,
  lockRole,
  nameTaken,
  newRoleFields,
  removeRole,
  roleFields,
  shownRole,
} from './change.ts';
import { say } from './messages.ts';
import { askProof } from './proof.ts';
import { peopleByRole, type Role, roleName, rolesOf } from './role.ts';
import { NewRole } from './views/new-role.tsx';
import { RolesPage } from './views/roles.tsx';

export const room = createRoom('roles');

type On = CtxOf<Member>;

const speak = (reader: Reader) => (key: string) => say(reader, key as 'error.name');

/** To whom it is not shown it is not there. */
function admit(ctx: On): void {
  if (!mayManageRoles(ctx.actor)) throw notFound();
}

const sideOf = (text: string | undefined): Side => (text === 'contact' ? 'contact' : 'member');

room.get('/settings/roles', 'member', async (ctx, c) => {
  admit(ctx);
  return rolesPage(ctx, c, sideOf(c.req.query('side')), c.req.query('role'));
});

room.get('/settings/roles/new', 'member', async (ctx, c) => {
  admit(ctx);
  const kept = await keptForm(ctx, c, '/settings/roles');
  return newRolePage(ctx, c, sideOf(c.req.query('side')), kept ? firstValues(kept.fields) : {});
});

room.post('/settings/roles', 'member', async (ctx, c) => {
  admit(ctx);
  const parsed = parseForm(newRoleFields, c.var.form, speak(ctx.reader));
  const side = sideOf(c.var.form.get('side'));
  const refuse = (errors: FieldErrors) => newRolePage(ctx, c, side, firstValues(c.var.form.fields), errors);
  if (!parsed.ok) return refuse(parsed.errors);
  if (await nameTaken(ctx, side, parsed.value.name)) return refuse({ name: say(ctx.reader, 'error.name.taken') });
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const role = await addRole(ctx, parsed.value);
  flash(c, say(ctx.reader, 'added', { name: role.name }));
  return c.redirect(`/settings/roles?side=${role.side}&role=${role.id}`, 303);
});

room.post('/settings/roles/:id', 'member', async (ctx, c) => {
  admit(ctx);
  const role = await lockRole(ctx, c.req.param('id') ?? '');
  const form = rebased(c.var.form, shownRole(role));
  const parsed = parseForm(roleFields, form, speak(ctx.reader), ['right']);
  const refuse = (errors: FieldErrors) =>
    rolesPage(ctx, c, role.side, role.id, { typed: typedRole(role, form), errors });
  if (!parsed.ok) return refuse(parsed.errors);
  const { name } = parsed.value;
  // One that had the name of another already keeps it until somebody names it anew.
  if (name !== role.name && (await nameTaken(ctx, role.side, name, role.id))) {
    return refuse({ name: say(ctx.reader, 'error.name.taken') });
  }
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const done = await changeRole(ctx, role.id, parsed.value);
  flash(c, say(ctx.reader, done ? 'saved' : 'same', { name: parsed.value.name }));
  return c.redirect(`/settings/roles?side=${role.side}&role=${role.id}`, 303);
});

room.post('/settings/roles/:id/removal', 'member', async (ctx, c) => {
  admit(ctx);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const role = await removeRole(ctx, c.req.param('id') ?? '');
  flash(c, say(ctx.reader, 'removed', { name: role.name }));
  return c.redirect(`/settings/roles?side=${role.side}`, 303);
});

/** A role as somebody filled in its form. */
const typedRole = (role: Role, form: Form): Role => ({
  ...role,
  name: form.get('name') ?? '',
  reach: form.get('reach') === 'assigned' ? 'assigned' : form.get('reach') === 'all' ? 'all' : role.reach,
  rights: rightsIn(form.all('right')),
});

interface Refused {
  typed: Role;
  errors: FieldErrors;
}

async function rolesPage(
  ctx: On,
  c: Context<Env>,
  side: Side,
  chosen: string | undefined,
  refused?: Refused,
): Promise<Response> {
  if (refused) c.status(422);
  const [roles, people] = await Promise.all([rolesOf(ctx, side), peopleByRole(ctx, side)]);
  const role = roles.find((one) => one.id === chosen) ?? roles.find((one) => !one.builtIn) ?? roles[0]!;
  const [holders, givers] = [await holdersOf(ctx, role), await giversOf(ctx, role)];
  const kept = refused ? null : await keptForm(ctx, c, `/settings/roles/${role.id}`);
  const shown = refused?.typed ?? (kept ? typedRole(role, rebased(kept, shownRole(role))) : role);
  const page = (
    <RolesPage
      ctx={ctx}
      guard={guardOf(c, `/settings/roles?side=${side}&role=${role.id}`)}
      side={side}
      roles={roles}
      people={people}
      stored={role}
      role={shown}
      holders={holders}
      givers={givers}
      errors={refused?.errors ?? {}}
    />
  );
  return settingsPage(ctx, c, page, { section: 'roles', title: say(ctx.reader, 'section') });
}

async function newRolePage(
  ctx: On,
  c: Context<Env>,
  side: Side,
  values: Record<string, string>,
  errors?: FieldErrors,
): Promise<Response> {
  if (errors) c.status(422);
  const { reader, actor } = ctx;
  const given = (await rolesOf(ctx, side)).filter((role) => isWithin(actor, role));
  const likes = given.map((role) => ({ value: role.id, label: roleName(reader, role) }));
  const form = { reader, guard: guardOf(c, `/settings/roles/new?side=${side}`), side, likes, values, errors };
  return settingsPage(ctx, c, <NewRole {...form} />, {
    section: 'roles',
    title: say(reader, 'new'),
    between: [{ label: say(reader, 'section'), href: `/settings/roles?side=${side}` }],
  });
}
