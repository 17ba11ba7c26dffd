import type { Context } from 'hono';
import { findAccount, mayInvite } from '#features/accounts/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { createRoom } from '#platform/http/room.ts';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import {
  type Elsewhere,
  type LeftOut,
  leftOut,
  peopleElsewhere,
  planFields,
  planInvitations,
  stopBatch,
  teamAddresses,
  whoMayBeAsked,
} from './batch.ts';
import { batchPeople, findBatch, findList, listBatches } from './batches.ts';
import { say } from './messages.ts';
import { readPasted } from './paste.ts';
import { BatchPage } from './views/batch.tsx';
import { Batches } from './views/batches.tsx';
import { NewBatch } from './views/new-batch.tsx';

export const room = createRoom('invitations');

const speak = (reader: Reader) => (key: string) =>
  say(reader, (key in say.messages.en ? key : 'error.form') as 'error.form');

const crumbs = ({ reader }: CtxOf<Member>, ...rest: string[]) => [
  { label: say(reader, 'customers'), href: '/customers' },
  { label: say(reader, 'title'), ...(rest.length > 0 ? { href: '/customers/invitations' } : {}) },
  ...rest.map((label) => ({ label })),
];

room.get('/customers/invitations', 'member', async (ctx, c) => {
  demand(mayInvite(ctx.actor));
  const page = { reader: ctx.reader, batches: await listBatches(ctx), mails: sendsMail(ctx.platform.config) };
  const title = say(ctx.reader, 'title');
  return c.render(<Batches {...page} />, { title, nav: 'customers', crumbs: crumbs(ctx), topics: ['inbox'] });
});

room.get('/customers/invitations/new', 'member', async (ctx, c) => {
  demand(mayInvite(ctx.actor));
  const given = { account: c.req.query('account') ?? '', list: c.req.query('import') ?? '' };
  const kept = await keptForm(ctx, c, '/customers/invitations');
  if (kept) return newPage(ctx, c, given, firstValues(kept.fields), undefined, kept.all('chosen'));
  return newPage(ctx, c, given, {});
});

room.post('/customers/invitations', 'member', async (ctx, c) => {
  demand(mayInvite(ctx.actor) && sendsMail(ctx.platform.config));
  const { form } = c.var;
  const given = { account: form.get('account') ?? '', list: form.get('import') ?? '' };
  const account = given.account ? await findAccount(ctx, given.account) : null;
  const list = given.list ? await findList(ctx, given.list) : null;
  const among = { accountId: account?.id ?? null, importId: list?.id ?? null };
  const typed = firstValues(form.fields);
  const tick = form.get('tick');
  if (tick) {
    const everybody = tick === 'all' ? (await whoMayBeAsked(ctx, among)).people.map((one) => one.id) : [];
    return newPage(ctx, c, given, typed, {}, everybody);
  }
  const parsed = parseForm(planFields, form, speak(ctx.reader));
  const pasted = readPasted(account ? (form.get('people') ?? '') : '');
  const errors: FieldErrors = parsed.ok ? {} : parsed.errors;
  const ours = await teamAddresses(ctx, pasted.people);
  const told = (lines: number[]) => ({ n: lines.length, lines: lines.slice(0, 10).join(', ') });
  const wrong = [
    pasted.wrong.length > 0 && say(ctx.reader, 'error.lines', told(pasted.wrong)),
    pasted.unseen.length > 0 && say(ctx.reader, 'error.unseen', told(pasted.unseen)),
    pasted.tooMany && say(ctx.reader, 'error.many'),
    ours.length > 0 && say(ctx.reader, 'error.ours', { emails: ours.join(', ') }),
  ].filter((one) => one !== false);
  if (wrong.length > 0) errors.people = wrong.join(' ');
  const meant = new Set((form.get('elsewhere') ?? '').split(','));
  const elsewhere = account ? await peopleElsewhere(ctx, account.id, pasted.people) : [];
  if (elsewhere.some(({ email }) => !meant.has(email))) errors.elsewhere = say(ctx.reader, 'error.elsewhere');
  if (!parsed.ok || Object.keys(errors).length > 0)
    return newPage(ctx, c, given, typed, errors, form.all('chosen'), elsewhere);
  const made = await planInvitations(ctx, {
    ...among,
    chosen: form.all('chosen'),
    pasted: pasted.people,
    plan: parsed.value,
  });
  const out = account ? leftOutInWords(ctx.reader, await leftOut(ctx, account.id, pasted.people)) : '';
  if (!made)
    return newPage(ctx, c, given, typed, { people: out || say(ctx.reader, 'error.nobody') }, form.all('chosen'));
  flash(c, [say(ctx.reader, 'planned', { n: made.people }), out].filter(Boolean).join(' '));
  return c.redirect(`/customers/invitations/${made.id}`, 303);
});

/** As many names as a line bears. */
const MOST_NAMED = 5;

function leftOutInWords(reader: Reader, all: LeftOut[]): string {
  const sentences = (['joined', 'ended', 'other'] as const).flatMap((why) => {
    const names = all.filter((one) => one.why === why).map(({ name }) => name);
    const more = names.length - MOST_NAMED;
    const named = more > 0 ? [...names.slice(0, MOST_NAMED), say(reader, 'out.more', { n: more })] : names;
    return named.length > 0 ? [say(reader, `out.${why}`, { n: names.length, names: formatList(reader, named) })] : [];
  });
  return sentences.length > 0 ? [say(reader, 'out', { n: all.length }), ...sentences].join(' ') : '';
}

room.get('/customers/invitations/:id', 'member', async (ctx, c) => {
  demand(mayInvite(ctx.actor));
  const batch = await findBatch(ctx, c.req.param('id') ?? '');
  const page = { reader: ctx.reader, guard: guardOf(c), batch, people: await batchPeople(ctx, batch.id) };
  const title = say(ctx.reader, 'batch.title', { n: batch.people });
  return c.render(<BatchPage {...page} />, { title, nav: 'customers', crumbs: crumbs(ctx, title), topics: ['inbox'] });
});

room.post('/customers/invitations/:id/stopping', 'member', async (ctx, c) => {
  const id = c.req.param('id') ?? '';
  await findBatch(ctx, id);
  await stopBatch(ctx, id);
  flash(c, say(ctx.reader, 'stopped'));
  return c.redirect(`/customers/invitations/${id}`, 303);
});

async function newPage(
  ctx: CtxOf<Member>,
  c: Context<Env>,
  given: { account: string; list: string },
  values: Record<string, string>,
  errors?: FieldErrors,
  chosen?: string[],
  elsewhere: Elsewhere[] = [],
): Promise<Response> {
  if (errors) c.status(422);
  const account = given.account ? await findAccount(ctx, given.account) : null;
  const list = given.list ? await findList(ctx, given.list) : null;
  const { people: known, count } = await whoMayBeAsked(ctx, {
    accountId: account?.id ?? null,
    importId: list?.id ?? null,
  });
  const mails = sendsMail(ctx.platform.config);
  const asked = account ? `?account=${account.id}` : list ? `?import=${list.id}` : '';
  const guard = guardOf(c, `/customers/invitations/new${asked}`);
  const page = { reader: ctx.reader, guard, account, list, known, count, values, errors, chosen, elsewhere, mails };
  const title = say(ctx.reader, 'new.title');
  return c.render(<NewBatch {...page} />, { title, nav: 'customers', crumbs: crumbs(ctx, title) });
}
