import { expect, test } from 'vitest';
import { ROUTES } from '#test/ledgers/route-ledger.ts';
import { partOfView } from './access.ts';

/** What a contact can open, each with what a look has of it. A new page is decided on here. */
const PAGES = {
  open: [
    '/',
    '/:locale/support/home',
    '/:locale/support/login',
    '/:locale/support/search/*',
    '/:locale/support/solutions/*',
    '/:locale/support/tickets/*',
    '/activity',
    '/company',
    '/company/details',
    '/company/visibility',
    '/fields/:id/:subject/:name',
    '/files/:id/:name',
    '/hc/*',
    '/help',
    '/help/:category',
    '/help/:category/feed.xml',
    '/help/:locale/:slug',
    '/help/card.png',
    '/help/feed.xml',
    '/help/pictures/:id',
    '/help/search',
    '/help/search/opened',
    '/help/search/typing',
    '/notifications',
    '/notifications/latest',
    '/photos/:id',
    '/robots.txt',
    '/search',
    '/search/palette',
    '/sitemap.xml',
    '/sitemap/:part',
    '/support',
    '/support/:number',
    '/support/home',
    '/support/login',
    '/support/new',
    '/support/new/answers/:article',
    '/support/search/*',
    '/support/solutions/*',
    '/support/tickets/*',
  ],
  theirs: [
    '/account',
    '/account/address',
    '/account/address/proof',
    '/account/app',
    '/account/data',
    '/account/following',
    '/account/following/ending',
    '/account/passkeys/new',
    '/account/password',
    '/account/recovery-codes',
    '/company/turned',
    '/invitation',
    '/shared/:id',
    '/shared/:id/files/:file/:name',
    '/shared/open',
    '/sign-in',
    '/sign-in/company',
    '/sign-in/device',
    '/sign-in/link',
    '/sign-in/password/forgotten',
    '/sign-in/password/new',
    '/sign-in/sent',
    '/sign-in/step',
    '/sign-in/step/recovery',
    '/sign-in/step/setup',
    '/sign-on',
    '/sign-up',
    '/sign-up/proof',
    '/sign-up/sent',
    '/sign-up/waiting',
    '/sso/:id',
    '/sso/:id/tested',
    '/sso/problem',
    '/team-invitation',
    '/uploads/:id',
  ],
};

test('TRUST 37: of every page that a contact can open it is said whether a look has it, and the team’s are no part of it', () => {
  const pages = ROUTES.trim()
    .split('\n')
    .map((line) => line.split(/\s+/))
    .filter(([method]) => method === 'GET');
  const [contacts, ours] = [
    pages.filter(([, , who]) => who !== 'member'),
    pages.filter(([, , who]) => who === 'member'),
  ];
  const grouped = (part: string) => contacts.map(([, path]) => path!).filter((path) => partOfView(path) === part);
  expect({ open: grouped('open'), theirs: grouped('theirs'), ours: grouped('ours') }).toEqual({ ...PAGES, ours: [] });
  expect(ours.filter(([, path]) => partOfView(path!) !== 'ours')).toEqual([]);
});
