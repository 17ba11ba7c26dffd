import type { Context } from 'hono';
import { writeNumber } from '#features/fields/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { rebased, type Shown, WAS_FIELD, wasShown } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { mayManageSegments } from './access.ts';
import { type Attribute, attributesOf } from './attributes.ts';
import { changeSegment, makeSegment, nameTaken, segmentFields } from './change.ts';
import { crumbs } from './crumbs.ts';
import { say } from './messages.ts';
import { preview } from './preview.ts';
import { type Condition, MOST_CONDITIONS } from './rule.ts';
import { findSegment, lockSegment, type Segment } from './segment.ts';
import { queryOf, readConditions, type Source, type Typed, writeConditions } from './typed.ts';
import { Editor } from './views/editor.tsx';

type On = CtxOf<Member>;

const speak = (reader: Reader) => (key: string) =>
  say(reader, (key in say.messages.en ? key : 'error.form') as 'error.form');

/** Making a segment and changing its rule: what is half said stands in the address, so that it can be looked at first. */
export function editRoutes(room: Room): void {
  room.get('/customers/segments/new', 'member', async (ctx, c) => {
    demand(mayManageSegments(ctx.actor));
    return editor(ctx, c, null, (await keptSource(ctx, c, '/customers/segments')) ?? queryOf(c.req.url));
  });

  room.get('/customers/segments/:id/rule', 'member', async (ctx, c) => {
    const segment = await findSegment(ctx, c.req.param('id') ?? '');
    demand(mayManageSegments(ctx.actor));
    const kept = await keptSource(ctx, c, `/customers/segments/${segment.id}`);
    const source = kept ?? queryOf(c.req.url);
    if (source.get('name') !== undefined) return editor(ctx, c, segment, source);
    return editor(ctx, c, segment, stored(segment, await attributesOf(ctx, 'account'), ctx.reader));
  });

  /** Another line, one line fewer, or a look at who would be in: nothing is saved. */
  room.post('/customers/segments/draft', 'member', async (ctx, c) => {
    demand(mayManageSegments(ctx.actor));
    const { form } = c.var;
    const id = form.get('segment');
    const segment = id ? await findSegment(ctx, id) : null;
    const { drafts } = readConditions(form, await attributesOf(ctx, 'account'), ctx.reader);
    const query = new URLSearchParams();
    for (const name of ['name', 'note', 'kind', 'match']) query.set(name, (form.get(name) ?? '').slice(0, 300));
    writeConditions(query, drafts);
    // Whoever only looks has still begun with what the page showed them.
    if (segment && wasShown(form.get(WAS_FIELD))) query.set(WAS_FIELD, form.get(WAS_FIELD)!);
    const path = segment ? `/customers/segments/${segment.id}/rule` : '/customers/segments/new';
    return c.redirect(`${path}?${query}`, 303);
  });

  room.post('/customers/segments', 'member', (ctx, c) => save(ctx, c, null));
  room.post('/customers/segments/:id', 'member', async (ctx, c) =>
    save(ctx, c, await findSegment(ctx, c.req.param('id') ?? '')),
  );
}

/** What was kept of the form, whether it was to be saved or only looked at. */
const keptSource = async (ctx: On, c: Context<Env>, path: string): Promise<Source | null> =>
  (await keptForm(ctx, c, path)) ?? (await keptForm(ctx, c, '/customers/segments/draft'));

