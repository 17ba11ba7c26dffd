import type { Context } from 'hono';
import { askProof } from '#features/identity/index.ts';
import { askedForm, dataOf, takenAlong } from '#features/profile/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { recordMany } from '#platform/events/record-many.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, notFound } from '#platform/http/http-error.ts';
import { parseForm } from '#platform/http/parse.ts';
import { createRoom } from '#platform/http/room.ts';
import { actorOf } from '#platform/http/scoped.ts';
import { knowsOfCopies, mayForget, mayForgetAnybody, mayTakeData } from './access.ts';
import { dataTaken } from './events.ts';
import { type Degree, forget } from './forget.ts';
import { holdForm, openHolds, placeHold } from './holds.ts';
import { say } from './messages.ts';
import { findSubject, type Subject, weightOf, whyNotForget } from './subject.ts';
import { PersonPage } from './views/person.tsx';

export const room = createRoom('privacy');

type Own = CtxOf<Member>;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const pageOf = ({ contactId }: Subject) => `/contacts/${contactId}/privacy`;

async function there(ctx: Own, c: Context<Env>): Promise<Subject> {
  if (!mayForget(ctx.actor) && !knowsOfCopies(ctx.actor)) throw notFound();
  return findSubject(ctx, c.req.param('contact') ?? '');
}

room.get('/contacts/:contact/privacy', 'member', async (ctx, c) => personPage(ctx, c, await there(ctx, c)));

interface Refused {
  reason?: string | undefined;
  /** What stood in the form. */
  typed?: string | undefined;
  sure?: Degree;
}

async function personPage(ctx: Own, c: Context<Env>, subject: Subject, refused?: Refused): Promise<Response> {
  if (refused) c.status(422);
  const rows = new Set<string | null>(subject.contacts.map(({ id }) => id));
  const holds = (await openHolds(ctx)).filter(({ contactId }) => rows.has(contactId));
  const page = (
    <PersonPage
      ctx={ctx}
      guard={guardOf(c, pageOf(subject))}
      subject={subject}
      weight={await weightOf(ctx, subject)}
      why={await whyNotForget(ctx, subject)}
      holds={holds}
      take={mayTakeData(ctx.actor) ? 'yes' : knowsOfCopies(ctx.actor) ? 'limited' : 'no'}
      mayHold={mayForget(ctx.actor)}
      forgets={mayForgetAnybody(ctx.actor) ? 'yes' : mayForget(ctx.actor) ? 'limited' : 'no'}
      refused={refused}
    />
  );
  const title = say(ctx.reader, 'title', { name: subject.name });
  return c.render(page, {
    title,
    nav: 'customers',
    crumbs: [
      { label: subject.accountName, href: `/customers/${subject.accountId}` },
      { label: subject.name, href: `/customers/${subject.accountId}/contacts/${subject.contactId}` },
      { label: say(ctx.reader, 'short') },
    ],
    topics: [`account:${subject.accountId}`],
  });
}

room.post('/contacts/:contact/data', 'member', async (ctx, c) => {
  if (!knowsOfCopies(ctx.actor)) throw notFound();
  const subject = await there(ctx, c);
  demand(mayTakeData(ctx.actor));
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const { contactId, contacts } = subject;
  // Each customer whose part of it leaves is told in its own history.
  const data = { contact: contactId, entries: contacts.map(({ id }) => id) };
  await recordMany(
    ctx,
    dataTaken,
    contacts.map(({ id, accountId }) => ({ subjectId: id, accountId, data })),
  );
  const form = askedForm(c);
  takenAlong(c, `${ctx.workspace.slug}-person`, form);
  return c.body(dataOf(ctx, whose(ctx, subject), () => stillMay(ctx, c.var.sessionToken), form));
});

/** The person at every entry of theirs; who never signed in has no login. */
const whose = ({ workspace }: Own, { contacts, identityId }: Subject) => ({
  people: contacts.map((one) => ({
    workspaceId: workspace.id,
    identityId: one.identityId ?? identityId ?? NOBODY,
    kind: 'contact' as const,
    personId: one.id,
    accountId: one.accountId,
    email: one.email,
  })),
  entries: contacts.map(({ id, accountName: customer, name, email }) => ({ id, customer, name, email })),
});

function stillMay({ platform, workspace, actor }: Own, token: string): Promise<boolean> {
  const scope = { workspaceId: workspace.id, tokenHash: sha256Hex(token), readOnly: true };
  return inScope(platform.pool, scope, async (_, who) => ({
    value: who.identity_id === actor.identityId && mayTakeData(actorOf(who)),
    commit: true,
  }));
}

room.post('/contacts/:contact/holds', 'member', async (ctx, c) => {
  if (!mayForget(ctx.actor)) throw notFound();
  const subject = await there(ctx, c);
  const parsed = parseForm(holdForm, c.var.form, (key) => say(ctx.reader, key as 'hold.reason.missing'));
  if (!parsed.ok) return personPage(ctx, c, subject, { reason: parsed.errors.reason, typed: parsed.values.reason });
  await placeHold(ctx, { contactId: subject.contactId }, parsed.value.reason);
  flash(c, say(ctx.reader, 'hold.placed'));
  return c.redirect(pageOf(subject), 303);
});

const acts = { anonymisation: 'anonymised', erasure: 'erased' } as const;

for (const [path, degree] of Object.entries(acts)) {
  room.post(`/contacts/:contact/${path}`, 'member', async (ctx, c) => {
    if (!mayForget(ctx.actor)) throw notFound();
    const subject = await there(ctx, c);
    demand(mayForgetAnybody(ctx.actor));
    if (c.var.form.get('sure') !== 'yes') return personPage(ctx, c, subject, { sure: degree });
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    // The contents of files are no row's by now, and go with the next night's housekeeping.
    await forget(ctx, subject, degree);
    flash(c, say(ctx.reader, `done.${degree}`));
    return c.redirect(pageOf(subject), 303);
  });
}
