import { sql } from 'kysely';
import pg from 'pg';
import { createContact, createMember } from '#features/identity/index.ts';
import { insertWorkspace } from '#features/workspaces/index.ts';
import { type Db, inScope } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import { sealNow } from '#platform/seal/sealer.ts';
import { passwords } from '../sign-ins.ts';
import { insertArticles, insertTopics } from './articles.ts';
import { insertAccounts, insertContacts, insertMembers } from './customers.ts';
import { accountId, beginning, type Frame } from './rows.ts';
import { people, type Size, sizes } from './size.ts';
import { insertEvents, insertReplies, insertTicketEntries, insertTickets } from './tickets.ts';

export { people, type Size, sizes } from './size.ts';

/** Tickets in one transaction. */
const CHUNK = 5_000;
/** Articles of the first transaction: by what is known of no article each is sought among all. */
const FIRST = 200;
/** Two statements at once keep two cores busy. */
const LANES = 2;
/** How far it is, in tickets' worth of rows: `done` of `all`. */
export type Progress = (what: string, done: number, all: number) => void;

/**
 * Makes a workspace for measuring, behind the walls like any other: nothing is switched off. Throws an OperatorError when
 * it is there already.
 */
export async function seedLarge(
  platform: Platform,
  ownerUrl: string,
  size: Size = sizes.large,
  tell: Progress = () => {},
): Promise<void> {
  const frame = await foundation(platform, size);
  await inChunks(
    size.accounts * size.contactsPerAccount - 1,
    async (first, last) => {
      await within(platform, size, (db) => insertContacts(db, frame, first + 1, last + 1));
    },
    (done) => tell('contacts', done, size.accounts * size.contactsPerAccount - 1),
  );
  // A trigger that looks for what has an entry plans by what there was when it was first asked: nothing.
  await asOwner(ownerUrl, 'analyze search_entries');
  await inChunks(
    size.tickets,
    async (first, last) => {
      await within(platform, size, async (db) => {
        await insertTicketEntries(db, frame, first, last);
        await insertTickets(db, frame, first, last);
      });
    },
    (done) => tell('tickets', done, size.tickets),
  );
  await inChunks(
    size.tickets,
    async (first, last) => {
      await within(platform, size, (db) => insertReplies(db, frame, first, last));
    },
    (done) => tell('replies', done * size.repliesPerTicket, size.tickets * size.repliesPerTicket),
  );
  await inChunks(
    size.tickets,
    async (first, last) => {
      await within(platform, size, (db) => insertEvents(db, frame, first, last));
    },
    (done) => tell('events of tickets', done, size.tickets),
  );
  // Else the first start would have all of it to do at once, and the memory of a server that is measured would be that of this.
  await sealNow(platform, [size.workspaceId]);
  await tidy(ownerUrl);
}

/**
 * Adds its articles, each in four languages, to a workspace that `seedLarge` made. Throws an OperatorError when it is not there, or has
 * articles already.
 */
export async function seedArticles(
  platform: Platform,
  ownerUrl: string,
  size: Size,
  tell: Progress = () => {},
): Promise<void> {
  const end = Date.now();
  const frame = { size, start: beginning(end), end };
  await within(platform, size, async (db) => {
    const there = await db.selectFrom('workspaces').select('id').where('id', '=', size.workspaceId).executeTakeFirst();
    if (!there) throw new OperatorError(`The workspace ${size.name} is not there: make it without --articles first.`);
    const article = await db.selectFrom('articles').select('id').limit(1).executeTakeFirst();
    if (article) throw new OperatorError(`The workspace ${size.name} has articles already.`);
    await insertTopics(db, frame);
  });
  const write = (first: number, last: number) => within(platform, size, (db) => insertArticles(db, frame, first, last));
  const few = Math.min(FIRST, size.articles);
  await write(0, few);
  tell('articles', few, size.articles);
  await asOwner(
    ownerUrl,
    'analyze articles, article_versions, article_texts, article_drafts, article_votes, article_states, search_entries',
  );
  await inChunks(
    size.articles - few,
    (first, last) => write(first + few, last + few),
    (done) => tell('articles', done + few, size.articles),
  );
  await tidy(ownerUrl);
}

