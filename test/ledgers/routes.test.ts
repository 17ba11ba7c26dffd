import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import type { RouteEntry } from '#platform/http/room.ts';
import { usePortal } from '../portal.ts';

const portal = usePortal();

/** Every address of the rooms: what it is, and who may call it. A new route is a new row, read by whoever reviews it. */
const ROUTES = `
GET  /                                              signed-in  home
GET  /account                                       signed-in  profile
GET  /account/app                                   signed-in  identity
GET  /account/data                                  signed-in  profile
GET  /account/passkeys/new                          signed-in  identity
GET  /account/password                              signed-in  profile
GET  /account/recovery-codes                        signed-in  identity
GET  /activity                                      contact    home
GET  /audit                                         member     audit
GET  /audit/:id                                     member     audit
GET  /audit/:id/proof                               member     audit
GET  /company                                       contact    company
GET  /company/details                               contact    company
GET  /contacts/:contact                             member     accounts
GET  /contacts/:contact/privacy                     member     privacy
GET  /customers                                     member     accounts
GET  /customers/:id                                 member     accounts
GET  /customers/:id/archival                        member     accounts
GET  /customers/:id/contacts/:contact               member     accounts
GET  /customers/:id/contacts/:contact/details       member     accounts
GET  /customers/:id/contacts/:contact/fields        member     accounts
GET  /customers/:id/contacts/:contact/merging       member     accounts
GET  /customers/:id/contacts/:contact/move          member     accounts
GET  /customers/:id/contacts/new                    member     accounts
GET  /customers/:id/details                         member     accounts
GET  /customers/:id/fields                          member     accounts
GET  /customers/:id/holds                           member     privacy
GET  /customers/:id/invited                         member     accounts
GET  /customers/:id/merging                         member     accounts
GET  /customers/:id/team                            member     accounts
GET  /customers/changes                             member     fields
GET  /customers/export/:name                        member     imports
GET  /customers/import                              member     imports
GET  /customers/import/:id                          member     imports
GET  /customers/import/:id/problems                 member     imports
GET  /customers/invitations                         member     invitations
GET  /customers/invitations/:id                     member     invitations
GET  /customers/invitations/new                     member     invitations
GET  /customers/new                                 member     accounts
GET  /fields/:id/:subject/:name                     signed-in  fields
GET  /files/:id/:name                               signed-in  tickets
GET  /inbox                                         member     tickets
GET  /inbox/:number                                 member     tickets
GET  /inbox/:number/fields                          member     tickets
GET  /invitation                                    anyone     identity
GET  /notifications                                 signed-in  notifications
GET  /notifications/latest                          signed-in  notifications
GET  /people/:id/sign-in                            member     identity
GET  /photos/:id                                    signed-in  profile
GET  /settings                                      member     settings
GET  /settings/business                             member     workspaces
GET  /settings/data                                 member     privacy
GET  /settings/design                               member     workspaces
GET  /settings/fields                               member     fields
GET  /settings/fields/:id                           member     fields
GET  /settings/fields/new                           member     fields
GET  /settings/log-streams                          member     log-streams
GET  /settings/log-streams/:id                      member     log-streams
GET  /settings/log-streams/:id/secret               member     log-streams
GET  /settings/members                              member     members
GET  /settings/members/:id                          member     members
GET  /settings/members/invited                      member     members
GET  /settings/members/new                          member     members
GET  /settings/roles                                member     roles
GET  /settings/roles/new                            member     roles
GET  /settings/sign-in                              member     identity
GET  /settings/sso                                  member     sso
GET  /settings/sso/:id                              member     sso
GET  /settings/sso/:id/test                         member     sso
GET  /settings/sso/new/customer                     member     sso
GET  /settings/sso/new/team                         member     sso
GET  /sign-in                                       anyone     identity
GET  /sign-in/company                               anyone     sso
GET  /sign-in/device                                anyone     identity
GET  /sign-in/link                                  anyone     identity
GET  /sign-in/sent                                  anyone     identity
GET  /sign-in/step                                  anyone     identity
GET  /sign-in/step/recovery                         anyone     identity
GET  /sign-in/step/setup                            anyone     identity
GET  /sign-on                                       contact    sso
GET  /sso/:id                                       anyone     sso
GET  /sso/:id/tested                                signed-in  sso
GET  /sso/problem                                   anyone     sso
GET  /support                                       contact    tickets
GET  /support/:number                               contact    tickets
GET  /support/new                                   contact    tickets
GET  /team-invitation                               anyone     members
POST /account/app                                   signed-in  identity
POST /account/app/removal                           signed-in  identity
POST /account/data                                  signed-in  profile
POST /account/passkeys                              signed-in  identity
POST /account/passkeys/:id/removal                  signed-in  identity
POST /account/password                              signed-in  profile
POST /account/photo                                 signed-in  profile
POST /account/photo/removal                         signed-in  profile
POST /account/profile                               signed-in  profile
POST /account/proof                                 signed-in  identity
POST /account/recovery-codes                        signed-in  identity
POST /account/recovery-codes/file                   signed-in  identity
POST /account/remembered/ending                     signed-in  identity
POST /account/sessions/:id/ending                   signed-in  profile
POST /account/sessions/ending                       signed-in  profile
POST /audit/checks                                  member     audit
POST /audit/evidence                                member     audit
POST /audit/export                                  member     audit
POST /company/:id/choice                            contact    company
POST /company/details                               contact    company
POST /company/details/own                           contact    company
POST /company/people                                contact    company
POST /company/people/:contact/deactivation          contact    company
POST /company/people/:contact/invitation            contact    company
POST /company/people/:contact/reactivation          contact    company
POST /company/people/:contact/role                  contact    company
POST /contacts/:contact/anonymisation               member     privacy
POST /contacts/:contact/data                        member     privacy
POST /contacts/:contact/erasure                     member     privacy
POST /contacts/:contact/holds                       member     privacy
POST /customers/:id/archival                        member     accounts
POST /customers/:id/contacts/:contact/deactivation  member     accounts
POST /customers/:id/contacts/:contact/details       member     accounts
POST /customers/:id/contacts/:contact/fields        member     accounts
POST /customers/:id/contacts/:contact/invitation    member     accounts
POST /customers/:id/contacts/:contact/invitation/revocation member     accounts
POST /customers/:id/contacts/:contact/merging       member     accounts
POST /customers/:id/contacts/:contact/move          member     accounts
POST /customers/:id/contacts/:contact/reactivation  member     accounts
POST /customers/:id/contacts/new                    member     accounts
POST /customers/:id/details                         member     accounts
POST /customers/:id/fields                          member     accounts
POST /customers/:id/holds                           member     privacy
POST /customers/:id/merging                         member     accounts
POST /customers/:id/restoration                     member     accounts
POST /customers/:id/team                            member     accounts
POST /customers/:id/team/:member/removal            member     accounts
POST /customers/:id/team/:member/rise               member     accounts
POST /customers/:id/team/:member/role               member     accounts
POST /customers/changes/:id/approval                member     fields
POST /customers/changes/:id/refusal                 member     fields
POST /customers/import                              member     imports
POST /customers/import/:id/mapping                  member     imports
POST /customers/import/:id/start                    member     imports
POST /customers/import/:id/undoing                  member     imports
POST /customers/invitations                         member     invitations
POST /customers/invitations/:id/stopping            member     invitations
POST /customers/new                                 member     accounts
POST /inbox/:number/assignment                      member     tickets
POST /inbox/:number/closure                         member     tickets
POST /inbox/:number/fields                          member     tickets
POST /inbox/:number/notes                           member     tickets
POST /inbox/:number/presence                        member     tickets
POST /inbox/:number/reopening                       member     tickets
POST /inbox/:number/replies                         member     tickets
POST /inbox/:number/triage                          member     tickets
POST /invitation                                    anyone     identity
POST /notifications/:id/read                        signed-in  notifications
POST /notifications/read                            signed-in  notifications
POST /people/:id/second-step/reset                  member     identity
POST /preferences                                   signed-in  identity
POST /settings/business                             member     workspaces
POST /settings/data                                 member     privacy
POST /settings/data/holds                           member     privacy
POST /settings/data/holds/:id/release               member     privacy
POST /settings/design                               member     workspaces
POST /settings/design/logo-dark                     member     workspaces
POST /settings/design/logo-dark/removal             member     workspaces
POST /settings/design/logo-light                    member     workspaces
POST /settings/design/logo-light/removal            member     workspaces
POST /settings/fields                               member     fields
POST /settings/fields/:id                           member     fields
POST /settings/fields/:id/archival                  member     fields
POST /settings/fields/:id/restoration               member     fields
POST /settings/fields/:id/rise                      member     fields
POST /settings/log-streams                          member     log-streams
POST /settings/log-streams/:id/pause                member     log-streams
POST /settings/log-streams/:id/removal              member     log-streams
POST /settings/log-streams/:id/resumption           member     log-streams
POST /settings/log-streams/:id/secret               member     log-streams
POST /settings/log-streams/:id/tests                member     log-streams
POST /settings/members/:id/deactivation             member     members
POST /settings/members/:id/reactivation             member     members
POST /settings/members/:id/role                     member     members
POST /settings/members/invitations/:id/renewal      member     members
POST /settings/members/invitations/:id/revocation   member     members
POST /settings/members/new                          member     members
POST /settings/roles                                member     roles
POST /settings/roles/:id                            member     roles
POST /settings/roles/:id/removal                    member     roles
POST /settings/sign-in                              member     identity
POST /settings/sso/:id/domains                      member     sso
POST /settings/sso/:id/domains/:domain/proof        member     sso
POST /settings/sso/:id/domains/:domain/removal      member     sso
POST /settings/sso/:id/people                       member     sso
POST /settings/sso/:id/provider                     member     sso
POST /settings/sso/:id/removal                      member     sso
POST /settings/sso/:id/requirement                  member     sso
POST /settings/sso/:id/tokens                       member     sso
POST /settings/sso/:id/tokens/:token/revocation     member     sso
POST /settings/sso/:id/use                          member     sso
POST /settings/sso/new/customer                     member     sso
POST /settings/sso/new/team                         member     sso
POST /sign-in/code                                  anyone     identity
POST /sign-in/company                               anyone     sso
POST /sign-in/device                                anyone     identity
POST /sign-in/link                                  anyone     identity
POST /sign-in/link/session                          anyone     identity
POST /sign-in/passkey                               anyone     identity
POST /sign-in/password                              anyone     identity
POST /sign-in/step/code                             anyone     identity
POST /sign-in/step/leaving                          anyone     identity
POST /sign-in/step/passkey                          anyone     identity
POST /sign-in/step/recovery                         anyone     identity
POST /sign-in/step/setup/app                        anyone     identity
POST /sign-in/step/setup/passkey                    anyone     identity
POST /sign-out                                      anyone     identity
POST /support                                       contact    tickets
POST /support/:number/closure                       contact    tickets
POST /support/:number/reopening                     contact    tickets
POST /support/:number/replies                       contact    tickets
POST /team-invitation                               anyone     members
POST /uploads                                       signed-in  tickets`;

