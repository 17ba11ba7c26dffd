import { expect, test } from 'vitest';
import { structureProblems } from './check-structure.ts';

const check = (files: Record<string, string>) => structureProblems(new Map(Object.entries(files)));

test('imports that point down or go by a feature’s door are well', () => {
  const files = {
    'src/app/web.tsx':
      "import { tickets } from '#features/tickets/index.ts';\nimport { asset } from '#platform/ui/assets.ts';",
    'src/features/tickets/reply.ts':
      "import { lock } from './access.ts';\nimport { tell } from '#features/notifications/index.ts';",
  };
  expect(check(files)).toEqual([]);
});

test.each([
  ['platform knows no feature', 'src/platform/mail/a.ts', "import { x } from '#features/tickets/index.ts'"],
  ['a feature knows nothing of the application', 'src/features/home/a.ts', "await import('../../app/layout.tsx')"],
  [
    'a feature stays out of another’s rooms',
    'src/features/home/a.ts',
    "import { x } from '#features/tickets/access.ts'",
  ],
  ['so does the application', 'src/app/web.tsx', "import { x } from '#features/tickets/routes.tsx'"],
  ['the server runs no browser code', 'src/app/web.tsx', "import '#client/main.ts'"],
  ['tests are not for the product', 'src/app/web.tsx', "import { x } from '../../test/world.ts'"],
])('%s', (_, file, text) => {
  expect(check({ [file]: `${text};\n` })).toHaveLength(1);
});

test('features that import each other in a circle are named once', () => {
  const files = {
    'src/features/a/index.ts': "import '#features/b/index.ts';",
    'src/features/b/index.ts': "import '#features/c/index.ts';",
    'src/features/c/index.ts': "import '#features/a/index.ts';",
  };
  expect(check(files)[0]).toBe('features import each other in a circle: a → b → c → a');
});

test('modules that load each other are named once; types, and what is loaded later, are no circle', () => {
  const files = {
    'src/app/a.ts': "import { b } from './b.ts';",
    'src/app/b.ts': "import {\n  type C,\n  c,\n} from '#app/c.tsx';",
    'src/app/c.tsx': "export * from './a.ts';",
  };
  expect(check(files)).toEqual([
    'modules load each other in a circle: src/app/a.ts → src/app/b.ts → src/app/c.tsx → src/app/a.ts',
  ]);
  for (const text of ["import type { A } from './a.ts';", "const a = await import('./a.ts');"]) {
    expect(check({ ...files, 'src/app/c.tsx': text })).toEqual([]);
  }
});

test('a test beside the code may import what it needs', () => {
  expect(check({ 'src/features/a/reply.test.ts': "import { world } from '../../../test/world.ts';" })).toEqual([]);
});

test('a file that is too long, or named after nothing, is a problem', () => {
  expect(check({ 'src/app/long.ts': 'x\n'.repeat(301) })[0]).toContain('has 301 lines');
  expect(check({ 'src/platform/utils.ts': '' })[0]).toContain('named after nothing');
  expect(check({ 'src/features/lib/ticket.ts': '' })[0]).toContain('named after nothing');
  expect(check({ 'src/platform/library.ts': '' })).toEqual([]);
});

test.each([
  ['fetch', 'const answer = await fetch(url);'],
  ['the global fetch', 'const ask = globalThis.fetch;'],
  ['undici', "import { request } from 'undici';"],
  ['http of its own', "import { request } from 'node:https';"],
])('the server reaches out by safeFetch only: %s', (_, text) => {
  const seen = (file: string) => check({ [file]: `${text}\n` });
  expect(seen('src/features/webhooks/deliver.ts')[0]).toContain('safeFetch');
  expect(seen('src/platform/egress/safe-fetch.ts')).toEqual([]);
  expect(seen('src/client/live/refresh.ts')).toEqual([]);
});

test('what only sounds like it is well', () => {
  const text =
    "import type { Server } from 'node:http';\nconst answer = await safeFetch(config, url);\napp.fetch(request);\n";
  expect(check({ 'src/app/serve.ts': text })).toEqual([]);
});
