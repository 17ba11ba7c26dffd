import { sql } from 'kysely';
import { z } from 'zod';
import { isId, newId } from '#platform/db/ids.ts';
import { type Asker, type Given, kept } from '#platform/db/kept.ts';
import { alone, together } from '#platform/db/turns.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { fieldDefined } from './events.ts';
import { type Field, kinds, mayManageFields, openness, type Subject, subjects } from './field.ts';
import {
  choiceLines,
  choicesHaveWords,
  hintLine,
  labelLine,
  namesOf,
  type Words,
  wordFacts,
  wordFields,
  wordsIn,
} from './words.ts';

const rows = (by: Asker) =>
  by.db
    .selectFrom('field_definitions')
    .select(['id', 'subject', 'label', 'hint', 'kind', 'choices', 'customer', 'edits', 'required', 'position', 'words'])
    .select(['at_sign_up as atSignUp', 'archived_at as archivedAt'])
    .where('workspace_id', '=', by.workspace.id);

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const fieldOf =
  (ctx: Ctx) =>
  (row: Row): Field => {
    const field = row as unknown as Omit<Field, 'said' | 'base'>;
    const { label, hint, words } = field;
    return { ...field, ...inWordsOf(ctx, { label, hint }, words), base: { label, hint } };
  };

/** What a field is called for its reader: in their language as far as it speaks it. */
export function inWordsOf({ reader }: Pick<Ctx, 'reader'>, base: Field['base'], words: unknown) {
  const theirs = (words as Words)[reader.locale];
  return { label: theirs?.label || base.label, hint: theirs?.hint || base.hint, said: theirs?.choices ?? {} };
}

/** What each field that was ever made is called for its reader, by what it was made as. */
export async function fieldsCalled(ctx: Ctx): Promise<ReadonlyMap<string, string>> {
  // Of two that are called the same, the one in use holds.
  const all = await rows(ctx)
    .orderBy('archived_at', (by) => by.asc().nullsLast())
    .execute();
  return new Map(all.map(({ label, words }) => [label, inWordsOf(ctx, { label, hint: '' }, words).label]));
}

const inUse = kept((by, { subject }: Given<{ subject: Subject }>) =>
  rows(by).where('subject', '=', subject).where('archived_at', 'is', null).orderBy('position').orderBy('label'),
);

/** The fields in use of one kind of thing, in their order: for a contact those they may see, by the policies. */
export const fieldsOf = async (ctx: Ctx, subject: Subject): Promise<Field[]> =>
  (await inUse.all(ctx, { subject })).map(fieldOf(ctx));

/**
 * The same for a customer who is about to write values: until their transaction ends no definition changes. Their walls look at them anew, and
 * know nothing of what was read before. Which of them are shut was written down when they came in, and may be no longer so after the wait.
 */
export async function fieldsToWrite(ctx: Ctx, subject: Subject): Promise<Field[]> {
  await together(ctx.db, ctx.workspace.id, 'fields');
  await sql`select app.shut_doors()`.execute(ctx.db);
  return fieldsOf(ctx, subject);
}

/** All that were ever made, for the settings. */
export async function allFields(ctx: CtxOf<Member>): Promise<Field[]> {
  return (await rows(ctx).orderBy('position').orderBy('label').execute()).map(fieldOf(ctx));
}