/** Outside the rooms: answered without a principal, each for the reason given. */
const OUTSIDE: Record<string, string> = {
  'GET /healthz': 'probes',
  'GET /readyz': 'probes',
  'GET /metrics': 'for this machine and trusted networks',
  'GET /assets/:name': 'built files, the same for everybody',
  'GET /brand.css': 'the look of a portal, needed to sign in',
  'GET /brand.svg': 'its icon',
  'GET /brand/logo-light': 'its logo, on the door',
  'GET /brand/logo-dark': 'the same in the dark',
  'POST /sso/:id/acs': 'the answer of an identity provider, posted across sites; reads no session (decision 0021)',
  'GET /sso/:id/go': 'the way out to an identity provider; holds no transaction',
  'GET /sso/:id/callback': 'the way back from one',
  'GET /sso/:id/arrival': 'the same for SAML, after the post',
  'GET /sso/:id/metadata': 'what a SAML provider is told of us; nothing secret',
  'GET /live': 'checks the session itself and holds no transaction',
  'GET /offline': 'what a browser keeps for when it is offline',
  'GET /offline-worker.js': 'the script that keeps it',
  'GET /dev/ui': 'in development only',
  'GET /dev/mail': 'in development and demo only',
  'GET /dev/mail/:id': 'in development and demo only',
  'GET /dev/mail/:id/html': 'in development and demo only',
};

