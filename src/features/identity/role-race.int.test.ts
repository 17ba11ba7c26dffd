import pg from 'pg';
import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { givePassword, isIn, PASSWORD, tryPassword } from './doors.testing.ts';

const portal = usePortal();

const waiting = async (): Promise<number> =>
  (
    await peek(
      portal().database,
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).length;

test.each([
  ['approver', false],
  ['contributor', true],
])(
  'TRUST 27: whoever is made %s, who may have to pass a second step, in the moment they sign in without one is in afterwards: %s; control: a role that asks for none',
  async (role, stays) => {
    const world = await newWorld(portal());
    const { database } = portal();
    await peek(database, "update roles set second_step_required = true where workspace_id = $1 and key = 'approver'", [
      world.workspaceId,
    ]);
    await peek(database, "update contacts set role = 'viewer' where id = $1", [world.dana.id]);
    await givePassword(portal(), world.dana);
    const maya = as(portal(), world.owner);
    const page = `/customers/${world.accountId}/contacts/${world.dana.id}/details`;
    const form = { ...(await maya.form(page, page)), name: world.dana.name, title: '', phone: '', role };
    // The sign-in has read what their role asks for, has its session, and comes no further.
    await peek(
      database,
      `create function stay() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(42); return new; end $$;
       create trigger stay before insert on events for each row when (new.kind = 'identity.signed_in') execute function stay()`,
    );
    const blocker = new pg.Client({ connectionString: database.superuser });
    await blocker.connect();
    await blocker.query('select pg_advisory_lock(42)');
    const browser = visitor(portal(), world);
    const signingIn = tryPassword(browser, world.dana.email, PASSWORD);
    await expect.poll(waiting, { interval: 20 }).toBe(1);
    let changed = false;
    const changing = maya.postRaw(page, form).then((answer) => {
      changed = true;
      return answer;
    });
    await expect.poll(async () => changed || (await waiting()) === 2, { interval: 20 }).toBe(true);
    await blocker.end();
    expect([(await signingIn).status, (await changing).status]).toEqual([303, 303]);
    expect(await isIn(browser)).toBe(stays);
    await peek(database, 'drop trigger stay on events; drop function stay');
  },
);
