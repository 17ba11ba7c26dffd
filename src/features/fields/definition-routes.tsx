import type { Context } from 'hono';
import {
  everyone,
  gateNames,
  gatesOf,
  mayManageGates,
  type OpenTo,
  openedByField,
  readGate,
  segmentsToName,
  setGate,
  shownGate,
} from '#features/gates/index.ts';
import { settingsPage } from '#features/settings/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { type Form, firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased, type Shown } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import { formatList } from '#platform/i18n/format.ts';
import { locales, type Reader } from '#platform/i18n/reader.ts';
import {
  allFields,
  archiveField,
  changeField,
  type Definition,
  defineField,
  definitionFields,
  findField,
  labelTaken,
  lockField,
  raiseField,
} from './definitions.ts';
import { type Field, isFilledByThem, mayManageFields } from './field.ts';
import { say } from './messages.ts';
import { DefinitionPage } from './views/definition.tsx';
import { Definitions } from './views/definitions.tsx';
import { namesOf, otherLanguages, typedWords, wordNames } from './words.ts';

type On = CtxOf<Member>;

const speak = (reader: Reader) => (key: string) =>
  say(reader, (key in say.messages.en ? key : 'error.form') as 'error.form');

/** Settings that this member does not have are not there. */
const admit = ({ actor }: On) => {
  if (!mayManageFields(actor)) throw notFound();
};

/** The fields a business makes for itself. */
export function definitionRoutes(room: Room): void {
  room.get('/settings/fields', 'member', async (ctx, c) => {
    admit(ctx);
    const page = <Definitions reader={ctx.reader} guard={guardOf(c)} fields={await allFields(ctx)} />;
    return settingsPage(ctx, c, page, { section: 'fields', title: say(ctx.reader, 'title') });
  });

  room.get('/settings/fields/new', 'member', async (ctx, c) => {
    admit(ctx);
    const kept = await keptForm(ctx, c, '/settings/fields');
    if (kept) return definitionPage(ctx, c, null, firstValues(kept.fields), undefined, kept);
    return definitionPage(ctx, c, null, {
      subject: c.req.query('subject') ?? 'account',
      kind: 'text',
      customer: 'hidden',
      edits: 'apply',
    });
  });

  room.post('/settings/fields', 'member', async (ctx, c) => {
    admit(ctx);
    const { form } = c.var;
    const parsed = parseForm(definitionFields, form, speak(ctx.reader));
    if (!parsed.ok) return definitionPage(ctx, c, null, firstValues(form.fields), parsed.errors);
    if (await labelTaken(ctx, parsed.value.subject, namesIn(parsed.value))) {
      return definitionPage(ctx, c, null, firstValues(form.fields), { label: say(ctx.reader, 'error.label.taken') });
    }
    const open = gateIn(ctx, form);
    if (open === 'none chosen') return definitionPage(ctx, c, null, firstValues(form.fields), gateError(ctx));
    const id = await defineField(ctx, parsed.value);
    if (open) await setGate(ctx, 'field', id, open);
    flash(c, say(ctx.reader, 'made', { label: parsed.value.label }));
    return c.redirect('/settings/fields', 303);
  });

  room.get('/settings/fields/:id', 'member', async (ctx, c) => {
    admit(ctx);
    const field = await findField(ctx, c.req.param('id') ?? '');
    const kept = await keptForm(ctx, c, c.req.path);
    if (!kept) return definitionPage(ctx, c, field, typedOf(field));
    const form = rebased(kept, await shownOf(ctx, field), together);
    const typed = { ...firstValues(form.fields), subject: field.subject, kind: field.kind };
    return definitionPage(ctx, c, field, typed, undefined, form);
  });

  room.post('/settings/fields/:id', 'member', async (ctx, c) => {
    admit(ctx);
    const field = await lockField(ctx, c.req.param('id') ?? '');
    const form = rebased(c.var.form, await shownOf(ctx, field), together);
    const fixed = { subject: field.subject, kind: field.kind };
    const parsed = parseForm(definitionFields, { ...form, fields: withFixed(form.fields, fixed) }, speak(ctx.reader));
    const typed = { ...firstValues(form.fields), ...fixed };
    if (!parsed.ok) return definitionPage(ctx, c, field, typed, parsed.errors, form);
    if (await labelTaken(ctx, field.subject, namesIn(parsed.value), field.id)) {
      return definitionPage(ctx, c, field, typed, { label: say(ctx.reader, 'error.label.taken') }, form);
    }
    const open = gateIn(ctx, form);
    if (open === 'none chosen') return definitionPage(ctx, c, field, typed, gateError(ctx), form);
    await changeField(ctx, field.id, parsed.value);
    if (open) await setGate(ctx, 'field', field.id, open);
    flash(c, await changedText(ctx, field));
    return c.redirect('/settings/fields', 303);
  });

  room.post('/settings/fields/:id/archival', 'member', async (ctx, c) => {
    admit(ctx);
    const field = await findField(ctx, c.req.param('id') ?? '');
    await archiveField(ctx, field.id, 'away');
    flash(c, say(ctx.reader, 'archived', { label: field.label }));
    return c.redirect('/settings/fields', 303);
  });

  room.post('/settings/fields/:id/restoration', 'member', async (ctx, c) => {
    admit(ctx);
    const field = await findField(ctx, c.req.param('id') ?? '');
    const done = await archiveField(ctx, field.id, 'back');
    flash(c, say(ctx.reader, done === 'done' ? 'restored' : 'restored.taken', { label: field.label }));
    return c.redirect('/settings/fields', 303);
  });

  room.post('/settings/fields/:id/rise', 'member', async (ctx, c) => {
    admit(ctx);
    await raiseField(ctx, c.req.param('id') ?? '');
    return c.redirect('/settings/fields', 303);
  });
}

