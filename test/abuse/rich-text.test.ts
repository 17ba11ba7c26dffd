import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { as } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';
import { allTogether, injections } from './injections.ts';

const INJECTIONS = injections('evil.example');
const EVERYTHING = allTogether(INJECTIONS);

const portal = usePortal();
let calm: World;
let attacked: World;

beforeAll(async () => {
  calm = await newWorld(portal());
  attacked = await newWorld(portal());
  await talk(calm, () => '<p>Good morning.</p>');
  await talk(attacked, () => EVERYTHING);
});

/** The same conversation, through every form in which somebody writes: subject, description, replies, note. */
async function talk(world: World, html: () => string): Promise<void> {
  const dana = as(portal(), world.dana);
  const priya = as(portal(), world.agent);
  const written = { body: html(), body_format: 'html' };
  const subject = html().slice(0, 190).replaceAll('\n', ' ');
  const sent = [
    await dana.submit('/support/new', '/support', { ...written, subject, urgency: 'slows' }),
    await priya.submit('/inbox/1', '/inbox/1/replies', { ...written, outcome: 'wait' }),
    await dana.submit('/support/1', '/support/1/replies', written),
    await dana.submit('/support/1', '/support/1/replies', { ...written, body_format: 'text' }),
    await priya.submit('/inbox/1?mode=note', '/inbox/1/notes', written),
    await priya.submit('/inbox/1', '/inbox/1/replies', { ...written, outcome: 'wait' }),
  ];
  expect(sent.map((answer) => answer.status)).toEqual([303, 303, 303, 303, 303, 303]);
  await portal().workJobs();
}

type Node = DefaultTreeAdapterMap['node'];

/** Elements and attributes that formatted text never has, and our own pages have in known numbers. */
const INERT = new Set('p br strong em s u code pre blockquote ul ol li h3 b span'.split(' '));

/** How often each thing that could act stands on a page; links count by whether they lead out or run something. */
function activeThings(html: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const walk = (node: Node) => {
    if ('tagName' in node) {
      const { tagName, attrs } = node;
      const given = new Map(attrs.map(({ name, value }) => [name, value]));
      if (tagName === 'a') {
        const href = given.get('href') ?? '';
        const outside = /^(https?:|mailto:)/.test(href);
        count(outside ? 'link out' : 'link');
        if (outside && (attrs.length !== 2 || given.get('rel') !== 'noopener nofollow ugc'))
          count(`link with ${[...given.keys()]}`);
        if (!outside && !/^[/#]/.test(href)) count(`link to ${href}`);
      } else if (!INERT.has(tagName)) {
        count(`<${tagName} ${[...given.keys()].filter((name) => name !== 'class').sort()}>`);
      }
      for (const name of given.keys())
        if (/^on|^style$|^srcdoc$|^formaction$|^ping$/.test(name)) count(`${name} attribute`);
    }
    if ('childNodes' in node) for (const child of node.childNodes) walk(child);
    if ('content' in node) walk(node.content);
  };
  walk(parse(html));
  // What only harmless text brings in: links it may have.
  delete counts['link out'];
  return counts;
}

const PAGES = ['/', '/support', '/support/1', '/activity', '/notifications'];
const TEAM_PAGES = ['/inbox', '/inbox/1?view=all', '/inbox/1?mode=note', '/customers', '/notifications'];

const html = async (world: World, path: string, side: 'dana' | 'agent') =>
  (await as(portal(), world[side]).get(path)).text;

test('TRUST 18: a page with every injection in every text has exactly the working parts of a page with none', async () => {
  for (const [side, paths] of [
    ['dana', PAGES],
    ['agent', TEAM_PAGES],
  ] as const) {
    for (const path of paths) {
      const expected = activeThings(await html(calm, path, side));
      expect(activeThings(await html(attacked, path, side)), path).toEqual(expected);
    }
  }
});

test('TRUST 18: the texts are there, and each reader reads the harmless half', async () => {
  const page = await html(attacked, '/support/1', 'dana');
  for (let index = 0; index < INJECTIONS.length; index += 1) expect(page).toMatch(new RegExp(`harmless${index}\\D`));
  expect(page).not.toMatch(/<[^>]+\son\w+\s*=/i);
  expect(await html(attacked, '/inbox/1', 'agent')).toContain('harmless0<');
});

test('TRUST 18: what is stored is clean already, for whoever reads it from there next', async () => {
  const rows = await peek<{ body_html: string }>(
    portal().database,
    `select body_html from replies where workspace_id = $1 union all select body_html from internal_notes where workspace_id = $1`,
    [attacked.workspaceId],
  );
  expect(rows.length).toBe(6);
  for (const { body_html } of rows) {
    expect(activeThings(body_html)).toEqual({ '<html >': 1, '<head >': 1, '<body >': 1 });
    expect(body_html).not.toMatch(/<[^>]*(javascript:|data-|turbo)/i);
  }
});

test('TRUST 18: mails show such a subject as text, and nothing else of it', async () => {
  const mails = await peek<{ html: string; subject: string }>(
    portal().database,
    'select html, subject from mails where workspace_id = $1',
    [attacked.workspaceId],
  );
  const quiet = await peek<{ html: string }>(
    portal().database,
    'select html from mails where workspace_id = $1 order by created_at',
    [calm.workspaceId],
  );
  expect(mails.length).toBe(quiet.length);
  for (const { html: text } of mails) {
    expect(text).not.toMatch(/<script|<img[^>]*onerror|<form|<base|<iframe/i);
  }
});

test('TRUST 18, control: a text that gets past the cleaning is found on the page', async () => {
  const [row] = await peek<{ id: string; body_html: string }>(
    portal().database,
    'select id, body_html from replies where workspace_id = $1 limit 1',
    [calm.workspaceId],
  );
  const expected = activeThings(await html(calm, '/support/1', 'dana'));
  for (const injection of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<form action="/sign-out"></form>',
  ]) {
    await peek(portal().database, 'update replies set body_html = $2 where id = $1', [row!.id, injection]);
    expect(activeThings(await html(calm, '/support/1', 'dana')), injection).not.toEqual(expected);
  }
  await peek(portal().database, 'update replies set body_html = $2 where id = $1', [row!.id, row!.body_html]);
});