const line = ({ method, path, who, room }: RouteEntry): string =>
  `${method.padEnd(4)} ${path.padEnd(46)} ${who.padEnd(10)} ${room}`;

const table = (entries: readonly RouteEntry[]): string[] =>
  entries.map((entry) => line(entry).replace(/ +/g, ' ').trim()).sort();

const expected = ROUTES.trim()
  .split('\n')
  .map((row) => row.replace(/ +/g, ' ').trim());

const entries = rooms.flatMap((room) => room.entries);

test('every route of every room is in the ledger, with who may call it', () => {
  expect(table(entries)).toEqual(expected);
});

test('every other route of the running application is there for a reason that is written down', () => {
  const inRooms = new Set(entries.map(({ method, path }) => `${method} ${path}`));
  const other = portal()
    .app.routes.filter((route) => route.method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => !inRooms.has(route))
    .filter((route) => !/^[A-Z]+ \/scim\/v2\//.test(route));
  expect([...new Set(other)].sort()).toEqual(Object.keys(OUTSIDE).sort());
});

test('no route is written down twice, and none answers to anything but GET and POST', () => {
  const addresses = entries.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(addresses).size).toBe(addresses.length);
  // SCIM has methods of its own, and no cookie (decision 0021).
  const allowed = (path: string) => (path.startsWith('/scim/v2/') ? ['PUT', 'PATCH', 'DELETE'] : []);
  for (const { method, path } of portal().app.routes)
    expect(['GET', 'POST', 'ALL', ...allowed(path)]).toContain(method);
});

test('control: a route that nobody wrote down is found', () => {
  const added = { method: 'GET', path: '/exports', who: 'contact', room: 'tickets' } as const;
  expect(table([...entries, added])).not.toEqual(expected);
  expect(
    table(entries.map((entry) => (entry.path === '/inbox' ? { ...entry, who: 'anyone' as const } : entry))),
  ).not.toEqual(expected);
  const app = new Hono();
  app.get('/left-open', (c) => c.text(''));
  expect(app.routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !(route in OUTSIDE))).toEqual([
    'GET /left-open',
  ]);
});
