type Listed = readonly (readonly [RegExp, string])[];

/** What can be taken away without anybody getting further, each with the reason why. Whatever a run finds beyond these has no attacker. */
export const SAME_WITHOUT: Listed = [
  [
    /: actor\.kind === '(member|contact)'$|mayTakePart: \(actor\.kind === 'contact' \|\| actor\.kind === 'member'\)$/,
    'routes are for one side (test/ledgers/routes.test.ts), and a right of one side is none in a role of the other (test/ledgers/rights.test.ts)',
  ],
  [
    / (mayExportArticles: mayImportArticles|mayGive: mayManageColleagues|mayTakeRows: maySeeFigures|mayGiveRole: mayManageMembers|mayChangeRole: mayManageRoles|mayTakeData: knowsOfCopies|mayReopen: mayReply|mayReply: mayTakePart|maySolve: mayReply)\(actor(, ticket)?\)$/,
    'every page and verb that asks it has asked the rule it names in a line of its own before',
  ],
  [
    /deflection\/access\.ts maySeeFigures: (actor\.reach !== 'none'|may\(actor, 'customers\.see'\))$/,
    'whoever may not see customers reaches none: each of the two says what the other says',
  ],
  [
    /accounts\/search-kinds\.ts seesCustomers: |help\/ask\.ts offersToAsk: /,
    'what is offered to look in or to do: the rows have their walls, and asking has its own rule',
  ],
  [/help\/search-routes\.tsx is(Search)?ByHand: /, 'what is counted, not what somebody may'],
  [
    /identity\/invite\.ts mayInviteTo: actor\.accountId === accountId$/,
    'the rooms of customers invite to the account that asks and to no other',
  ],
  [
    /knowledge\/access\.ts maySetAudience: \(audience !== 'segment' \|\| mayManageGates\(actor\)\)$/,
    'what opens something for segments asks mayManageGates itself',
  ],
  [/members\/access\.ts mayGiveRole: role\.side === 'member'$/, 'its verbs look for the role among those of the team'],
  [
    /knowledge\/access\.ts mayMove: /,
    'src/features/knowledge/hostile.int.test.ts tries it, with a category that only some customers read',
  ],
  [
    /tickets\/access\.ts mayNarrow: (\(actor\.kind === 'member' \|\||ticket\.requesterId)/,
    'here no colleague is named on what others asked; test/visibility.test.ts tries it as one who is',
  ],
  [/sso\/go\.ts testerOf: /, 'a way out of the portal rather than a page: test/sso-oidc.test.ts'],
  [
    /tickets\/access\.ts mayOpen: hasRoom\(actor, 'support'\)$/,
    'the room of the routes asks it before (createRoom): src/features/gates/gates.int.test.ts',
  ],
  [
    /visibility\/access\.ts mayChooseOwn: accountsChoose$/,
    'here the business leaves it to its customers; test/visibility.test.ts tries it where it does not',
  ],
  [
    /tickets\/access\.ts (mayReply|maySolve|mayReopen)(: |: mayReply\(actor, ticket\) && )ticket\.status [!=]== '(closed|solved)'( && mayReply\(actor, ticket\))?$/,
    'how a ticket stands, not who somebody is: test/tickets.test.ts',
  ],
];

/** Behind these the walls of the database say no as well, each by the policies named: here they are taken away with them. */
export const WALLED: Listed = [
  [/accounts\/access\.ts mayHandOver: (?!actor\.kind === 'member'$)/, 'tickets.wall_update'],
  [/fields\/field\.ts mayEditCompany: /, 'field_changes.withdrawn'],
  [/identity\/invite\.ts mayInviteTo: may\(actor, 'contacts\.invite'\)$/, 'invitations.wall_insert'],
  [/knowledge\/upkeep\.ts mayDrop: !published$/, 'article_drafts.wall_delete'],
  [/tickets\/access\.ts (answersFor|mayTakePart: answersFor)/, 'replies.wall_insert, tickets.wall_update'],
  [/tickets\/access\.ts mayName: /, 'ticket_people.wall_insert, ticket_people.wall_delete'],
  [/tickets\/access\.ts mayNote: /, 'internal_notes.wall_insert'],
  [/visibility\/access\.ts mayAskWhoSees: /, 'accounts.wall, tickets.wall'],
  [/workspaces\/details\.ts changeDetails: /, 'workspaces.wall_update'],
];
