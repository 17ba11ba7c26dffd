import type { Ctx } from '#platform/http/context.ts';
import type { Form } from '#platform/http/form.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import type { About, Field } from './field.ts';
import { say } from './messages.ts';
import { readValue, writeNumber } from './value.ts';
import { filesThatStay, type Value, type Written } from './values.ts';

export const inputName = (field: Pick<Field, 'id'>): string => `f-${field.id}`;
/** Ticked to take a file away. */
export const noneName = (field: Pick<Field, 'id'>): string => `f-${field.id}-none`;

/** What stood there when the form was made: what has not been touched is no wish, whatever has become of it meanwhile. */
export const wasName = (field: Pick<Field, 'id'>): string => `f-${field.id}-was`;

/** What was typed into a field that is none of these: one that was closed while the form was open. A file is called by its name. */
export function typedIntoClosed(
  { fields: typed, files, get }: Form,
  fields: readonly Field[],
): { name: string; text: string }[] {
  const known = new Set(fields.map(inputName));
  const written = [...typed.keys()].map((name) => ({ name, text: get(name) ?? '', was: get(`${name}-was`) ?? '' }));
  return [...written, ...files.map(({ field, name }) => ({ name: field, text: name, was: '' }))]
    .filter(({ name, text, was }) => /^f-[0-9a-f-]{36}$/.test(name) && !known.has(name) && text !== was)
    .map(({ name, text }) => ({ name, text }));
}

export const bringsClosed = (form: Form, fields: readonly Field[]): boolean => typedIntoClosed(form, fields).length > 0;

/** Says beside a file that stays why: to the team that it is held, to a customer that we are to be asked. */
export async function refuseFilesThatStay(ctx: Ctx, about: About, read: FieldForm): Promise<void> {
  const key = ctx.actor.kind === 'contact' ? 'error.file.stays' : 'error.file.held';
  for (const field of await filesThatStay(ctx, about, read.written))
    read.errors[inputName(field)] = say(ctx.reader, key);
}

/** Members that a field may name. */
export const peopleToName = (ctx: Ctx): Promise<{ id: string; name: string }[]> =>
  ctx.db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('disabled_at', 'is', null)
    .orderBy('name')
    .execute();

/** The same, and whoever is named already: somebody who has left the team stays where they stand. */
export function withHolders(
  people: { id: string; name: string }[],
  fields: readonly Field[],
  values: ReadonlyMap<string, Value>,
): { id: string; name: string }[] {
  const known = new Map(people.map((one) => [one.id, one]));
  for (const { id, kind } of fields) {
    const held = kind === 'person' ? values.get(id) : undefined;
    if (held && !known.has(held.text)) known.set(held.text, { id: held.text, name: held.name ?? '…' });
  }
  return [...known.values()];
}

export interface FieldForm {
  written: Written[];
  errors: FieldErrors;
  /** As typed, for a form that comes back. */
  typed: Record<string, string>;
}

/** Reads the fields of a form. `strict` demands what is required; a file that was there before counts as given. */
export async function readFieldForm(
  ctx: Ctx,
  form: Form,
  fields: readonly Field[],
  strict: boolean,
  before: ReadonlyMap<string, Value> = new Map(),
): Promise<FieldForm> {
  const people = new Set(
    fields.some((one) => one.kind === 'person') ? (await peopleToName(ctx)).map((one) => one.id) : [],
  );
  const read: FieldForm = { written: [], errors: {}, typed: {} };
  for (const field of fields) {
    if (field.kind === 'file') readFile(ctx, form, field, strict, before, read);
    else readTyped(ctx, form, field, strict, people, read);
  }
  return read;
}

function readTyped(ctx: Ctx, form: Form, field: Field, strict: boolean, people: ReadonlySet<string>, read: FieldForm) {
  const name = inputName(field);
  const was = form.get(wasName(field));
  const typed = form.get(name) ?? was ?? '';
  read.typed[name] = typed;
  if (was !== undefined) read.typed[wasName(field)] = was;
  if (typed === was && !(typed === '' && strict && field.required)) return;
  const value = readValue(field, typed, ctx.reader, people);
  if (!value.ok) read.errors[name] = say(ctx.reader, value.error);
  else if (strict && field.required && value.value === null) read.errors[name] = say(ctx.reader, 'error.required');
  else read.written.push({ field, value: value.value });
}

function readFile(
  ctx: Ctx,
  form: Form,
  field: Field,
  strict: boolean,
  before: ReadonlyMap<string, Value>,
  read: FieldForm,
) {
  const file = form.files.find((one) => one.field === inputName(field));
  const gone = form.get(noneName(field)) === 'yes';
  if (file) read.written.push({ field, value: file });
  else if (gone && !(strict && field.required)) read.written.push({ field, value: null });
  else if (strict && field.required && !before.has(field.id)) {
    read.errors[inputName(field)] = say(ctx.reader, 'error.required');
  }
}

/** What stands in the inputs, from what is known, as its reader writes it. */
export function typedOf(
  values: ReadonlyMap<string, Value>,
  fields: readonly Field[],
  reader: Pick<Reader, 'locale'>,
): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const { id, kind } of fields) {
    const { text = '' } = values.get(id) ?? {};
    typed[inputName({ id })] = typed[wasName({ id })] = kind === 'number' ? writeNumber(text, reader) : text;
  }
  return typed;
}
