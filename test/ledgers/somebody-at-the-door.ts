import { as } from '../client.ts';
import { peek } from '../database.ts';
import type { TestPortal } from '../portal.ts';
import type { World } from '../world.ts';

/** Whoever nobody has invited may ask, and somebody waits for an answer. */
export async function somebodyAtTheDoor(portal: TestPortal, world: World): Promise<void> {
  const maya = as(portal, world.owner);
  const rules = '/settings/sign-up';
  await maya.submit(rules, rules, { mode: 'moderated', attaches: 'on', role: 'viewer', first_role: 'account_admin' });
  await maya.submit(rules, `${rules}/domains`, { domain: 'partner.example', account: '' });
  await peek(
    portal.database,
    `insert into sign_ups (workspace_id, id, email, name, company, locale, host, expires_at, proved_at)
     values ($1, gen_random_uuid(), 'noor@partner.example', 'Noor Haddad', 'Blue Fern', 'en', $2, now(), now())`,
    [world.workspaceId, world.host],
  );
}
