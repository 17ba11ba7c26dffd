import type { Context } from 'hono';
import { peopleAsked } from '#features/accounts/index.ts';
import { askProof } from '#features/identity/index.ts';
import { mayChooseOwn, peopleToAsk, ruleAt } from '#features/visibility/index.ts';
import { flagsIn } from '#platform/flags.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { localPath } from '#platform/http/local-path.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { mayManageColleagues } from './access.ts';
import {
  changeFlags,
  changeRole,
  colleagueFields,
  colleagues,
  disableColleague,
  enableColleague,
  inviteColleague,
  lockColleague,
  remindColleague,
  rolesToGive,
  shownFlags,
  shownRole,
  whyNotColleague,
} from './colleagues.ts';
import { invitationsOf, takeBackInvited } from './invited.ts';
import { whyNoLetter } from './letters.ts';
import { say } from './messages.ts';
import { PeoplePage } from './views/people.tsx';

type On = CtxOf<Contact>;

const speak = (reader: Reader) => (key: string) =>
  say(reader, (key in say.messages.en ? key : 'error.form') as 'error.form');

/** The people of a customer, looked after by one of them. */
export function peopleRoutes(room: Room): void {
  room.get('/company', 'contact', async (ctx, c) => {
    const kept = await keptForm(ctx, c, '/company/people');
    return page(ctx, c, kept ? firstValues(kept.fields) : { role: 'contributor' });
  });

  room.post('/company/people', 'contact', async (ctx, c) => {
    demand(mayManageColleagues(ctx.actor) && sendsMail(ctx.platform.config));
    const { form } = c.var;
    const parsed = parseForm(colleagueFields, form, speak(ctx.reader));
    if (!parsed.ok) return page(ctx, c, firstValues(form.fields), parsed.errors);
    const refused = await whyNotColleague(ctx, parsed.value.email);
    if (refused) return page(ctx, c, firstValues(form.fields), { email: say(ctx.reader, refused) });
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    const tooMany = await whyNoLetter(ctx, parsed.value.email);
    if (tooMany) return page(ctx, c, firstValues(form.fields), { email: say(ctx.reader, `people.${tooMany}`) });
    await inviteColleague(ctx, parsed.value);
    flash(c, say(ctx.reader, 'people.invited', { email: parsed.value.email }));
    return c.redirect('/company', 303);
  });

  room.post('/company/people/:contact/role', 'contact', async (ctx, c) => {
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    const id = c.req.param('contact') ?? '';
    const form = rebased(c.var.form, shownRole(await lockColleague(ctx, id)));
    return told(ctx, c, await changeRole(ctx, id, form.get('role') ?? ''), 'people.role.saved');
  });

  room.post('/company/people/:contact/flags', 'contact', async (ctx, c) => {
    const id = c.req.param('contact') ?? '';
    const form = rebased(c.var.form, shownFlags(await lockColleague(ctx, id)));
    return told(ctx, c, await changeFlags(ctx, id, flagsIn(form.all('flag'))), 'people.flags.saved');
  });

  const act = (path: string, verb: (ctx: On, id: string) => Promise<Outcome>, said: Said) =>
    room.post(`/company/people/:contact/${path}`, 'contact', async (ctx, c) => {
      // To end somebody's access is not what a stolen session gains by.
      const asked = ENDS.has(path) ? undefined : await askProof(ctx, c);
      return asked ?? told(ctx, c, await verb(ctx, c.req.param('contact') ?? ''), said);
    });
  act('deactivation', disableColleague, 'people.disabled');
  act('reactivation', enableColleague, 'people.enabled');
  act('invitation', remindColleague, 'people.reminded');
  act('invitation/revocation', takeBackInvited, 'people.revoked');
}

type Said = `people.${'disabled' | 'enabled' | 'reminded' | 'revoked' | 'role.saved' | 'flags.saved'}`;

/** What did not happen, and why. */
type Outcome = 'done' | 'last' | 'soon' | 'many';

const ENDS = new Set(['deactivation', 'invitation/revocation']);

function told(ctx: On, c: Context<Env>, outcome: Outcome, said: Said): Response {
  flash(c, say(ctx.reader, outcome === 'done' ? said : `people.${outcome}`));
  // Back to the page of the list they stand on.
  return c.redirect(localPath(c.var.form.get('_page'), '/company'), 303);
}

async function page(ctx: On, c: Context<Env>, values: Record<string, string>, errors?: FieldErrors) {
  if (errors) c.status(422);
  const asked = peopleAsked(c.req.query());
  const [people, toAsk] = await Promise.all([colleagues(ctx, asked), peopleToAsk(ctx, ctx.actor.accountId)]);
  const facts = { ctx, guard: guardOf(c), people, toAsk, find: asked.find, values, errors };
  const { rule, accountsChoose } = await ruleAt(ctx, ctx.actor.accountId);
  const invited = await invitationsOf(
    ctx,
    people.rows.filter(({ standing }) => standing === 'invited').map(({ id }) => id),
  );
  const visibility = { rule, mayChoose: mayChooseOwn(ctx.actor, accountsChoose) };
  const may = { mayManage: mayManageColleagues(ctx.actor), roles: await rolesToGive(ctx) };
  return c.render(
    <PeoplePage {...facts} {...may} {...visibility} invited={invited} mails={sendsMail(ctx.platform.config)} />,
    {
      title: say(ctx.reader, 'title'),
      nav: 'company',
      topics: [`account:${ctx.actor.accountId}`],
    },
  );
}
