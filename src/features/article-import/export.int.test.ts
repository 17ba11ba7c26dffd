import { expect, test } from 'vitest';
import { alone } from '#platform/db/turns.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { brought, handed, PNG, texts, zipped } from './article-import.testing.ts';
import { even } from './to-markdown.ts';

const portal = usePortal();

/** One at a time: each holds a connection until it is written. */
async function refusedBeside(world: World) {
  const { platform } = portal();
  const said = async () => {
    const { status, text } = await as(portal(), world.owner).get('/settings/articles/export.zip');
    return [status, text.includes('is being made for somebody')];
  };
  await inWorkspace(platform, world.workspaceId, async ({ db }) => {
    await alone(db, world.workspaceId, 'article export');
    expect(await said()).toEqual([422, true]);
  });
}

test('what is taken out as a zip reads back as it was: texts, languages, categories, readers, pictures and links', async () => {
  const world = await newWorld(portal());
  const rich = [
    '# Everything',
    'Two **strong** and *weak*, `code`, ~~gone~~, <u>under</u>, H<sub>2</sub>O, a  \nbreak and a_b*c.',
    '## Lists\n\n- one\n- two\n  1. deep\n  2. deeper\n\n3. three\n4. four',
    '> quoted\n\n> [!WARNING]\n> Mind this.\n>\n> And that.',
    '```html\n<b>not bold</b>\n\n```',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></figure>',
    '[Other](other.md) and ![Pic](p.png)',
    '---',
  ].join('\n\n');
  await brought(
    portal(),
    world,
    await handed(
      portal(),
      world,
      zipped({
        'Top/Below/rich.md': rich,
        'Top/Below/rich.de.md': '# Alles\n\n[Andere](other.md)\n',
        'Top/Below/other.md': '---\naudience: signed_in\nsummary: In short\n---\n# Other\n\nText\n',
        'Top/Below/mine.md': '---\nstatus: draft\naudience: member\n---\n# Mine: "quoted"\n\nText\n',
        'Top/Below/p.png': PNG,
      }),
    ),
  );
  await peek(
    portal().database,
    "update categories set audience = 'signed_in' where workspace_id = $1 and parent_id is null",
    [world.workspaceId],
  );
  const zip = await as(portal(), world.owner).get('/settings/articles/export.zip');
  expect(zip.status).toBe(200);
  await refusedBeside(world);
  const second = await newWorld(portal());
  await brought(portal(), second, await handed(portal(), second, new Uint8Array(await zip.response.arrayBuffer())));
  const [before, after] = [await texts(portal(), world), await texts(portal(), second)];
  const plain = (all: typeof before) => {
    const names = new Map(all.filter(({ locale }) => locale === 'en').map(({ article, title }) => [article, title]));
    return all
      .map(({ html, article: _, number: __, ...rest }) => ({
        ...rest,
        html: even(html)
          .replaceAll(/picture:[0-9a-f-]{36}/g, 'picture')
          .replaceAll(/article:([0-9a-f-]{36})/g, (___, id: string) => `article ${names.get(id)}`),
      }))
      .sort((a, b) => a.title.localeCompare(b.title));
  };
  expect(plain(after)).toEqual(plain(before));
  expect(before.every(({ readers }) => readers !== 'public')).toBe(true);
});