export async function findField(ctx: Ctx, id: string): Promise<Field> {
  const row = isId(id) ? await rows(ctx).where('id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound();
  return fieldOf(ctx)(row);
}

/** As `findField`, and nobody else changes it, and no customer writes into one, until this transaction is over. */
export async function lockField(ctx: Ctx, id: string): Promise<Field> {
  await alone(ctx.db, ctx.workspace.id, 'fields');
  return findField(ctx, id);
}

/** What is about a ticket, and a file, always holds at once. */
const mayWait = ({ subject, kind }: Pick<Field, 'subject' | 'kind'>): boolean =>
  subject !== 'ticket' && kind !== 'file';

export const definitionFields = z
  .object({
    subject: z.enum(subjects, 'error.form'),
    kind: z.enum(kinds, 'error.form'),
    label: labelLine.min(1, 'error.label.empty'),
    hint: hintLine,
    choices: choiceLines.transform((lines) => [...new Set(lines)]),
    ...wordFields('en'),
    ...wordFields('de'),
    customer: z.enum(openness, 'error.form'),
    edits: z.enum(['apply', 'approve'], 'error.form').optional().default('apply'),
    required: z
      .string()
      .optional()
      .transform((value) => value === 'yes'),
    at_sign_up: z
      .string()
      .optional()
      .transform((value) => value === 'yes'),
  })
  .refine(({ kind, choices }) => kind !== 'choice' || choices.length > 0, {
    path: ['choices'],
    message: 'error.choices.empty',
  })
  .refine(({ edits, customer, ...about }) => edits === 'apply' || customer !== 'edit' || mayWait(about), {
    path: ['edits'],
    message: 'error.edits.atOnce',
  })
  .superRefine(choicesHaveWords)
  .transform((one) => {
    const { subject, kind, label, hint, choices, customer, required } = one;
    return {
      ...{ subject, kind, label, hint, choices, customer, required },
      words: wordsIn(one),
      edits: mayWait(one) ? one.edits : ('apply' as const),
      at_sign_up: one.at_sign_up && mayBeAskedAtTheDoor(one),
    };
  });

/** Of somebody nobody knows yet: what they could fill in themselves, and what names nobody of the team and brings no file. */
export const mayBeAskedAtTheDoor = ({
  subject,
  kind,
  customer,
}: Pick<Field, 'subject' | 'kind' | 'customer'>): boolean =>
  customer === 'edit' && subject !== 'ticket' && kind !== 'person' && kind !== 'file';

export type Definition = z.output<typeof definitionFields>;

/** What a new one is; in one language, unless it says otherwise. */
export type NewField = Omit<Definition, 'words'> & Partial<Pick<Definition, 'words'>>;

/** Whether another field in use is called so already, in any language: an import could not tell them apart. */
export async function labelTaken(
  ctx: Ctx,
  subject: Subject,
  names: readonly string[],
  butFor?: string,
): Promise<boolean> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const others = (await fieldsOf(ctx, subject)).filter(({ id }) => id !== butFor);
  return others.some((one) => namesOf(one).some((name) => wanted.has(name.toLowerCase())));
}

export async function defineField(ctx: CtxOf<Member>, given: NewField): Promise<string> {
  demand(mayManageFields(ctx.actor));
  const id = newId(ctx.now.getTime());
  const position = (await fieldsOf(ctx, given.subject)).length;
  const words = JSON.stringify(given.words ?? {});
  await ctx.db
    .insertInto('field_definitions')
    .values({ workspace_id: ctx.workspace.id, id, position, created_at: ctx.now, ...given, words })
    .execute();
  await record(ctx, fieldDefined, { subjectId: id, accountId: null, data: { how: 'made' } });
  return id;
}

/** Its kind, and what it is about, stay: there are values of it. A choice that is gone stays where it was chosen. */
export async function changeField(ctx: CtxOf<Member>, id: string, given: Definition): Promise<void> {
  demand(mayManageFields(ctx.actor));
  const before = await findField(ctx, id);
  const { label, hint, choices, customer, required, at_sign_up, words } = given;
  const edits = mayWait(before) ? given.edits : 'apply';
  const next = { label, hint, choices, customer, edits, required };
  await update(ctx, id, { ...next, at_sign_up, words: JSON.stringify(words) });
  const was = { ...before, ...before.base, ...wordFacts(before.words, before.choices) };
  const different = changed(was, { ...was, ...next, ...wordFacts(words, choices), atSignUp: at_sign_up });
  if (Object.keys(different).length === 0) return;
  await record(ctx, fieldDefined, { subjectId: id, accountId: null, data: { how: 'changed', changes: different } });
}

export async function archiveField(
  ctx: CtxOf<Member>,
  id: string,
  archived: 'away' | 'back',
): Promise<'done' | 'taken'> {
  demand(mayManageFields(ctx.actor));
  const field = await lockField(ctx, id);
  if (archived === 'back' && (await labelTaken(ctx, field.subject, namesOf(field), id))) return 'taken';
  await update(ctx, id, { archived_at: archived === 'away' ? ctx.now : null });
  const how = archived === 'away' ? 'archived' : 'restored';
  await record(ctx, fieldDefined, { subjectId: id, accountId: null, data: { how } });
  return 'done';
}

/** One step up in its list. */
export async function raiseField(ctx: CtxOf<Member>, id: string): Promise<void> {
  demand(mayManageFields(ctx.actor));
  const { subject } = await findField(ctx, id);
  const order = (await fieldsOf(ctx, subject)).map((one) => one.id);
  const at = order.indexOf(id);
  if (at < 1) return;
  order.splice(at - 1, 2, order[at]!, order[at - 1]!);
  for (const [position, each] of order.entries()) await update(ctx, each, { position });
  await record(ctx, fieldDefined, { subjectId: id, accountId: null, data: { how: 'moved' } });
}

type Change = Partial<Pick<Field, 'label' | 'hint' | 'choices' | 'customer' | 'edits' | 'required' | 'position'>>;
const update = (
  ctx: Ctx,
  id: string,
  set: Change & { at_sign_up?: boolean; archived_at?: Date | null; words?: string },
) =>
  ctx.db
    .updateTable('field_definitions')
    .set(set)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
