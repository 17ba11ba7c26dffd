import { strToU8, zipSync } from 'fflate';
import { expect } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import type { TestPortal } from '#test/portal.ts';
import type { World } from '#test/world.ts';

export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const zipped = (files: Record<string, string | Uint8Array>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? strToU8(content) : content]),
    ),
  );

/** Hands a file over through the page and has it looked at; the address of its page. */
export async function handed(
  portal: TestPortal,
  world: World,
  content: Uint8Array | string,
  name = 'help.zip',
  choices: Record<string, string> = {},
): Promise<string> {
  const answer = await as(portal, world.owner).submit('/settings/articles', '/settings/articles/imports', {
    file: { name, content },
    ...choices,
  });
  expect(answer.status, answer.text.slice(0, 300)).toBe(303);
  await portal.workJobs();
  return answer.location!;
}

export async function brought(
  portal: TestPortal,
  world: World,
  page: string,
  choices: Record<string, string> = {},
): Promise<void> {
  const answer = await as(portal, world.owner).submit(page, `${page}/start`, choices);
  expect(answer.status).toBe(303);
  await portal.workJobs();
}

/**
 * From here on whoever handed an import of the workspace over is an agent as soon as the import's `column` is set: in the same
 * transaction, so that no worker is ahead of it. Answers with what ends that.
 */
export async function demotedBy(
  portal: TestPortal,
  workspaceId: string,
  column: 'started_at' | 'undoing_at',
): Promise<() => Promise<unknown>> {
  await peek(
    portal.database,
    `create function demoted() returns trigger language plpgsql as $$ begin
       update members set role = 'agent' where workspace_id = new.workspace_id and id = new.made_by;
       return null;
     end $$`,
  );
  await peek(
    portal.database,
    `create trigger demoted after update of ${column} on article_imports for each row
     when (new.workspace_id = '${workspaceId}') execute function demoted()`,
  );
  return () => peek(portal.database, 'drop function demoted() cascade');
}

export interface Text {
  article: string;
  number: number;
  locale: string;
  title: string;
  html: string;
  slug: string | null;
  audience: string;
  readers: string;
  category: string;
  pictures: number;
}

/** What the help center of a workspace holds, as the database has it. */
export const texts = (portal: TestPortal, world: { workspaceId: string }): Promise<Text[]> =>
  peek<Text & Record<string, unknown>>(
    portal.database,
    `select a.id as article, a.number, d.locale, d.title, d.body_html as html, t.slug, a.audience, a.readers,
       (select string_agg(x.title, ' / ' order by c.parent_id nulls first) from categories c join category_texts x
         on x.workspace_id = c.workspace_id and x.category_id = c.id and x.locale = 'en'
         where c.workspace_id = a.workspace_id and c.id in (a.category_id, (select parent_id from categories p where p.id = a.category_id))) as category,
       (select count(*)::int from article_pictures p where p.article_id = a.id) as pictures
     from articles a join (select distinct on (article_id, locale) * from article_drafts order by article_id, locale, revision desc) d on d.article_id = a.id
     left join article_texts t on t.article_id = a.id and t.locale = d.locale and t.archived_at is null
     where a.workspace_id = $1 order by a.number, d.locale`,
    [world.workspaceId],
  );

/** An import that was looked at, and one that has run: the pages where their forms are. */
export async function importForms(portal: TestPortal, world: World): Promise<string[]> {
  const done = await handed(portal, world, zipped({ 'Shelf/one.md': '# One\n\nText\n' }));
  await brought(portal, world, done);
  return [done, await handed(portal, world, zipped({ 'Shelf/two.md': '# Two\n\nText\n' }))];
}
