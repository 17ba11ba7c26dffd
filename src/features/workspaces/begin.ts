import { sql } from 'kysely';
import { type Browser, createMember, signInWithPassword } from '#features/identity/index.ts';
import { newId } from '#platform/db/ids.ts';
import { type Db, elevate, inScope } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import type { Platform } from '#platform/platform.ts';
import { type CreatedWorkspace, insertWorkspace, type NewWorkspace } from './create.ts';
import { workspaceBegun } from './events.ts';
import type { FirstRun } from './first-run-form.ts';

export interface Beginner {
  platform: Platform;
  host: string;
  reader: Reader;
  request: Ctx['request'];
  browser: Browser;
}

/** One number for the whole database: of two who begin at once, the second waits and finds it begun. */
const BEGIN_LOCK = 7_213_002;

const LOOK = { radius: 'soft', font: 'inter' } as const;
const INSTALLATION_COLOR = '#334155';

/**
 * Creates the first workspace with its portal and its owner, and signs the owner in: returns the session's token. Null when
 * the installation has begun meanwhile. The same person runs the installation, on the operator's host.
 */
export function begin(by: Beginner, given: FirstRun): Promise<string | null> {
  const id = newId();
  return inScope(by.platform.pool, { workspaceId: id, system: true }, async (db) => {
    await sql`select pg_advisory_xact_lock(${BEGIN_LOCK})`.execute(db);
    if (await hasBegun(db)) return { value: null, commit: false };
    await beginInstallation(db, by, given);
    await elevate(db, id);
    const ctx = await found(db, by, id, given, {
      name: given.business,
      brand: { ...LOOK, color: given.color.toLowerCase() },
      hosts: [by.host],
    });
    const { email, password } = given;
    const result = await signInWithPassword(ctx, { email, password }, by.browser);
    // Nobody can have a second step yet.
    return { value: result && 'session' in result ? result.session : null, commit: true };
  });
}

async function hasBegun(db: Db): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`select app.has_workspaces() as any`.execute(db);
  return rows[0]!.any;
}

/** The operator's own workspace, unless there is one or its host is the business's. */
async function beginInstallation(db: Db, by: Beginner, given: FirstRun): Promise<void> {
  const host = by.platform.config.operatorHost;
  const { rows } = await sql`select from app.portal_by_host(${host})`.execute(db);
  if (rows.length > 0 || host === by.host) return;
  const id = newId();
  await elevate(db, id);
  const brand = { ...LOOK, color: INSTALLATION_COLOR };
  await found(db, by, id, given, { name: 'Portico', brand, hosts: [host], isInstallation: true });
}

type Founded = Pick<NewWorkspace, 'name' | 'brand' | 'hosts' | 'isInstallation'>;

async function found(db: Db, by: Beginner, id: string, given: FirstRun, what: Founded): Promise<Ctx> {
  const { reader, platform } = by;
  const created = await insertWorkspace(db, platform, id, { ...what, locale: reader.locale, zone: reader.zone });
  const ctx = contextOf(db, by, created);
  const { name, email, password } = given;
  const { memberId } = await createMember(ctx, { name, email, password, role: 'owner' });
  // Only who runs the server has the setup code.
  const byOperator: Ctx = { ...ctx, actor: { kind: 'system', method: 'command' } };
  await record(byOperator, workspaceBegun, { subjectId: id, accountId: null, data: { member: memberId } });
  return ctx;
}

const contextOf = (db: Db, { platform, reader, request }: Beginner, created: CreatedWorkspace): Ctx => ({
  ...created,
  db,
  platform,
  reader,
  request,
  actor: { kind: 'system' },
  now: reader.now,
  marks: new Set(),
});
