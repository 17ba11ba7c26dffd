import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { migrate } from './migrate.ts';

const portal = usePortal();

test('a migration and whoever is served, in each other’s way, end in the one or the other going again; control: what is wrong is not tried twice', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(path.resolve(import.meta.dirname, '../../../migrations'), folder, { recursive: true });
  const { superuser, owner } = portal().database;
  await peek({ superuser }, 'create sequence tries');
  await peek({ superuser }, 'grant all on sequence tries to public');
  // What a sequence has given out stays given out when its transaction is rolled back.
  const failing = (often: number, code: string) =>
    `do $$ begin if nextval('public.tries') <= ${often} then raise exception 'refused' using errcode = '${code}'; end if; end $$;`;
  const add = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const tries = async () => (await peek<{ n: number }>({ superuser }, 'select last_value::int as n from tries'))[0]!.n;
  add('9001-in-the-way.sql', failing(2, '40P01'));
  expect(await migrate(owner, { folder })).toEqual({ applied: ['9001-in-the-way.sql'] });
  expect(await tries()).toBe(3);
  add('9002-wrong.sql', failing(100, '23505'));
  await expect(migrate(owner, { folder })).rejects.toThrow('9002-wrong.sql failed: refused');
  expect(await tries()).toBe(4);
});
