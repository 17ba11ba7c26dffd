import { beforeAll, expect, test } from 'vitest';
import { attribute, formsOf } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { filledIn } from './filled-in.ts';
import { type FormsWorld, formsWorld } from './forms-world.ts';
import { routeOf } from './post-routes.ts';

/**
 * What nobody does whose session was begun, and who proved who they are, more than a quarter of an hour ago: what whoever has
 * stolen one would do first, to stay, to take what there is, and not to be seen. With what has to stand in a form for it to get so far.
 *
 * Not asked, and decided so: what lets somebody in who lets in nobody else, which is the team's daily work. That is an invitation in an
 * ordinary role, of one or of many whom the team has written down (`/customers/:id/contacts/new`, `/customers/invitations`), the same
 * invitation once more, and a ticket that is shared with a guest for some days (`/inbox/:number/guests`). Each is
 * in the log, stands where whoever looks after the customer sees it, and ends when it is taken back.
 */
const ASKS: Record<string, Record<string, string>> = {
  '/account/sessions/:id/ending': {},
  '/account/sessions/ending': {},
  '/audit/evidence': {},
  '/audit/export': {},
  '/company/people': { email: 'new.one@acme.example', role: 'contributor' },
  '/company/people/:contact/invitation': {},
  '/company/people/:contact/reactivation': {},
  '/company/people/:contact/role': {},
  '/contacts/:contact/anonymisation': { sure: 'yes' },
  '/contacts/:contact/data': {},
  '/contacts/:contact/erasure': { sure: 'yes' },
  '/customers/:id/archival': {},
  '/customers/:id/contacts/:contact/details': { role: 'account_admin' },
  '/customers/:id/contacts/:contact/merging': { sure: 'yes' },
  '/customers/:id/contacts/:contact/move': { sure: 'yes' },
  '/customers/:id/contacts/:contact/reactivation': {},
  '/customers/:id/contacts/:contact/view': {},
  '/customers/:id/contacts/new': { contact_name: 'New One', email: 'new.two@acme.example', role: 'account_admin' },
  '/customers/:id/merging': { sure: 'yes' },
  '/customers/:id/restoration': {},
  '/customers/import/:id/undoing': {},
  '/newcomers/:id/acceptance': { role: 'account_admin' },
  '/settings/data': { log_client: '', mails: '400', contacts: '', tickets: '' },
  '/settings/data/address': { email: 'noor@bluefern.example' },
  '/settings/data/holds/:id/release': {},
  '/settings/log-streams': { url: 'https://elsewhere.example/hook' },
  '/settings/log-streams/:id/pause': {},
  '/settings/log-streams/:id/removal': {},
  '/settings/log-streams/:id/resumption': {},
  '/settings/log-streams/:id/secret': {},
  '/settings/members/:id/deactivation': {},
  '/settings/members/:id/reactivation': {},
  '/settings/members/:id/role': {},
  '/settings/members/invitations/:id/renewal': {},
  '/settings/members/new': { email: 'somebody@northwind.example' },
  '/settings/roles': {},
  '/settings/roles/:id': {},
  '/settings/roles/:id/removal': {},
  '/settings/sign-in': {},
  '/settings/sign-up': {},
  '/settings/sign-up/domains': { domain: 'orchid.example' },
  '/settings/sign-up/domains/:id/removal': {},
  '/settings/sso/:id/domains': { domain: 'orchid.example' },
  '/settings/sso/:id/domains/:domain/proof': {},
  '/settings/sso/:id/domains/:domain/removal': {},
  '/settings/sso/:id/people': {},
  '/settings/sso/:id/provider': {},
  '/settings/sso/:id/removal': {},
  '/settings/sso/:id/requirement': {},
  '/settings/sso/:id/tokens': {},
  '/settings/sso/:id/tokens/:token/revocation': {},
  '/settings/sso/:id/use': {},
};

const portal = usePortal();
let world: FormsWorld;

beforeAll(async () => {
  world = await formsWorld(portal());
  await peek(
    portal().database,
    "update sessions set created_at = created_at - interval '1 hour', proved_at = proved_at - interval '1 hour'",
  );
}, 180_000);

test('with an old session nothing dangerous is done before its person has proved who they are', async () => {
  const asked = new Set<string>();
  const done: string[] = [];
  for (const who of ['contact', 'owner']) {
    const client = world.people[who]!;
    for (const [page, text] of await world.crawl(client)) {
      for (const form of formsOf(text, (one) => attribute(one, 'method') === 'post' && (routeOf(one) ?? '') in ASKS)) {
        const route = routeOf(form)!;
        if (asked.has(route)) continue;
        const answer = await client.postRaw(attribute(form, 'action')!, { ...filledIn(form).fields, ...ASKS[route] });
        if (answer.status === 422 && answer.text.includes('Is it still you?')) asked.add(route);
        else done.push(`${route} of ${page} as ${who}: ${answer.status} ${answer.location ?? ''}`);
      }
    }
  }
  expect(done).toEqual([]);
  const unseen = Object.keys(ASKS).filter((route) => !asked.has(route));
  expect(unseen).toEqual([]);
  // A thousand pages: the limit is for what hangs, not for a machine that has other work.
}, 300_000);

/** Files with what leaves nobody's portal unasked: names, tickets, articles that are not for everybody. */
const FILES = ['/customers/export/contacts.csv', '/deflection/people.csv', '/settings/articles/export.zip'];

test('with an old session no file of everybody, or of everything, is handed out', async () => {
  for (const file of FILES) expect((await world.people.owner!.get(file)).text, file).toContain('Is it still you?');
});

test('control: with a session that was begun a moment ago, the same form does what it says', async () => {
  const owner = world.people.owner!;
  const page = '/settings/sign-up';
  const add = () => owner.submit(page, `${page}/domains`, { domain: 'orchid.example' });
  expect((await add()).status).toBe(422);
  await peek(portal().database, 'update sessions set created_at = now()');
  expect((await add()).status).toBe(303);
  for (const file of FILES) expect((await owner.get(file)).text, file).not.toContain('Is it still you?');
});
