import type { Context } from 'hono';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import type { Form } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, notFound } from '#platform/http/http-error.ts';
import { onlySeen } from '#platform/http/line.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import { localMoment, momentOf } from '#platform/i18n/moment.ts';
import { findArticle, findToWrite, mayPublish, mayWrite, textsOf } from './access.ts';
import { type ArticleText, waitsFor } from './article.ts';
import { crumbs } from './crumbs.ts';
import { draftFields, type Saved, saveDraft } from './draft.ts';
import { forEditing, fromEditing } from './editing.ts';
import { type Editing, editing } from './editor-contents.ts';
import { localeOf } from './language-asked.ts';
import { lostIn, lostWords, readLost } from './left-out.ts';
import { say } from './messages.ts';
import { beWriting, stopWriting } from './presence.ts';
import { publish } from './publish.ts';
import { ArticleTools } from './views/article-tools.tsx';
import { Editor, type EditorProps } from './views/editor.tsx';

type On = CtxOf<Member>;
type Back = Partial<Pick<EditorProps, 'typed' | 'errors' | 'lost' | 'clash'>>;

/** The page on which an article is written, and its one form. */
export function editRoutes(room: Room): void {
  room.get('/knowledge/:number', 'member', async (ctx, c) => {
    // A page that asks again how it stands is told when it cannot be saved any more.
    if (c.req.header('x-portico-refresh')) await findToWrite(ctx, c.req.param('number') ?? '');
    return editor(ctx, c);
  });

  /** The beat of the editor. */
  room.post('/knowledge/:number/presence', 'member', async (ctx, c) => {
    const article = await findArticle(ctx, c.req.param('number') ?? '');
    await beWriting(ctx, article, await localeOf(ctx, article, c.req.query('lang')));
    return c.body(null, 204);
  });

  room.post('/knowledge/:number/draft', 'member', async (ctx, c) => {
    const number = c.req.param('number') ?? '';
    const article = await findToWrite(ctx, number);
    demand(mayWrite(ctx.actor));
    const locale = await localeOf(ctx, article, c.var.form.get('lang'));
    const form = rebased(c.var.form, shownPlan(usualPlan(ctx, await textsOf(ctx, article.id), locale)));
    const parsed = parseForm(draftFields, form, (key) => say(ctx.reader, key as 'error.title'));
    const when = readWhen(ctx, form);
    const errors = { ...(parsed.ok ? {} : parsed.errors), ...when.errors };
    if (!parsed.ok || Object.keys(errors).length > 0) return editor(ctx, c, { errors, typed: typedIn(form) });
    const { title, summary, body, revision } = parsed.value;
    const html = await fromEditing(ctx, body);
    const saved = await saveDraft(ctx, number, locale, { title, summary, html, revision });
    if (saved.outcome === 'clash') return clashed(ctx, c, form, saved);
    await stopWriting(ctx, article, locale);
    const publishes = c.var.form.get('act') === 'publish';
    const lost = lostIn(saved.lost);
    // What was left out, and what a colleague wrote meanwhile, is said on the page of the text.
    if (c.var.form.get('act') === 'preview' && !lost && saved.outcome !== 'merged')
      return c.redirect(`/knowledge/${number}/preview?lang=${locale}`, 303);
    // What a colleague wrote meanwhile was not looked at yet.
    if (publishes && saved.outcome !== 'merged') {
      if (saved.empty)
        // All of it is undone again: nothing is saved, and the form names what it named.
        return editor(ctx, c, { errors: { body: say(ctx.reader, 'error.body.empty') }, typed: typedIn(form) });
      const done = await publish(ctx, number, locale, { revision: saved.revision, tell: tells(form), ...when });
      const key = done.at ? 'scheduled' : 'published';
      flash(c, done.already ? say(ctx.reader, `${key}.already`) : say(ctx.reader, key, { n: done.version }));
    } else
      flash(
        c,
        saved.outcome === 'merged'
          ? say(ctx.reader, publishes ? 'merged.publish' : saved.own ? 'merged.own' : 'merged', {
              name: saved.by ?? say(ctx.reader, 'somebody'),
            })
          : say(ctx.reader, lost ? 'saved.lost' : 'saved'),
      );
    const next = new URLSearchParams({ lang: locale });
    if (lost) next.set('lost', lost);
    // What was said of publishing stands there until it is published.
    if ((!publishes || saved.outcome === 'merged') && mayPublish(ctx.actor)) {
      const texts = await textsOf(ctx, article.id);
      const usual = usualPlan(ctx, texts, locale);
      for (const [name, value] of Object.entries(planIn(form)))
        if (value !== usual[name as keyof Plan]) next.set(name, value);
    }
    return c.redirect(`/knowledge/${number}?${next}`, 303);
  });
}

/** What a form says of publishing, as its fields say it. A save keeps in its page's address what is not as usual. */
type Plan = Record<'at' | 'until' | 'note' | 'tell', string>;

const planIn = (form: Form): Plan => ({
  at: form.get('at') ?? '',
  until: form.get('until') ?? '',
  note: (form.get('note') ?? '').slice(0, 300),
  tell: form.get('tell') ?? 'off',
});

/** What a page showed of it, and a colleague may have said otherwise since. */
const shownPlan = ({ at, until }: Plan) => ({ at, until });