const namesIn = ({ label, words }: Definition): string[] => namesOf({ base: { label }, words });

/** Says so when customers can open something by it now, and could not before. */
async function changedText(ctx: On, before: Field): Promise<string> {
  const field = await findField(ctx, before.id);
  const now = isFilledByThem(field) && !isFilledByThem(before) ? await openedWords(ctx, field) : [];
  const { label } = field;
  if (now.length === 0) return say(ctx.reader, 'changed', { label });
  return say(ctx.reader, 'changed.opens', { label, opened: formatList(ctx.reader, now) });
}

const openedWords = async (ctx: On, field: Field | null): Promise<string[]> =>
  field && field.subject === 'account' && !field.archivedAt
    ? (await openedByField(ctx, field.id)).map((one) => say(ctx.reader, 'opened', one))
    : [];

/** What the form says of which customers are shown the field: only whoever decides that is asked. */
const gateIn = (ctx: On, form: Form) => (mayManageGates(ctx.actor) ? readGate(form, 'shown') : null);
const gateError = (ctx: On): FieldErrors => ({ shown: say(ctx.reader, 'error.shown') });

const withFixed = (fields: ReadonlyMap<string, string[]>, fixed: Record<string, string>): Map<string, string[]> => {
  const all = new Map(fields);
  for (const [name, value] of Object.entries(fixed)) all.set(name, [value]);
  return all;
};

/** What the form of a field shows of it as it is. */
async function shownOf(ctx: On, field: Field): Promise<Shown> {
  const { subject, kind, ...typed } = typedOf(field);
  return { ...typed, ...(mayManageGates(ctx.actor) && shownGate('shown', await storedGate(ctx, field))) };
}

const storedGate = async (ctx: On, field: Field): Promise<OpenTo> =>
  (await gatesOf(ctx, 'field')).get(field.id) ?? everyone;

/** Choices are said line by line in every language, and to whom it is shown is one answer. */
const together = [
  ['choices', ...locales.map((locale) => wordNames(locale).choices)],
  Object.values(gateNames('shown')),
];

const typedOf = (field: Field): Record<string, string> => ({
  subject: field.subject,
  kind: field.kind,
  ...field.base,
  choices: field.choices.join('\n'),
  ...typedWords(field.words, field.choices),
  customer: field.customer,
  edits: field.edits,
  required: field.required ? 'yes' : '',
  at_sign_up: field.atSignUp ? 'yes' : '',
});

async function definitionPage(
  ctx: On,
  c: Context<Env>,
  field: Field | null,
  values: Record<string, string>,
  errors?: FieldErrors,
  sent: Form | null = c.req.method === 'POST' ? c.var.form : null,
) {
  if (errors) c.status(422);
  const shown = mayManageGates(ctx.actor)
    ? { open: await openNow(ctx, sent, field), segments: await segmentsToName(ctx) }
    : undefined;
  const opened = await openedWords(ctx, field);
  const stored = field ? await shownOf(ctx, field) : undefined;
  const languages = otherLanguages(ctx.workspace.locale, field?.words);
  const facts = { guard: guardOf(c), field, values, errors, shown, opened, languages, stored };
  const page = <DefinitionPage reader={ctx.reader} {...facts} />;
  const title = field ? field.label : say(ctx.reader, 'new.title');
  const between = [{ label: say(ctx.reader, 'title'), href: '/settings/fields' }];
  return settingsPage(ctx, c, page, { section: 'fields', title, between });
}

/** Which customers are shown it: as the form that came back or was kept says, else as it is. */
async function openNow(ctx: On, sent: Form | null, field: Field | null): Promise<OpenTo> {
  const said = sent && readGate(sent, 'shown');
  if (said) return said === 'none chosen' ? { to: 'segments', segments: [] } : said;
  return field ? storedGate(ctx, field) : everyone;
}
