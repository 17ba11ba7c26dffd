import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkMessages } from './check-messages.ts';

const catalogModule = path.resolve(import.meta.dirname, '../src/platform/i18n/catalog.ts');
const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** Writes a small project and returns what the check says about it. */
async function problemsOf(files: Record<string, string>): Promise<string[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'messages-'));
  roots.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return (await checkMessages(root)).problems;
}

function messages(scope: string, en: Record<string, string>, de: Record<string, string>): string {
  const body = JSON.stringify({ en, de });
  return `import { catalog } from ${JSON.stringify(catalogModule)};\nexport const say = catalog('${scope}', ${body} as never);`;
}

const tickets = 'src/features/tickets/messages.ts';
const view = 'src/features/tickets/views/list.tsx';
const load = `import { say } from '../messages.ts';\n`;

it('is content when every message is said and every view asks for its words', async () => {
  const en = {
    title: 'Your tickets',
    'status.open': 'Open',
    'status.closed': 'Closed',
    greeting: 'Hi {name}',
    sort: 'By age',
  };
  const de = {
    title: 'Ihre Anfragen',
    'status.open': 'Offen',
    'status.closed': 'Zu',
    greeting: 'Hallo {name}',
    sort: 'Nach Alter',
  };
  const problems = await problemsOf({
    [tickets]: messages('tickets', en, de),
    'src/features/tickets/sorting.ts': `export const orders = { age: 'sort' };`,
    [view]: `${load}export const List = ({ r, s }) => <p title={say(r, 'title')}>{say(r, \`status.\${s}\`)} – 1 · <code>id</code></p>;`,
    'src/features/tickets/index.ts': `export { say as sayTickets } from './messages.ts';`,
    'src/app/nav.tsx': `import { sayTickets } from '#features/tickets/index.ts';\nexport const Nav = ({ r }) => <b>{sayTickets.rich(r, 'greeting', { name: 'x' })}</b>;`,
  });
  expect(problems).toEqual([]);
});

it('finds messages nobody says', async () => {
  const problems = await problemsOf({
    [tickets]: messages(
      'tickets',
      { title: 'Tickets', old: 'Old', near: 'Near' },
      { title: 'Anfragen', old: 'Alt', near: 'Nah' },
    ),
    [view]: `${load}export const List = ({ r }) => say(r, 'title');`,
    'src/features/tickets/list.test.ts': `const key = 'old';`,
    'src/features/other/page.ts': `export const word = 'near';`,
  });
  expect(problems).toEqual(['tickets old: nothing says it', 'tickets near: nothing says it']);
});

it('finds keys that no catalog has, also behind a choice or in a template', async () => {
  const problems = await problemsOf({
    [tickets]: messages('tickets', { title: 'Tickets' }, { title: 'Anfragen' }),
    [view]: `${load}export const a = (r, x) => [say(r, x ? 'title' : 'titel'),\n say(r, \`status.\${x}\`), say.rich(r, 'gone' as const, {})];`,
  });
  expect(problems).toEqual([
    `${view}:2: tickets has no message titel`,
    `${view}:3: tickets has no message status.…`,
    `${view}:3: tickets has no message gone`,
  ]);
});

it('holds the two languages against each other', async () => {
  const en = {
    a: 'Hi {name}',
    b: 'Same words in both',
    c: '{n, plural, one {#} other {# left}}',
    d: 'On {day, date}',
    e: 'Fine',
    f: 'API',
  };
  const de = { a: 'Hallo {nam}', b: 'Same words in both', c: '{n, plural, one {#}}', d: 'Am {day}', e: ' ', f: 'API' };
  const problems = await problemsOf({
    [tickets]: messages('tickets', en, de),
    'src/features/tickets/keys.ts': `export const keys = ['a', 'b', 'c', 'd', 'e', 'f'];`,
  });
  expect(problems).toEqual([
    'tickets a: German lacks {name}',
    'tickets a: German has {nam}, English does not',
    'tickets b: is the same in both languages',
    'tickets c: German: MISSING_OTHER_CLAUSE',
    "tickets d: English: {day} would show the machine's zone; pass a formatted date",
    'tickets e: says nothing in German',
  ]);
});

it('finds words written straight into views, but not in tests or pages for developers', async () => {
  const raw = `export const V = ({ a }) => <p aria-label="Close it" class="big one">Hello {a ? 'there' : '–'} {a && \`you \${a}\`}</p>;`;
  const problems = await problemsOf({
    'src/features/home/views/page.tsx': raw,
    'src/app/nav.tsx': 'export const N = () => <Icon name="house" />;',
    'src/app/dev/mail.tsx': raw,
    'src/features/home/page.test.tsx': raw,
    'src/platform/ui/gallery.tsx': raw,
  });
  expect(problems.sort()).toEqual(
    ['Close it', 'Hello', 'there', 'you'].map(
      (text) => `src/features/home/views/page.tsx:1: "${text}" is not in a catalog`,
    ),
  );
});