async function save(ctx: On, c: Context<Env>, found: Segment | null): Promise<Response> {
  demand(mayManageSegments(ctx.actor));
  const segment = found && (await lockSegment(ctx, found.id));
  const attributes = await attributesOf(ctx, 'account');
  const form = segment ? rebased(c.var.form, shownOf(segment, attributes, ctx.reader), together) : c.var.form;
  const parsed = parseForm(segmentFields, form, speak(ctx.reader));
  const kind = segment?.kind ?? (form.get('kind') === 'hand' ? 'hand' : 'rule');
  const typed: Typed =
    kind === 'hand' ? { drafts: [], conditions: [], errors: {} } : readConditions(form, attributes, ctx.reader);
  const errors: FieldErrors = { ...(parsed.ok ? {} : parsed.errors), ...typed.errors };
  if (kind === 'rule' && typed.drafts.length === 0) errors.conditions = say(ctx.reader, 'error.conditions');
  if (parsed.ok && (await nameTaken(ctx, parsed.value.name, segment?.id))) {
    errors.name = say(ctx.reader, 'error.name.taken');
  }
  if (!parsed.ok || Object.keys(errors).length > 0) return editor(ctx, c, segment, form, errors);
  const { name, note, match } = parsed.value;
  const given = { name, note, kind, rule: { match, conditions: typed.conditions } };
  if (segment) {
    const { came, left } = await changeSegment(ctx, segment.id, given);
    flash(c, say(ctx.reader, 'changed', { name, came: came.length, left: left.length }));
    return c.redirect(`/customers/segments/${segment.id}`, 303);
  }
  const { id, n } = await makeSegment(ctx, given);
  flash(c, say(ctx.reader, 'made', { name, n }));
  return c.redirect(`/customers/segments/${id}`, 303);
}

/** A stored rule, as the editor reads a form: numbers as its reader writes them. */
function stored({ name, note, kind, rule }: Segment, attributes: readonly Attribute[], reader: Reader): Source {
  const query = new URLSearchParams({ name, note, kind, match: rule.match });
  const numbers = new Set(attributes.filter((one) => one.kind === 'number').map(({ on }) => on));
  const typed = (one: Condition) =>
    numbers.has(one.on) ? { ...one, values: one.values.map((value) => writeNumber(value, reader)) } : one;
  writeConditions(query, rule.conditions.map(typed));
  return { get: (key) => query.get(key) ?? undefined, all: (key) => query.getAll(key) };
}

const lineNames = (n: number) => [`on${n}`, `op${n}`, `v${n}`];
const rule = ['match', ...Array.from({ length: MOST_CONDITIONS }, (_, n) => lineNames(n)).flat()];
/** A rule is one answer: two that were given at once do not make a third. */
const together = [rule];

/** What the form of a segment shows of it as it is. */
function shownOf(segment: Segment, attributes: readonly Attribute[], reader: Reader): Shown {
  const source = stored(segment, attributes, reader);
  const of = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, source.all(name)]));
  return { name: segment.name, note: segment.note, ...of(segment.kind === 'rule' ? rule : []) };
}

async function editor(
  ctx: On,
  c: Context<Env>,
  segment: Segment | null,
  source: Source,
  errors?: FieldErrors,
): Promise<Response> {
  if (errors) c.status(422);
  const attributes = await attributesOf(ctx, 'account');
  const kind = segment?.kind ?? (source.get('kind') === 'hand' ? 'hand' : 'rule');
  const { drafts, conditions, errors: unsaid } = readConditions(source, attributes, ctx.reader);
  const match = source.get('match') === 'any' ? 'any' : 'all';
  const was = wasShown(source.get(WAS_FIELD));
  const looked = { id: segment?.id ?? null, kind, rule: { match, conditions } } as const;
  const page = (
    <Editor
      reader={ctx.reader}
      guard={guardOf(c)}
      stored={was ?? (segment ? shownOf(segment, attributes, ctx.reader) : undefined)}
      segment={segment}
      kind={kind}
      values={{ name: source.get('name') ?? '', note: source.get('note') ?? '', match }}
      drafts={kind === 'rule' ? drafts : []}
      attributes={attributes}
      errors={errors ?? {}}
      preview={kind === 'rule' ? await preview(ctx, looked, attributes) : null}
      incomplete={Object.keys(unsaid).length > 0}
    />
  );
  const last = say(ctx.reader, segment ? 'edit' : 'new');
  return c.render(page, { title: segment?.name ?? last, nav: 'customers', crumbs: crumbs(ctx, segment, last) });
}
