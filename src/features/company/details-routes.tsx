import type { Context } from 'hono';
import {
  type About,
  bringsClosed,
  customerWrites,
  type Field,
  fieldsOf,
  fieldsToWrite,
  mayEditCompany,
  peopleToName,
  readFieldForm,
  refuseFilesThatStay,
  takeBack,
  typedOf,
  valuesOf,
  waitingFor,
  withHolders,
} from '#features/fields/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demandStill } from '#platform/http/http-error.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { say } from './messages.ts';
import { DetailsPage } from './views/details.tsx';

type On = CtxOf<Contact>;

const ofCompany = ({ actor }: On): About => ({ subject: 'account', accountId: actor.accountId });
const ofMyself = ({ actor }: On): About => ({
  subject: 'contact',
  accountId: actor.accountId,
  contactId: actor.personId,
});

const isOpen = (field: Field): boolean => field.customer === 'edit';

/** What a business asks its customers about their company and about themselves, for them to fill in. */
export function detailsRoutes(room: Room): void {
  room.get('/company/details', 'contact', (ctx, c) => page(ctx, c));

  const save = (path: string, about: (ctx: On) => About, may: (ctx: On) => boolean) =>
    room.post(path, 'contact', async (ctx, c) => {
      const subject = about(ctx);
      const fields = may(ctx) ? (await fieldsToWrite(ctx, subject.subject)).filter(isOpen) : [];
      demandStill(!bringsClosed(c.var.form, fields));
      const read = await readFieldForm(ctx, c.var.form, fields, true, await valuesOf(ctx, subject));
      await refuseFilesThatStay(ctx, subject, read);
      if (Object.keys(read.errors).length > 0) return page(ctx, c, read);
      const { applied, waiting } = await customerWrites(ctx, subject, read.written);
      flash(c, say(ctx.reader, 'details.saved', { applied, waiting, workspace: ctx.workspace.shortName }));
      return c.redirect('/company/details', 303);
    });
  save('/company/details', ofCompany, ({ actor }) => mayEditCompany(actor));
  save('/company/details/own', ofMyself, () => true);

  room.post('/company/details/wishes/:id/removal', 'contact', async (ctx, c) => {
    await takeBack(ctx, c.req.param('id') ?? '');
    flash(c, say(ctx.reader, 'details.tookBack'));
    return c.redirect('/company/details', 303);
  });
}

async function page(ctx: On, c: Context<Env>, back?: { typed: Record<string, string>; errors: FieldErrors }) {
  if (back) c.status(422);
  const [company, mine, members, kept, keptOwn] = await Promise.all([
    sheetOf(ctx, ofCompany(ctx)),
    sheetOf(ctx, ofMyself(ctx)),
    peopleToName(ctx),
    back ? null : keptForm(ctx, c, '/company/details'),
    back ? null : keptForm(ctx, c, '/company/details/own'),
  ]);
  for (const [sheet, form] of [[company, kept] as const, [mine, keptOwn] as const])
    if (form) Object.assign(sheet.typed, firstValues(form.fields));
  const people = withHolders(withHolders(members, company.fields, company.values), mine.fields, mine.values);
  const facts = { ctx, guard: guardOf(c, '/company/details'), company, mine, people, back };
  return c.render(<DetailsPage {...facts} mayEdit={mayEditCompany(ctx.actor)} />, {
    title: say(ctx.reader, 'details.title'),
    nav: 'company',
    crumbs: [{ label: say(ctx.reader, 'title'), href: '/company' }, { label: say(ctx.reader, 'details.title') }],
    topics: [`account:${ctx.actor.accountId}`],
  });
}

async function sheetOf(ctx: On, about: About) {
  const [fields, values, waiting] = await Promise.all([
    fieldsOf(ctx, about.subject),
    valuesOf(ctx, about),
    waitingFor(ctx, about),
  ]);
  return { fields, values, waiting, typed: typedOf(values, fields, ctx.reader) };
}

export type Sheet = Awaited<ReturnType<typeof sheetOf>>;
