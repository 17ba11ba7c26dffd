import { sql } from 'kysely';
import { sha256Hex } from '#platform/crypto.ts';
import { type Db, inScope } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { streamed } from '#platform/http/streamed.ts';
import type { OwnData, OwnFile, OwnRow, Person } from '#platform/own-data.ts';
import { archiveOf } from './archive.ts';
import { dataDownloaded } from './events.ts';
import type { Own } from './profile.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
const BATCH = 200;

/** What happened by them, and from where: the walls keep most of it for the team, and it is theirs all the same. */
const events: OwnData = {
  name: 'events',
  asSystem: true,
  page: (db, person, after, limit) =>
    db
      .selectFrom('events')
      .select(['id', 'kind', 'subject_type', 'subject_id', 'data', 'ip', 'agent', 'created_at'])
      .where('workspace_id', '=', person.workspaceId)
      .where('actor_identity_id', '=', person.identityId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),
};

const profile: OwnData = {
  name: 'profile',
  of: 'entry',
  page: async (db, person, after) => (after === FIRST ? [await profileOf(db, person)] : []),
};

/** The other customers that somebody stands for: what they did there is in a file of its own. */
export async function elsewhereOf({ db, actor }: Own): Promise<string[]> {
  const { rows } = await sql<{ own: { id: string; name: string }[] | null }>`select app.own_accounts() as own`.execute(
    db,
  );
  const here = actor.kind === 'contact' ? actor.accountId : null;
  return (rows[0]?.own ?? []).filter(({ id }) => id !== here).map(({ name }) => name);
}

let parts: readonly OwnData[] = [profile, events];

/** Called once, by app/features.ts, with what each feature knows of a person. */
export function installOwnData(more: readonly OwnData[]): void {
  parts = [profile, ...more, events];
}

/** Writes down that somebody takes their data along; the file itself is made while it is sent. */
export async function recordDownload(ctx: Own): Promise<void> {
  const { actor } = ctx;
  await record(ctx, dataDownloaded, {
    subjectId: actor.identityId,
    accountId: actor.kind === 'contact' ? actor.accountId : null,
    data: {},
  });
}

/**
 * One JSON document of everything there is of the person, in pieces. The request's transaction is over by the time they
 * are asked for: each batch opens a short one of its own, so that a slow reader holds no connection, and asks again
 * who this is, so that a session that ends meanwhile ends the file, too.
 */
export function ownDataOf(ctx: Own, elsewhere: string[], sessionToken: string, form: Form): ReadableStream<Uint8Array> {
  const { actor } = ctx;
  // Walls stand for one customer at a time: of the others they are told to take a file, too.
  const about = actor.kind === 'contact' ? { customer: actor.accountName, not_in_this_file: elsewhere } : {};
  const whose = { people: [personOf(ctx)], about };
  return inForm(ctx, whose, form, (asked, person, after) => batch(ctx, sessionToken, asked, person, after));
}

/** Where somebody of a customer's stands: what they asked here and there is one person's. */
export interface Entry {
  id: string;
  customer: string;
  name: string;
  email: string;
}

/**
 * The same of somebody else, for the team: `mayStill` is asked before every batch, the system reads. `people` are the person at
 * every entry of theirs; the file lists the entries, and each row that hangs on one says which.
 */
export function dataOf(
  ctx: Ctx,
  whose: { people: readonly Person[]; entries: readonly Entry[] },
  mayStill: () => Promise<boolean>,
  form: Form,
): ReadableStream<Uint8Array> {
  const scope = { workspaceId: ctx.workspace.id, system: true, readOnly: true };
  return inForm(ctx, whose, form, async ({ page, limit }, person, after) => {
    if (!(await mayStill())) throw new Error('they may not read on');
    return inScope(ctx.platform.pool, scope, async (db) => ({
      value: await page(db, person, after, limit),
      commit: true,
    }));
  });
}

/** The document alone, or an archive with it and the contents of the person's files. */
export type Form = 'json' | 'zip';

/** What is read of a person, so many at once. */
interface Asked<Row> {
  page: (db: Db, person: Person, after: string, limit: number) => Promise<Row[]>;
  limit: number;
  asSystem?: boolean | undefined;
}

type Read = <Row>(asked: Asked<Row>, person: Person, after: string) => Promise<Row[]>;

interface Whose {
  people: readonly Person[];
  entries?: readonly Entry[];
  about?: object;
}

