import type { Row, Values } from './filler.ts';
import { GUEST } from './people.ts';

const PICTURES = [1, 2, 3].map((n) => `01900000-0000-7000-9000-00000000000${n}`);

/** An entry of an article that everybody reads. */
const FOUND = {
  audience: 'public',
  account_id: null,
  person_id: null,
  room: null,
  gates: '{}',
  live_from: new Date(0),
  live_until: null,
};

/** What a row must say so that its table takes it, where that cannot be read off the catalog. */
export const SAID: Record<string, Partial<Record<Row['whose'] | 'all', Values>>> = {
  // What the mutants of tickets need: colleagues see by their role or flag, and may only read.
  account_visibility: { all: { colleagues_see: 'role', colleagues_may: 'read', colleagues_flags: '{technical}' } },
  // What readers see: live, since long. Pictures are named by the version that shows them.
  article_drafts: { all: { locale: 'en' } },
  article_presence: { all: { locale: 'en' } },
  article_import_lines: { all: { locale: 'en' } },
  article_sources: { all: { locale: 'en' } },
  article_pictures: { customer: { id: PICTURES[0] } },
  article_slugs: { all: { locale: 'en' } },
  article_texts: {
    all: { locale: 'en', live_from: new Date(0), live_until: null, archived_at: null, next_version_id: null },
  },
  article_follows: { all: { category_id: null } },
  article_votes: { all: { visitor: null } },
  article_versions: { all: { locale: 'en' }, customer: { pictures: `{${PICTURES[0]}}` } },
  articles: {
    customer: { number: 1001 },
    team: { number: 1002 },
    rival: { number: 1003 },
    away: { number: 1004 },
    shut: { number: 1005 },
  },
  categories: { all: { parent_id: null } },
  category_texts: { all: { locale: 'en' } },
  help_languages: {
    customer: { locale: 'fr' },
    team: { locale: 'es' },
    rival: { locale: 'it' },
    away: { locale: 'fr' },
    shut: { locale: 'nl' },
  },
  attachments: {
    all: { note_id: null },
    rival: { account_id: null, ticket_id: null, reply_id: null },
    team: { account_id: null, ticket_id: null, reply_id: null },
  },
  contacts: { all: { continues_as: null, came_back_from: null } },
  accounts: { all: { merged_into: null } },
  // Dana's has ended with a ticket, the others are open.
  deflection_sessions: {
    all: { arm: 'shown', outcome: null, ended_at: null, ticket_id: null },
    customer: { outcome: 'sent', ended_at: new Date(0), ticket_id: undefined },
  },
  event_leaves: {
    all: { client_salt: '\\x00112233445566778899aabbccddeeff', data_salt: '\\x00112233445566778899aabbccddeeff' },
  },
  events: { all: { session_id: null }, shut: { subject_type: 'ticket' } },
  notifications: { shut: { subject_type: 'ticket' } },
  field_definitions: {
    customer: { subject: 'account', kind: 'text', customer: 'edit' },
    team: { subject: 'account', kind: 'text', customer: 'hidden' },
  },
  field_values: { all: { contact_id: null, ticket_id: null, person_id: null, text_value: 'said' } },
  field_changes: { all: { decided_by: null, decision: null, decided_at: null } },
  guest_links: { all: { object_kind: 'ticket' } },
  guest_sessions: { customer: { token_hash: GUEST } },
  invitations: { all: { invited_by_contact: null } },
  log_streams: { all: { stopped_for: null, previous_secret: null } },
  member_invitations: { all: { role: 'agent' } },
  portal_views: { all: { ended_at: new Date(0) } },
  replies: {
    customer: { member_id: null },
    team: { contact_id: null },
    rival: { member_id: null },
    away: { member_id: null },
    shut: { member_id: null },
  },
  roles: { all: { built_in: false, name: 'Own', rights: '{}' } },
  search_entries: {
    all: { kind: 'filled', audience: 'account', room: 'support' },
    team: { audience: 'member', person_id: null },
  },
  search_fills: { all: { kind: 'filled' } },
  search_synonyms: { all: { words: '{one,two}' } },
  searches: { all: { asked: 'said so', said: 'Said so', locale: 'en', opened: null, opened_id: null } },
  searches_settled: {
    customer: { asked: 'one', locale: 'en', article_id: null },
    team: { asked: 'two', locale: 'en', article_id: null },
    rival: { asked: 'three', locale: 'en', article_id: null },
    away: { asked: 'one', locale: 'en', article_id: null },
    shut: { asked: 'four', locale: 'en', article_id: null },
  },
  sign_ups: { all: { decided_by: null, decision: null, decided_at: null, proved_at: null } },
  scim_tokens: { all: { ending: 'abcd' } },
  sso_connections: { team: { account_id: null } },
  tickets: { rival: { assignee_id: null } },
};

