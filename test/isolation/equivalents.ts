/**
 * Parts of policies that can be taken away without anybody noticing, each with the reason why: another lock on the same door
 * holds. Whatever the mutation run finds beyond these is a wall that no attack tries.
 */
export const EQUIVALENT: readonly (readonly [RegExp, string])[] = [
  [
    /, without \w+\.workspace_id = \w+\.workspace_id$/,
    'the table asked inside has its own wall, and an id is in one workspace only',
  ],
  [
    /^(accounts\.merged|events\.merged|field_changes\.(customer|wall|wall_write)|field_values\.(customer_read|customer_write|wall|wall_write)) (using|check), without workspace_id = app\.workspace\(\)$/,
    'an account or a person is in one workspace only, and the same policy asks for theirs',
  ],
  [
    /^notifications\.viewed using, without workspace_id = app\.workspace\(\)$/,
    'a login is in one workspace only, and the same policy asks for theirs',
  ],
  [
    /^article_presence\.wall_update using, without workspace_id = app\.workspace\(\)$/,
    'a member is in one workspace only, and the same policy asks for theirs',
  ],
  [
    /^workspaces\.wall_update check, without id = app\.workspace\(\)$/,
    'using lets through no other row, and nobody may change an id that a business hangs on',
  ],
  [
    /^(account_members\.wall_write|accounts\.wall_update|contacts\.wall_(insert|update)|invitations\.wall_(insert|update)|tickets\.wall_(insert|update)) (using|check), without app\.is_team\(\)$/,
    'seeing all or being assigned, which the same branch asks for, is a thing of members',
  ],
  [
    /^(accounts\.wall_insert|(field_definitions|field_values|sign_up_domains|sign_up_rules)\.wall_write) (using|check), without app\.is_team\(\)$/,
    'the right that the same branch asks for is one of the team, and app.has_right() knows whose a right is',
  ],
  [
    /^(invitation_batches|imports|import_marks)\.wall (using|check), without app\.is_team\(\)$/,
    'seeing all, or having made it, is a thing of members',
  ],
  [
    /^replies\.wall_insert check, without app\.kind\(\) = 'member'$/,
    'member_id names a member, and no contact has the id of one',
  ],
  [/^events\.merged using, without app\.account\(\) IS NOT NULL$/, 'nothing equals an account that is not there'],
  [
    /^(replies|internal_notes)\.forgotten check, /,
    'using lets only the system come so far, and no column of the wall may be changed',
  ],
  [
    /^field_(values|changes)\.\w+ (using|check), without d\.(archived_at IS NULL|customer <> 'hidden')$/,
    'the wall of field_definitions hides those from customers already',
  ],
  [
    /^field_values\.customer_write (using|check), without ticket_id IS NULL$/,
    'a value of a ticket also passes by the branch of tickets.open, or is read by the account that has account.edit',
  ],
  [
    /^field_changes\.withdrawn using, without (contact_id IS NULL|app\.kind\(\) = 'contact')$/,
    'the walls beside it show a customer no change of another person, and members have no account.edit',
  ],
  [
    /^sso_domains\.wall using, without c\.account_id = app\.account\(\)$/,
    'the wall of sso_connections shows a customer their own only',
  ],
  [
    /^(attachments\.wall|replies\.wall|replies\.wall_insert|ticket_people\.wall(_insert|_delete)?) (using|check), without account_id = app\.account\(\)$/,
    'the ticket asked inside has its own wall, and is of the same account by key',
  ],
  [
    /^account_visibility\.wall_write (using|check), without (EXISTS .*accounts_choose.*|w\.accounts_choose)$/,
    'here the business leaves it to its customers; test/visibility.test.ts tries it where it does not',
  ],
  [
    /^account_visibility\.wall_write (using|check), without w\.id = account_visibility\.workspace_id$/,
    'the wall of workspaces shows one',
  ],
  [
    /^tickets\.wall_update using, without narrowed_at IS NULL$/,
    'here colleagues may only read, and nobody else passes the check; test/visibility.test.ts tries it where they may answer',
  ],
  [/^invitations\.wall_update check, without app\.has_right\('colleagues\.manage'\)$/, 'using asks for the same right'],
  [
    /^attachments\.(own_claim|own_hand_back) using, without uploaded_by = app\.identity\(\)$/,
    'the wall shows a file of nothing yet to whoever brought it alone',
  ],
  [
    /^attachments\.own_claim check, without t\.(account_id|id) = attachments\.(account_id|ticket_id)$/,
    'the ticket of a file is one of its account by key',
  ],
  [
    /^attachments\.wall check, without app\.is_team\(\) OR \(uploaded_by = app\.identity\(\)\)$/,
    'the two locks above ask for more',
  ],
  [
    /^field_definitions\.at_the_door using, without app\.kind\(\) = 'visitor'$/,
    'whoever is no visitor sees these fields by the wall beside it',
  ],
  [
    /^(attachments|replies|tickets)\.guest using, without workspace_id = app\.workspace\(\)$/,
    'a ticket is in one workspace only, and app.enter_guest() names one of the workspace it enters',
  ],
  [/^search_words(\.nobody using, | with its row-level security)/, 'the running role has no grant on it whatsoever'],
  [
    /^(article_slugs|category_texts)\.wall using, without workspace_id = app\.workspace\(\)$/,
    'the article or category asked inside has its own wall, and is in one workspace only',
  ],
  [
    /^article_pictures\.wall using, without v\.article_id = article_pictures\.article_id$/,
    'it is there for the index: a version names pictures of its own article only',
  ],
  [
    /^categories\.wall_delete using, without workspace_id = app\.workspace\(\)$/,
    'a category that holds something cannot be deleted, and each business here has one that does',
  ],
  [
    /^deflection_sessions\.wall(_update)? using, without account_id = app\.account\(\)$/,
    'a person is of one customer by key, and the same policy asks who they are',
  ],
  [
    /^deflection_rules\.wall_update check, without app\.has_right\('settings\.manage'\)$/,
    'using asks for the same right',
  ],
  [
    /^(searches_settled\.wall_again|sign_ups\.wall_decide) check, /,
    'using asks for the same, of columns that nobody may change',
  ],
];
