import { type Answer, as, type Client, type Fields, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { mailedToken } from '#test/mails.ts';
import type { TestPortal } from '#test/portal.ts';
import type { World } from '#test/world.ts';

export { anHourLater, mailsTo } from '#test/mails.ts';

export const RULES = { mode: 'open', attaches: 'on', role: 'viewer', first_role: 'account_admin', terms_url: '' };

export const setRules = (portal: TestPortal, world: World, rules: Partial<typeof RULES> = {}): Promise<Answer> => {
  const fields: Fields = { ...RULES, ...rules };
  if (!fields.attaches) delete fields.attaches;
  return as(portal, world.owner).submit('/settings/sign-up', '/settings/sign-up', fields);
};

/** Puts a domain on the business's own list, of a customer or of none. */
export const vouchFor = (portal: TestPortal, world: World, domain: string, account = ''): Promise<Answer> =>
  as(portal, world.owner).submit('/settings/sign-up', '/settings/sign-up/domains', { domain, account });

export const ask = (client: Client, email: string, more: Fields = {}): Promise<Answer> =>
  client.submit('/sign-up', '/sign-up', { name: 'Noor Haddad', company: 'Blue Fern', email, ...more });

/** Asks as a stranger does, and returns the token of the link that comes. */
export async function proofFor(portal: TestPortal, world: World, email: string, more: Fields = {}): Promise<string> {
  await ask(visitor(portal, world), email, more);
  await portal.workJobs();
  return mailedToken(portal, world, email, 'newcomer.proof');
}

/** Uses a link up, the way its page's button does. */
export const prove = (client: Client, token: string, fields: Fields = {}): Promise<Answer> =>
  client.submit(`/sign-up/proof?token=${token}`, '/sign-up/proof', {
    name: 'Noor Haddad',
    company: 'Blue Fern',
    ...fields,
  });

export interface ContactRow {
  id: string;
  account: string;
  account_id: string;
  role: string;
  disabled_at: Date | null;
}

export const contactsWith = (portal: TestPortal, world: World, email: string): Promise<ContactRow[]> =>
  peek<ContactRow>(
    portal.database,
    `select c.id, a.name as account, a.id as account_id, c.role, c.disabled_at from contacts c
     join accounts a on a.id = c.account_id where c.workspace_id = $1 and c.email = $2 and c.identity_id is not null
     order by c.created_at`,
    [world.workspaceId, email],
  );

/** How much there is of everything a newcomer could become. */
export async function everythingIn(portal: TestPortal, world: World): Promise<Record<string, number>> {
  const [row] = await peek<Record<string, number>>(
    portal.database,
    `select (select count(*)::int from identities where workspace_id = $1) as identities,
       (select count(*)::int from contacts where workspace_id = $1) as contacts,
       (select count(*)::int from accounts where workspace_id = $1) as accounts,
       (select count(*)::int from sessions where workspace_id = $1) as sessions`,
    [world.workspaceId],
  );
  return row!;
}