/** What the page's address says of publishing: every form on it leads back there. */
const planAsked = (c: Context<Env>): Partial<Plan> =>
  Object.fromEntries(Object.entries(c.req.query()).filter(([name]) => /^(at|until|note|tell)$/.test(name)));

/** While a text waits for its moment, what is published waits for it as well: nobody gives it to readers before by mending a word. */
function usualPlan({ reader, now }: On, texts: readonly ArticleText[], locale: string): Plan {
  const text = texts.find((one) => one.locale === locale);
  const waits = waitsFor(text, now);
  return {
    at: waits ? localMoment(reader.zone, waits) : '',
    until: text?.liveUntil && !text.archivedAt ? localMoment(reader.zone, text.liveUntil) : '',
    note: '',
    // An article that nobody could read before is news; a change seldom is.
    tell: texts.every(({ publishedAt }) => publishedAt === null) ? 'on' : 'off',
  };
}

const GRACE_MS = 600_000;

/** When what is published is read; empty means from now on, and without an end. */
function readWhen({ reader, now }: On, form: Form) {
  const errors: FieldErrors = {};
  const moment = (name: 'at' | 'until') => {
    const said = (form.get(name) ?? '').trim();
    const date = said === '' ? null : momentOf(reader.zone, said);
    if (date === undefined) errors[name] = say(reader, 'error.moment');
    return date ?? null;
  };
  const [at, until] = [moment('at'), moment('until')];
  // Whoever mistypes the year does not mean now; whoever thought about it for a while does.
  if (at && at.getTime() < now.getTime() - GRACE_MS && form.get('act') === 'publish')
    errors.at = say(reader, 'error.past');
  if (until && until <= (at && at > now ? at : now)) errors.until ??= say(reader, 'error.until');
  return {
    at,
    until,
    note: onlySeen(form.get('note') ?? '')
      .trim()
      .slice(0, 300),
    errors,
  };
}

/** The tick beside publishing. */
const tells = (form: Form): boolean => form.get('tell') === 'on';

const typedIn = (form: Form): EditorProps['typed'] => {
  const said = (name: string) => form.get(name) ?? '';
  return {
    title: said('title'),
    summary: said('summary'),
    body: said('body'),
    revision: Number(said('revision')) || 0,
    at: said('at'),
    until: said('until'),
    note: said('note'),
    tell: tells(form),
  };
};

/** Both texts come back, and the next save is one of both. */
async function clashed(
  ctx: On,
  c: Context<Env>,
  form: Form,
  { both, by, own, revision, clashes }: Extract<Saved, { outcome: 'clash' }>,
) {
  const body = await forEditing(ctx, both.html);
  const shown = clashes.map(async ({ mine, theirs }) => ({
    mine: await forEditing(ctx, mine),
    theirs: await forEditing(ctx, theirs),
  }));
  return editor(ctx, c, {
    typed: { ...typedIn(form), title: both.title, summary: both.summary, body, revision },
    clash: { by: by ?? say(ctx.reader, 'somebody'), own, clashes: await Promise.all(shown) },
  });
}

async function editor(ctx: On, c: Context<Env>, back?: Back): Promise<Response> {
  if (!mayWrite(ctx.actor)) throw notFound();
  const number = c.req.param('number') ?? '';
  const article = await findArticle(ctx, number);
  const asked = back ? c.var.form.get('lang') : c.req.query('lang');
  const [contents, kept] = await Promise.all([
    localeOf(ctx, article, asked).then((locale) => editing(ctx, article, locale)),
    back ? null : keptForm(ctx, c, `/knowledge/${number}/draft`),
  ]);
  const shown = shownPlan(usualPlan(ctx, contents.texts, contents.locale));
  const keptIn = kept?.get('lang') === contents.locale ? rebased(kept, shown) : null;
  const lost = back
    ? (back.lost ?? [])
    : readLost(c.req.query('lost')).map(([kind, n]) => lostWords(ctx.reader, kind, n));
  if (back) c.status(422);
  return c.render(
    <Editor
      ctx={ctx}
      guard={guardOf(c, `/knowledge/${number}?${new URLSearchParams({ lang: contents.locale, ...planAsked(c) })}`)}
      editing={contents}
      shown={shown}
      typed={back?.typed ?? typedBefore(ctx, contents, keptIn, planAsked(c))}
      errors={back?.errors ?? {}}
      lost={lost}
      clash={back?.clash}
    />,
    {
      title: contents.current.title || say(ctx.reader, 'untitled'),
      nav: 'knowledge',
      crumbs: await crumbs(ctx, article),
      topics: [`article:${article.id}`],
      after: <ArticleTools reader={ctx.reader} />,
    },
  );
}

/** The text as it was saved last, with what was typed when a session ended; `plan` is what its address says of publishing. */
function typedBefore(
  ctx: On,
  { current, body, texts, locale }: Editing,
  kept: Form | null,
  plan: Partial<Plan>,
): EditorProps['typed'] {
  const said = (name: string, otherwise: string) => kept?.get(name) ?? otherwise;
  const usual = usualPlan(ctx, texts, locale);
  return {
    title: said('title', current.title),
    summary: said('summary', current.summary),
    body: said('body', body),
    revision: kept ? Number(said('revision', '0')) : current.revision,
    at: said('at', plan.at ?? usual.at),
    until: said('until', plan.until ?? usual.until),
    note: said('note', plan.note ?? usual.note),
    tell: kept ? tells(kept) : (plan.tell ?? usual.tell) === 'on',
  };
}
