import type { Context } from 'hono';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import { findAccount, lockAccount, mayManageAccount } from './access.ts';
import type { Account } from './account.ts';
import { crumbsTo } from './crumbs.ts';
import { editAccount, factFields, referenceTaken } from './edit.ts';
import { say } from './messages.ts';
import { speak, typedValues } from './typed.ts';
import { Details } from './views/details.tsx';

/** The facts of a customer, changed by the team. */
export function detailsRoutes(room: Room): void {
  room.get('/customers/:id/details', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    demand(mayManageAccount(ctx.actor));
    const kept = await keptForm(ctx, c, c.req.path);
    return formPage(ctx, c, account, kept ? typedValues(rebased(kept, shown(account))) : shown(account));
  });

  room.post('/customers/:id/details', 'member', async (ctx, c) => {
    const account = await lockAccount(ctx, c.req.param('id') ?? '');
    demand(mayManageAccount(ctx.actor));
    const form = rebased(c.var.form, shown(account));
    const parsed = parseForm(factFields, form, speak(ctx.reader));
    if (!parsed.ok) return formPage(ctx, c, account, typedValues(form), parsed.errors);
    if (await referenceTaken(ctx, parsed.value.reference, account.id)) {
      const reference = say(ctx.reader, 'error.reference.taken');
      return formPage(ctx, c, account, typedValues(form), { reference });
    }
    const changed = await editAccount(ctx, account.id, parsed.value);
    const key = changed.length > 0 ? 'edit.saved' : 'edit.same';
    flash(c, say(ctx.reader, key, { name: parsed.value.name }));
    return c.redirect(`/customers/${account.id}`, 303);
  });
}

const shown = ({ name, shortName, plan, place, phone, website, reference }: Account) => ({
  name,
  shortName,
  plan,
  place,
  phone,
  website,
  reference,
});

async function formPage(
  ctx: CtxOf<Member>,
  c: Context<Env>,
  account: Account,
  values: Record<string, string>,
  errors?: FieldErrors,
): Promise<Response> {
  if (errors) c.status(422);
  const form = { reader: ctx.reader, guard: guardOf(c), account, stored: shown(account), values, errors };
  const title = say(ctx.reader, 'edit.title', { name: account.shortName });
  return c.render(<Details {...form} />, { title, nav: 'customers', crumbs: crumbsTo(ctx, account, title) });
}