/** The workspace with its accounts and its team; all or nothing, so that a seed that was cut off is seen by its missing tickets. */
function foundation(platform: Platform, size: Size): Promise<Frame> {
  const end = Date.now();
  return within(platform, size, async (db) => {
    const there = await db.selectFrom('workspaces').select('id').where('id', '=', size.workspaceId).executeTakeFirst();
    if (there) throw new OperatorError(`The workspace ${size.name} is there already: use another database.`);
    const given = {
      slug: size.slug,
      name: size.name,
      locale: 'en' as const,
      zone: 'UTC',
      brand: { color: '#0f766e', radius: 'soft' as const, font: 'inter' as const },
      replyPromiseMinutes: 120,
      hosts: [`${size.slug}.${platform.config.origin.host}`] as const,
    };
    const created = await insertWorkspace(db, platform, size.workspaceId, { ...given, hosts: [given.hosts[0]] });
    const start = beginning(end);
    const before: Frame = { size, start, end, customerId: '', agentId: '' };
    await insertAccounts(db, before, 0, size.accounts);
    const now = new Date(start);
    const reader = { locale: 'en' as const, zone: 'UTC', now };
    const request = { id: 'seed', ip: '', agent: '' };
    const ctx: Ctx = { ...created, db, platform, now, reader, request, actor: { kind: 'system' }, marks: new Set() };
    const frame = { ...before, ...(await signIns(ctx, before)) };
    await insertMembers(db, frame);
    await db
      .insertInto('counters')
      .values({ workspace_id: size.workspaceId, name: 'ticket', value: size.tickets })
      .execute();
    return frame;
  });
}

async function signIns(ctx: Ctx, frame: Frame): Promise<Pick<Frame, 'customerId' | 'agentId'>> {
  const { customer, agent } = people(frame.size);
  const { rows } = await sql<{ id: string }>`select ${accountId(frame, sql<number>`0::bigint`)} as id`.execute(ctx.db);
  const { contactId } = await createContact(ctx, {
    accountId: rows[0]!.id,
    name: 'Avery Customer',
    email: customer,
    role: 'account_admin',
    password: passwords.customer,
  });
  const { memberId } = await createMember(ctx, {
    name: 'Morgan Agent',
    email: agent,
    role: 'agent',
    password: passwords.team,
  });
  return { customerId: contactId, agentId: memberId };
}

function within<T>(platform: Platform, size: Size, work: (db: Db) => Promise<T>): Promise<T> {
  const scope = { workspaceId: size.workspaceId, system: true, unhurried: true };
  return inScope(platform.pool, scope, async (db) => ({ value: await work(db), commit: true }));
}

async function inChunks(
  all: number,
  work: (first: number, last: number) => Promise<void>,
  tell: (done: number) => void,
): Promise<void> {
  let next = 0;
  let done = 0;
  const lane = async () => {
    while (next < all) {
      const first = next;
      const last = Math.min(first + CHUNK, all);
      next = last;
      await work(first, last);
      done += last - first;
      tell(done);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** What is written much, the dearest first. */
const FILLED = [
  'search_entries',
  'replies',
  'events',
  'tickets',
  'article_versions',
  'article_texts',
  'articles',
  'contacts',
  'identities',
  'accounts',
  'account_members',
  'members',
  'search_words',
];

/** Statistics, and what a database does at leisure after a load like this: in lanes, like the load. */
async function tidy(ownerUrl: string): Promise<void> {
  const left = [...FILLED];
  const lane = async () => {
    for (let table = left.shift(); table; table = left.shift()) await asOwner(ownerUrl, `vacuum (analyze) ${table}`);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function asOwner(ownerUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
