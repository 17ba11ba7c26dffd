import { endingPath } from '#features/following/link.ts';
import { helpForms } from '#features/knowledge/knowledge.testing.ts';
import type { Ctx } from '#platform/http/context.ts';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import type { TestPortal } from '../test/portal.ts';
import type { World } from '../test/world.ts';

/** A world with something in every room for customers, and the addresses of what is to be seen there. */
export async function pagesOf(portal: TestPortal, world: World): Promise<{ customer: string[]; team: string[] }> {
  await peek(portal.database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  await peek(portal.database, "update contacts set role = 'billing' where id = $1", [world.viewer.id]);
  const owner = as(portal, world.owner);
  const ticket = { subject: 'The export stops', urgency: 'question', body: 'Since this morning.' };
  await as(portal, world.dana).submit('/support/new', '/support', ticket);
  for (const subject of ['account', 'contact', 'ticket']) {
    const field = { subject, kind: 'text', label: `Known of the ${subject}`, customer: 'edit', edits: 'approve' };
    await owner.submit('/settings/fields/new', '/settings/fields', field);
  }
  const wish = await as(portal, world.dana).form('/company/details', '/company/details');
  const own = Object.keys(wish).find((name) => name.startsWith('f-'));
  await as(portal, world.dana).submit('/company/details', '/company/details', { [own!]: 'Not as it was before' });
  const content =
    'Company;Name;Email\nKestrel Bikes;Marcus Hale;marcus@kestrel.example\n;Nobody;nobody@nowhere.example\n';
  const list = await owner.submit('/customers/import', '/customers/import', { file: { name: 'list.csv', content } });
  const customer = `/customers/${world.accountId}`;
  const contact = `${customer}/contacts/${world.dana.id}`;
  const pasted = { people: 'Ben Adeyemi <ben@acme.example>', account: world.accountId, wave: '25', remind: '7' };
  const batch = await owner.submit(
    `/customers/invitations/new?account=${world.accountId}`,
    '/customers/invitations',
    pasted,
  );
  const [{ id: field } = { id: '' }] = await peek<{ id: string }>(
    portal.database,
    'select id from field_definitions where workspace_id = $1 limit 1',
    [world.workspaceId],
  );
  const group = { kind: 'hand', name: 'Key accounts', match: 'all' };
  const made = await owner.submit('/customers/segments/new?kind=hand', '/customers/segments', group);
  const segment = made.headers.get('location')!;
  await owner.submit('/settings/sign-up', '/settings/sign-up', {
    mode: 'moderated',
    attaches: 'on',
    role: 'viewer',
    first_role: 'account_admin',
  });
  const [newcomer] = await peek<{ id: string }>(
    portal.database,
    `insert into sign_ups (workspace_id, id, email, name, company, locale, host, expires_at, proved_at)
     values ($1, gen_random_uuid(), 'noor@fern.example', 'Noor Haddad', 'Blue Fern', 'en', $2, now(), now()) returning id`,
    [world.workspaceId, world.host],
  );
  const [next, begin, live, later, , ...help] = await helpForms(portal, world);
  await as(portal, world.dana).submit('/help/en/live', '/help/en/live/follow', { follow: 'yes' });
  return {
    customer: [
      '/company',
      '/company/details',
      '/support/new',
      '/account',
      '/account/address',
      '/account/following',
      endOfFollowing(portal, world),
      '/help/en/live',
      '/sign-on',
    ],
    team: [
      ...['', '/details', '/fields', '/team', '/contacts', '/archival', '/merging'].map((page) => customer + page),
      ...['', '/details', '/fields', '/move', '/merging'].map((page) => contact + page),
      ...['/customers/changes', '/customers/import', list.headers.get('location')!],
      ...['/customers/invitations', '/customers/invitations/new', batch.headers.get('location')!],
      ...['/settings/fields', '/settings/fields/new', `/settings/fields/${field}`],
      ...['/settings/members', `/settings/members/${world.agent.id}`, '/settings/members/new'],
      ...['/settings/roles', '/settings/roles/new', '/settings/sign-in', `/people/${world.dana.id}/sign-in`],
      ...['/settings/sso', '/settings/sso/new/team', '/settings/sso/new/customer'],
      ...['/newcomers', `/newcomers/${newcomer!.id}`, '/settings/sign-up', '/inbox/1/guests'],
      ...[`${customer}/view`, '/settings/view-as'],
      ...['/customers/segments', '/customers/segments/new?on0=plan&op0=any', segment, '/settings/rooms'],
      ...[`${segment}/rule`, `${segment}/deletion`, '/inbox/1/fields', '/deflection', '/settings/answers'],
      ...['/settings/visibility', `${customer}/visibility`, `/readers/contact/${world.dana.id}`],
      ...[
        next!,
        begin!,
        live!,
        `${live}/preview`,
        `${later}/history`,
        '/knowledge/articles',
        '/knowledge/categories',
        ...help,
      ],
      ...['/settings/articles', '/settings/articles/starter', '/settings/help', '/knowledge/1/readers'],
      ...['/knowledge/replies', '/inbox/1/articles', '/inbox/1/article'],
      ...['/settings/data', `/contacts/${world.dana.id}/privacy`, '/settings/log-streams', '/audit'],
    ],
  };
}

/** What the link at the foot of a letter leads to. */
const endOfFollowing = ({ platform }: TestPortal, { workspaceId, dana }: World): string =>
  endingPath({ platform, workspace: { id: workspaceId }, now: new Date() } as Ctx, dana.identityId);