/** Rows of a kind that one row of the table does not show. "@label" is the id of a row made before. */
export const MORE: Record<string, Record<string, Values>> = {
  accounts: { 'merged into it': { merged_into: '@accounts', archived_at: new Date() } },
  deflection_sessions: { 'not ended': { outcome: null, ended_at: null, ticket_id: null } },
  article_follows: { 'of a category': { article_id: null, category_id: undefined } },
  article_votes: { 'of a visitor': { identity_id: null, visitor: 'a'.repeat(64) } },
  articles: {
    'for customers': { number: 2001, audience: 'signed_in' },
    'for a segment': { number: 2002, audience: 'segment' },
    'for the team': { number: 2003, audience: 'member' },
    'not published': { number: 2004 },
    'not live': { number: 2005 },
  },
  article_versions: {
    'for customers': { article_id: '@articles for customers' },
    'for a segment': { article_id: '@articles for a segment' },
    'for the team': { article_id: '@articles for the team', pictures: `{${PICTURES[1]}}` },
    earlier: { pictures: `{${PICTURES[2]}}` },
    'not live': { article_id: '@articles not live' },
  },
  article_texts: {
    'for customers': { article_id: '@articles for customers', version_id: '@article_versions for customers' },
    'for a segment': { article_id: '@articles for a segment', version_id: '@article_versions for a segment' },
    'for the team': { article_id: '@articles for the team', version_id: '@article_versions for the team' },
    'not yet': {
      article_id: '@articles not live',
      version_id: '@article_versions not live',
      live_from: new Date(Date.now() + 86_400_000),
    },
    over: {
      article_id: '@articles not live',
      version_id: '@article_versions not live',
      locale: 'de',
      live_until: new Date(1),
    },
    'taken offline': {
      article_id: '@articles not live',
      version_id: '@article_versions not live',
      locale: 'fr',
      archived_at: new Date(1),
    },
  },
  article_slugs: { 'for the team': { article_id: '@articles for the team' } },
  article_pictures: {
    'for the team': { id: PICTURES[1], article_id: '@articles for the team' },
    'of an earlier version': { id: PICTURES[2] },
  },
  categories: {
    'for customers': { audience: 'signed_in' },
    'for a segment': { audience: 'segment' },
    'for the team': { audience: 'member' },
  },
  category_texts: { 'for the team': { category_id: '@categories for the team' } },
  attachments: {
    'of a note': { reply_id: null, note_id: undefined },
    'of a ticket kept close': { note_id: null, ticket_id: '@tickets kept close' },
    'of nobody yet': { account_id: null, ticket_id: null, reply_id: null },
  },
  events: {
    'for the team': { audience: 'team' },
    'of what was merged': { account_id: '@accounts merged into it' },
    'of what was merged, for the team': { account_id: '@accounts merged into it', audience: 'team' },
    'of a ticket kept close': { subject_type: 'ticket', subject_id: '@tickets kept close' },
    'by Dana': { actor_kind: 'contact', actor_person_id: '@contacts' },
  },
  field_changes: {
    'of the account': { contact_id: null },
    'decided on': { decided_by: undefined, decision: 'approved', decided_at: new Date() },
    'of a field to read': { field_id: '@field_definitions to read' },
    'of an archived field': { field_id: '@field_definitions archived' },
  },
  field_definitions: {
    'to read': { customer: 'read' },
    'to approve': { edits: 'approve' },
    archived: { archived_at: new Date() },
    'at the door': { customer: 'edit', kind: 'text', at_sign_up: true },
    'at the door, archived': { customer: 'edit', kind: 'text', at_sign_up: true, archived_at: new Date() },
    'at the door, for nobody': { customer: 'edit', kind: 'text', at_sign_up: true },
    'for nobody': { customer: 'read' },
  },
  field_values: {
    'of a contact': { contact_id: undefined },
    'of a ticket': { ticket_id: undefined },
    'of a ticket kept close': { ticket_id: '@tickets kept close' },
    'of a ticket of a colleague': { ticket_id: '@tickets of a colleague' },
    'to read': { field_id: '@field_definitions to read' },
    'to approve': { field_id: '@field_definitions to approve' },
    archived: { field_id: '@field_definitions archived' },
  },
  // Everybody but one customer has the rooms; two fields are nobody's.
  segment_accounts: { 'of the rival': { account_id: '@rival' } },
  segment_gates: {
    'of support': { kind: 'room', object: 'support', segment_id: '@segments' },
    'of the company': { kind: 'room', object: 'company', segment_id: '@segments' },
    'of an article': { kind: 'article', object: '@articles for a segment', segment_id: '@segments' },
    'of a category': { kind: 'category', object: '@categories for a segment', segment_id: '@segments' },
    'of a field': { kind: 'field', object: '@field_definitions for nobody', segment_id: null },
    'of a field at the door': {
      kind: 'field',
      object: '@field_definitions at the door, for nobody',
      segment_id: null,
    },
  },
  legal_holds: {
    'over a person': { account_id: null, contact_id: '@contacts' },
    'over everything': { account_id: null, contact_id: null },
  },
  notifications: {
    'of the login': { account_id: null },
    'of who waits at the door': { account_id: null, subject_type: 'sign_up' },
    'for somebody who sees other customers': { identity_id: '@far' },
    'for a colleague, of a ticket kept close': {
      identity_id: '@colleague',
      subject_type: 'ticket',
      subject_id: '@tickets kept close',
    },
  },
  replies: {
    'on a ticket kept close': { member_id: null, ticket_id: '@tickets kept close' },
    'on a ticket of a colleague': { member_id: null, ticket_id: '@tickets of a colleague' },
  },
  search_entries: {
    'kept close': { kind: 'close', of_id: '@tickets kept close', narrowed: true },
    'of a colleague': { kind: 'colleague', person_id: '@mute' },
    'for the team': { kind: 'team', audience: 'member', person_id: null },
    'of no customer': { kind: 'general', audience: 'member', account_id: null, person_id: null },
    'of no room': { kind: 'roomless', room: null },
    'of an article': { ...FOUND, kind: 'article' },
    'of an article for customers': { ...FOUND, kind: 'signed', audience: 'signed_in' },
    'of an article behind a gate': { ...FOUND, kind: 'gate', audience: 'segment', gates: '{article:of-nobody}' },
    'of an article for the team': { ...FOUND, kind: 'member', audience: 'member' },
    'of an article that is not yet live': { ...FOUND, kind: 'later', live_from: new Date(Date.now() + 86_400_000) },
    'of an article that is over': { ...FOUND, kind: 'over', live_until: new Date(1) },
  },
  ticket_people: {
    'naming a colleague': { contact_id: '@named' },
    'naming a colleague on one kept close': { contact_id: '@named', ticket_id: '@tickets kept close' },
  },
  tickets: { 'kept close': { narrowed_at: new Date() }, 'of a colleague': { requester_id: '@mute' } },
  sign_ups: {
    waiting: { proved_at: new Date() },
    'decided on': { proved_at: new Date(), decision: 'declined', decided_at: new Date() },
  },
  roles: { 'built in': { built_in: true, key: 'account_admin-as-it-comes' } },
};