function inForm(ctx: Ctx, whose: Whose, form: Form, read: Read): ReadableStream<Uint8Array> {
  const document = piecesOf(ctx, whose, read);
  return streamed(form === 'json' ? document : archiveOf(ctx, document, filesOf(whose, read)));
}

/** Who asks is asked again for every few of them: a large file takes long to send. */
const FEW_FILES = 5;

async function* filesOf({ people, entries }: Whose, read: Read): AsyncGenerator<OwnFile> {
  for (const part of parts) {
    if (!part.contents || (part.only === 'team' && !entries)) continue;
    const asked = { page: part.contents, limit: FEW_FILES, asSystem: part.asSystem };
    for (const person of askedFor(part, people)) yield* rowsOf(asked, person, read);
  }
}

async function* piecesOf(
  { workspace, now }: Ctx,
  { people, entries, about = {} }: Whose,
  read: Read,
): AsyncGenerator<string> {
  yield `{"workspace":${JSON.stringify(workspace.name)},"made_at":${JSON.stringify(now)}`;
  for (const [name, value] of Object.entries(about)) yield `,\n${JSON.stringify(name)}:${JSON.stringify(value)}`;
  if (entries) yield `,\n"entries":${JSON.stringify(entries)}`;
  for (const part of parts) {
    if (part.only === 'team' && !entries) continue;
    yield `,\n${JSON.stringify(part.name)}:[`;
    let separator = '\n';
    for (const person of askedFor(part, people)) {
      for await (const row of rowsOf({ ...part, limit: BATCH }, person, read)) {
        yield separator + JSON.stringify(entries && part.of === 'entry' ? { ...row, entry: person.personId } : row);
        separator = ',\n';
      }
    }
    yield ']';
  }
  yield '}\n';
}

/** Once for each entry, address or login that there is of somebody. */
function askedFor({ of }: OwnData, people: readonly Person[]): readonly Person[] {
  const key = ({ personId, email, identityId }: Person): string =>
    of === 'entry' ? personId : of === 'address' ? (email ?? identityId).toLowerCase() : identityId;
  return [...new Map(people.map((person) => [key(person), person])).values()];
}

async function* rowsOf<Row extends { id: string }>(asked: Asked<Row>, person: Person, read: Read): AsyncGenerator<Row> {
  for (let after = FIRST; ; ) {
    const rows = await read(asked, person, after);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

const personOf = ({ workspace, actor }: Own): Person => ({
  workspaceId: workspace.id,
  identityId: actor.identityId,
  kind: actor.kind,
  personId: actor.personId,
  accountId: actor.kind === 'contact' ? actor.accountId : null,
});

async function batch<Row>(
  ctx: Own,
  sessionToken: string,
  { page, limit, asSystem }: Asked<Row>,
  person: Person,
  after: string,
): Promise<Row[]> {
  const { platform, workspace, actor } = ctx;
  const scope = { workspaceId: workspace.id, readOnly: true };
  const rows = (db: Db) => page(db, person, after, limit);
  const own = await inScope(platform.pool, { ...scope, tokenHash: sha256Hex(sessionToken) }, async (db, who) => {
    if (who.identity_id !== actor.identityId) throw new Error('the session has ended while its data was sent');
    return { value: asSystem ? null : await rows(db), commit: true };
  });
  if (own) return own;
  return inScope(platform.pool, { ...scope, system: true }, async (db) => ({ value: await rows(db), commit: true }));
}

async function profileOf(db: Db, person: Person): Promise<OwnRow> {
  const [identity, row, picture] = await Promise.all([
    db
      .selectFrom('identities')
      .select([
        'id',
        'email',
        'name',
        'locale',
        'zone',
        'zone_follows',
        'theme',
        'hotkeys',
        'ticket_mails',
        'password_set_at',
        'created_at',
      ])
      .where('workspace_id', '=', person.workspaceId)
      .where('id', '=', person.identityId)
      .executeTakeFirst(),
    db
      .selectFrom(person.kind === 'member' ? 'members' : 'contacts')
      .select(['name', 'email', 'title', 'phone', 'role'])
      .where('workspace_id', '=', person.workspaceId)
      .where('id', '=', person.personId)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('person_pictures')
      .select(['type', 'content'])
      .where('workspace_id', '=', person.workspaceId)
      .where('identity_id', '=', person.identityId)
      .executeTakeFirst(),
  ]);
  const photo = picture ? { type: picture.type, base64: picture.content.toString('base64') } : null;
  return { id: person.personId, ...identity, ...row, photo };
}
