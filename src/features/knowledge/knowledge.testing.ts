import { sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { inScope } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { workspaceOf } from '#platform/http/portals.ts';
import { actorOf } from '#platform/http/scoped.ts';
import { type Answer, as, type Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import type { TestPortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import { saveDraft } from './draft.ts';
import { HELP_TOPIC } from './events.ts';
import { addCategory, type CategoryInput } from './organise.ts';
import { publish } from './publish.ts';
import { startArticle } from './start.ts';
import { setOwner } from './upkeep.ts';

/** Work as somebody, through their own walls; null is a visitor. */
export async function by<T>(
  portal: TestPortal,
  world: World,
  actor: Actor | null,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const { platform } = portal;
  const scope = { workspaceId: world.workspaceId, tokenHash: actor ? sha256Hex(actor.token) : undefined };
  return inScope(platform.pool, scope, async (db, principal) => {
    const row = await db.selectFrom('workspaces').selectAll().executeTakeFirstOrThrow();
    const now = new Date();
    const ctx: Ctx = {
      db,
      platform,
      now,
      workspace: workspaceOf(row),
      portal: { id: '', host: world.host, origin: world.origin },
      actor: actorOf(principal),
      reader: { locale: 'en', zone: 'UTC', now },
      request: { id: 'test', ip: '', agent: '' },
      marks: new Set(),
    };
    return { value: await work(ctx), commit: true };
  });
}

export const makeCategory = (
  portal: TestPortal,
  world: World,
  title: string,
  more: Partial<CategoryInput> = {},
): Promise<string> =>
  heard(portal, world, (ctx) =>
    addCategory(ctx, {
      parentId: null,
      icon: 'book-open',
      audience: 'public',
      texts: new Map([['en', { title, summary: '' }]]),
      ...more,
    }),
  );

/** As a request of the owner's would: whoever keeps what readers see hears of it. */
async function heard<T>(portal: TestPortal, world: World, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const done = await by(portal, world, world.owner, work);
  portal.platform.hub.publish(world.workspaceId, [HELP_TOPIC]);
  return done;
}

/** An article, published at once unless told otherwise; its number is what pages and verbs take. */
export async function makeArticle(
  portal: TestPortal,
  world: World,
  categoryId: string,
  title: string,
  more: { html?: string; summary?: string; locale?: string; draft?: boolean; at?: Date; until?: Date } = {},
): Promise<{ id: string; number: string }> {
  const {
    html = `<p>${title} and what it is about.</p>`,
    summary = '',
    locale = 'en',
    draft = false,
    at,
    until,
  } = more;
  return heard(portal, world, async (ctx) => {
    const article = await startArticle(ctx, { categoryId, locale, title, summary, html });
    const number = String(article.number);
    if (!draft) await publish(ctx, number, locale, { revision: 1, at: at ?? null, until: until ?? null });
    return { id: article.id, number };
  });
}

/** A business with one category, and the two who write there. */
export async function authors(portal: TestPortal) {
  const world = await newWorld(portal);
  const category = await makeCategory(portal, world, 'Email and forms');
  return { world, category, maya: as(portal, world.owner), priya: as(portal, world.agent) };
}

/** Sends the form of an article as a person does. */
export const write = (client: Client, number: string, fields: Record<string, string>): Promise<Answer> =>
  client.submit(`/knowledge/${number}`, `/knowledge/${number}/draft`, { title: 'Untold', summary: '', ...fields });

/** A segment with one customer in it. */
export async function segmentOf(portal: TestPortal, world: World, accountId: string): Promise<string> {
  const id = newId();
  await peek(
    portal.database,
    `with made as (insert into segments (workspace_id, id, name, kind) values ($1, $2::uuid, $2::uuid::text, 'hand') returning id)
     insert into segment_accounts (workspace_id, segment_id, account_id) select $1, id, $3 from made`,
    [world.workspaceId, id, accountId],
  );
  return id;
}

/** Articles in every state that has a form of its own, and the pages those are on. */
export async function helpForms(portal: TestPortal, world: World): Promise<string[]> {
  const shelf = await makeCategory(portal, world, 'A shelf');
  const empty = await makeCategory(portal, world, 'An empty shelf');
  const live = await makeArticle(portal, world, shelf, 'Live');
  const later = await makeArticle(portal, world, shelf, 'Later', { at: new Date(Date.now() + 86_400_000) });
  const draft = await makeArticle(portal, world, shelf, 'A draft', { draft: true });
  await by(portal, world, world.owner, async (ctx) => {
    await setOwner(ctx, live.number, null, 90);
    await saveDraft(ctx, live.number, 'en', { title: 'Live', summary: '', html: '<p>Anew</p>', revision: 1 });
  });
  await peek(
    portal.database,
    "insert into searches (workspace_id, id, asked, locale, place, found) values ($1, $2, 'gift vouchers', 'en', 'help', 0)",
    [world.workspaceId, newId()],
  );
  return [
    '/knowledge',
    '/knowledge/new',
    ...[live, later, draft].map(({ number }) => `/knowledge/${number}`),
    `/knowledge/${live.number}/history`,
    `/knowledge/${live.number}/audience`,
    `/knowledge/categories/${empty}`,
    '/knowledge/categories/new',
    `/knowledge/categories/${shelf}/order`,
    '/knowledge/searches',
  ];
}

/** A JPEG of 40 by 32 pixels with this in its Exif, as a phone writes into it where it was. */
export function photo(said: string): Buffer {
  const plain = Buffer.from(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAgACgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAEF/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AmAaqgAAAAAAAAAP/2Q==',
    'base64',
  );
  const exif = Buffer.from(`Exif\0\0${said}`, 'latin1');
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]);
}
