import type { Context } from 'hono';
import { sql } from 'kysely';
import { sha256Hex } from '../crypto.ts';
import { elevate } from '../db/scope.ts';
import { safeFileName } from '../storage/names.ts';
import { type Ctx, identityOf } from './context.ts';
import type { Env } from './env.ts';
import { type Form, newForm } from './form.ts';
import { isLongForm, LONG } from './form-limits.ts';
import { localPath } from './local-path.ts';
import { WAS_FIELD } from './rebased.ts';

/** What was typed into a form, by field name; kept for its writer and nobody else. */
export type Draft = Record<string, string[]>;

/** The names of files that came with a form and nobody could take. */
export const LOST_FILES = '_files';

const MAX_CHARACTERS = 200_000;
/** Forms one person may have left in the middle of writing. Whoever still holds an ended session can add to them. */
const MAX_DRAFTS = 20;

const marks = new Map<string, string>();
const MOST_MARKS = 10_000;

function markOf(identityId: string): string {
  const known = marks.get(identityId) ?? sha256Hex(`writer ${identityId}`).slice(0, 16);
  if (marks.size >= MOST_MARKS) marks.clear();
  marks.set(identityId, known);
  return known;
}

/** Says on a form who it was given to, so that its words are kept for them and not for who signed in after them. */
export function writerMark(ctx: Ctx | undefined): string {
  const identity = ctx && identityOf(ctx.actor);
  return identity ? markOf(identity) : '';
}

/**
 * Keeps what a form said when its session has ended or its page has gone stale. Returns the path of the page the form
 * stood on, or null when there is nobody to keep it for or nothing worth keeping. The rest of the transaction is the
 * system's, because the request's may be a visitor's, who may write nothing: answer right after it. `path` is where the form
 * was meant to go, when that is not here.
 */
export async function keepDraft(c: Context<Env>, ctx: Ctx, path = c.req.path): Promise<string | null> {
  const owner = ctx.actor.kind === 'visitor' ? ctx.actor.wasIdentity : identityOf(ctx.actor);
  const page = localPath(c.get('form').get('_page'), '');
  if (!owner || !page || c.get('form').get('_writer') !== markOf(owner)) return null;
  const fields: Draft = {};
  for (const [name, values] of c.get('form').fields) {
    if (!name.startsWith('_') && !/password|secret|code/i.test(name)) fields[name] = values;
  }
  if (!isWorthKeeping(fields, path)) return null;
  await elevate(ctx.db, ctx.workspace.id);
  // By where the form goes, not by its page: a reply and an internal note are written on the same one.
  // A file that comes with the form itself (without scripts) is not kept, and its writer hears of it.
  const lost = [...c.get('form').files.map(({ name }) => name), ...c.get('form').all(LOST_FILES)]
    .slice(0, 10)
    .map(safeFileName);
  const more = { [LOST_FILES]: lost, [WAS_FIELD]: c.get('form').all(WAS_FIELD) };
  const said = Object.entries(more).filter(([, values]) => values.length > 0);
  await write(ctx, owner, path, { ...fields, _page: [page], ...Object.fromEntries(said) });
  return page;
}

const isWorthKeeping = (fields: Draft, path: string): boolean =>
  Object.keys(fields).length > 0 &&
  JSON.stringify(fields).length <= (isLongForm(path) ? LONG.textBytes : MAX_CHARACTERS);

async function write(ctx: Ctx, owner: string, path: string, draft: Draft): Promise<void> {
  const fields = JSON.stringify(draft);
  await ctx.db
    .insertInto('drafts')
    .values({ workspace_id: ctx.workspace.id, identity_id: owner, path, fields })
    .onConflict((same) =>
      same.columns(['workspace_id', 'identity_id', 'path']).doUpdateSet({ fields, created_at: ctx.now }),
    )
    .execute();
  await keepNewest(ctx, owner);
}

/** Keeps what somebody who is signed in has written so far, while they look for something on another page. */
export async function keepFields(ctx: Ctx, path: string, fields: Draft): Promise<void> {
  const owner = identityOf(ctx.actor);
  if (owner && isWorthKeeping(fields, path)) await write(ctx, owner, path, fields);
}

async function keepNewest(ctx: Ctx, owner: string): Promise<void> {
  const newest = ctx.db
    .selectFrom('drafts')
    .select('path')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', owner)
    .orderBy('created_at', 'desc')
    .limit(MAX_DRAFTS);
  await ctx.db
    .deleteFrom('drafts')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', owner)
    .where('path', 'not in', newest)
    .execute();
}

/** The address of a page that gives back what was kept. */
export const keptAt = (page: string): string => `${page}${page.includes('?') ? '&' : '?'}kept=1#kept`;

/**
 * What was kept of the form that posts to `action`, when the address says that something was (`?kept=1`). Only a page that has it can
 * say that it is still here (`guardOf`, which is asked after this), and only its form takes it away when it is sent.
 */
export async function keptDraft(ctx: Ctx, c: Context<Env>, action: string): Promise<Draft | null> {
  const draft = c.req.query('kept') === '1' ? await draftAt(ctx, action) : null;
  if (draft) {
    c.set('givenBack', true);
    c.set('lostFiles', draft[LOST_FILES]);
  }
  return draft;
}

/**
 * What was kept last of the forms of a page, when none of them was given back (`keptDraft`): a page that has no place for it
 * shows it all the same. `page` is its address, as a form says it in `_page`.
 */
export async function unclaimedDraft(ctx: Ctx, c: Context<Env>, page: string): Promise<Form | null> {
  const owner = identityOf(ctx.actor);
  if (!owner || c.get('givenBack') || c.req.method !== 'GET') return null;
  const row = await ctx.db
    .selectFrom('drafts')
    .select('fields')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', owner)
    .where(sql<boolean>`fields -> '_page' ->> 0 = ${page}`)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? formOf(row.fields as Draft) : null;
}

/** The same as a form, for a page that reads it as it reads one that was sent. */
export async function keptForm(ctx: Ctx, c: Context<Env>, action: string): Promise<Form | null> {
  const draft = await keptDraft(ctx, c, action);
  return draft && formOf(draft);
}

const formOf = (draft: Draft): Form =>
  newForm(Object.entries(draft).flatMap(([name, values]) => values.map((value) => [name, value] as const)));

export async function draftAt(ctx: Ctx, action: string): Promise<Draft | null> {
  const owner = identityOf(ctx.actor);
  if (!owner) return null;
  const row = await ctx.db
    .selectFrom('drafts')
    .select('fields')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', owner)
    .where('path', '=', action)
    .executeTakeFirst();
  return (row?.fields as Draft | undefined) ?? null;
}

/** The form was sent: what was kept of it is no longer needed. */
export async function dropDraft(ctx: Ctx, action: string): Promise<void> {
  const owner = identityOf(ctx.actor);
  if (!owner) return;
  await ctx.db
    .deleteFrom('drafts')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', owner)
    .where('path', '=', action)
    .execute();
}
