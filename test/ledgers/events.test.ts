import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventKinds } from '#app/features.ts';
import type { EventKind, RecordedEvent, Told } from '#platform/events/define.ts';
import { kindNamed, kindsFor } from '#platform/events/kinds.ts';
import { reactionsTo } from '#platform/events/reactions.ts';
import { contactRights } from '#platform/rights.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const OTHER = '01900000-0000-7000-8000-000000000002';

/** Every kind of event: who may ever read it, and data as it is recorded. A new kind is a new row. */
const KINDS: Record<string, { audience: 'customer' | 'team'; data: Record<string, unknown>; silent?: string }> = {
  'account.visibility_changed': { audience: 'customer', data: { changes: {} } },
  'colleague.flags_changed': { audience: 'customer', data: { changes: {} } },
  'workspace.visibility_changed': { audience: 'team', data: { changes: {} } },
  'ticket.person_added': { audience: 'customer', data: { number: 7, contact: ID } },
  'ticket.person_removed': { audience: 'customer', data: { number: 7, contact: ID } },
  'ticket.narrowed': { audience: 'customer', data: { number: 7 } },
  'ticket.widened': { audience: 'customer', data: { number: 7 } },
  'account.added': { audience: 'team', data: {} },
  'audit.backup_proved': {
    audience: 'team',
    data: { proof: 'made', name: 'portico.tar.gz', bytes: 3, sha256: 'a'.repeat(64) },
    silent: 'shown nowhere but in the log',
  },
  'audit.check_asked': { audience: 'team', data: {}, silent: 'the audit log hears of everything' },
  'audit.evidence_taken': { audience: 'team', data: {}, silent: 'as above' },
  'audit.exported': { audience: 'team', data: { format: 'csv', narrowed: [] }, silent: 'as above' },
  'audit.stream_changed': { audience: 'team', data: { change: 'added' } },
  'audit.stream_failed': { audience: 'team', data: { why: 'gone' } },
  'audit.stream_secret_shown': { audience: 'team', data: {}, silent: 'shown nowhere but in the log' },
  'identity.link_requested': { audience: 'team', data: {}, silent: 'by somebody nobody knows yet' },
  'identity.link_sent': { audience: 'team', data: {}, silent: 'shown nowhere but in the log' },
  'identity.method_added': { audience: 'team', data: { what: 'passkey' } },
  'identity.method_removed': { audience: 'team', data: { what: 'app' } },
  'identity.new_device': { audience: 'team', data: { session: ID } },
  'identity.password_changed': { audience: 'team', data: { ended: 1 } },
  'identity.recovery_code_used': { audience: 'team', data: { left: 7 } },
  'identity.rules_changed': {
    audience: 'team',
    data: { changed: ['member.password'], changes: { 'member.password': { from: true, to: false } } },
  },
  'identity.second_step_reset': { audience: 'team', data: { sessions: 2 } },
  'identity.session_ended': { audience: 'team', data: { session: ID, by: 'account' } },
  'identity.sign_in_failed': { audience: 'team', data: { method: 'link', identity: null }, silent: 'as above' },
  'identity.signed_in': { audience: 'team', data: { method: 'password', session: ID }, silent: 'as above' },
  'identity.signed_out': { audience: 'team', data: { session: ID } },
  'identity.way_back_given': { audience: 'team', data: {} },
  'guest.address_proved': { audience: 'team', data: { ticket: ID, number: 1 } },
  'guest.file_read': { audience: 'team', data: { ticket: ID, number: 1, file: ID } },
  'guest.link_ended': { audience: 'team', data: { ticket: ID, number: 1 } },
  'guest.ticket_read': { audience: 'team', data: { ticket: ID, number: 1 } },
  'guest.ticket_shared': { audience: 'team', data: { ticket: ID, number: 1, how: 'sent' } },
  'invitation.accepted': { audience: 'customer', data: { contact: ID } },
  'invitation.sent': { audience: 'customer', data: { contact: ID } },
  'privacy.data_taken': { audience: 'team', data: { contact: ID, entries: [ID] } },
  'privacy.forgotten': { audience: 'team', data: { contact: ID, as: 'erased', by: 'person' } },
  'privacy.hold_placed': { audience: 'team', data: { contact: ID } },
  'privacy.hold_released': { audience: 'team', data: { contact: null } },
  'privacy.retention_applied': {
    audience: 'team',
    data: { taken: {} },
    silent: 'shown nowhere but in the log',
  },
  'privacy.retention_changed': { audience: 'team', data: { changes: {} } },
  'member.disabled': { audience: 'team', data: {} },
  'member.enabled': { audience: 'team', data: {} },
  'member.invitation_revoked': { audience: 'team', data: {} },
  'member.invited': { audience: 'team', data: {} },
  'member.joined': { audience: 'team', data: {} },
  'member.role_changed': { audience: 'team', data: {} },
  'newcomer.accepted': { audience: 'team', data: { contact: ID } },
  'newcomer.asked': { audience: 'team', data: {}, silent: 'by somebody nobody knows yet' },
  'newcomer.declined': { audience: 'team', data: {} },
  'newcomer.domain_changed': { audience: 'team', data: { how: 'added', domain: 'acme.example' } },
  'newcomer.joined': { audience: 'customer', data: { contact: ID, as: 'colleague' } },
  'newcomer.rules_changed': { audience: 'team', data: {} },
  'newcomer.waiting': { audience: 'team', data: {} },
  'profile.changed': { audience: 'team', data: { changed: ['name', 'photo'] } },
  'profile.data_downloaded': { audience: 'team', data: {}, silent: 'shown nowhere but in the log' },
  'sso.changed': { audience: 'team', data: { what: 'enabled' } },
  'sso.linked': { audience: 'team', data: { connection: ID } },
  'sso.person_added': { audience: 'team', data: { connection: ID, person: ID, by: 'sign-in' } },
  'sso.person_deactivated': { audience: 'team', data: { connection: ID, person: ID } },
  'sso.person_reactivated': { audience: 'team', data: { connection: ID, person: ID } },
  'sso.role_given': { audience: 'team', data: { connection: ID, person: ID, role: 'agent', before: 'viewer' } },
  'role.added': { audience: 'team', data: { side: 'member' } },
  'role.changed': { audience: 'team', data: { side: 'member', given: 1, taken: 0 } },
  'role.removed': { audience: 'team', data: { side: 'member' } },
  'ticket.assigned': { audience: 'team', data: { number: 7, assignee: ID } },
  'ticket.file_read': { audience: 'team', data: {}, silent: 'shown nowhere but in the log' },
  'ticket.note_added': { audience: 'team', data: { number: 7, note: ID } },
  'ticket.opened': { audience: 'customer', data: { number: 7 } },
  'ticket.reopened': { audience: 'customer', data: { number: 7 } },
  'ticket.replied': { audience: 'customer', data: { number: 7, reply: ID, by: 'contact' } },
  'ticket.solved': { audience: 'customer', data: { number: 7 } },
  'ticket.triaged': { audience: 'team', data: { number: 7, status: 'open', priority: 'high', before: 'new' } },
  'account.archived': { audience: 'team', data: { closed: 2 } },
  'account.changed': { audience: 'team', data: { changed: ['name', 'plan'] } },
  'account.merged': { audience: 'team', data: { from: OTHER, contacts: 2, tickets: 3 } },
  'account.restored': { audience: 'team', data: { opened: 2 } },
  'account.team_changed': { audience: 'team', data: { member: OTHER, how: 'joined' } },
  'contact.changed': { audience: 'team', data: { changed: ['title'] } },
  'contact.disabled': { audience: 'team', data: {} },
  'contact.enabled': { audience: 'team', data: {} },
  'contact.invitation_revoked': { audience: 'team', data: {} },
  'contact.merged': { audience: 'team', data: { from: OTHER } },
  'contact.moved': { audience: 'team', data: { to: OTHER, as: OTHER, handedOver: 1 } },
  'workspace.brand_changed': { audience: 'team', data: { parts: ['color', 'logoDark'] } },
  'workspace.details_changed': { audience: 'team', data: { parts: ['name', 'zone'] } },
  'invitations.planned': { audience: 'team', data: { people: 2 } },
  'invitations.stopped': { audience: 'team', data: { why: 'bounces' } },
  'search.synonyms_changed': { audience: 'team', data: {} },
  'gate.set': { audience: 'team', data: { kind: 'room', object: 'support' } },
  'segment.defined': { audience: 'team', data: { how: 'made', segment: 'Retainers', came: 3 } },
  'segment.entered': { audience: 'team', data: { segment: 'Retainers' } },
  'segment.left': { audience: 'team', data: { segment: 'Retainers', shut: true } },
  'segment.picked': { audience: 'team', data: { way: 'in', segment: 'Retainers', until: null } },
  'field.defined': { audience: 'team', data: { how: 'made' } },
  'field.values_changed': {
    audience: 'team',
    data: { about: 'account' },
  },
  'field.change_asked': {
    audience: 'team',
    data: { about: 'account' },
  },
  'field.change_decided': { audience: 'team', data: { field: OTHER, decision: 'approved' } },
  'field.file_read': { audience: 'team', data: {}, silent: 'shown nowhere but in the log' },
  'colleague.role_changed': { audience: 'customer', data: {} },
  'colleague.disabled': { audience: 'customer', data: {} },
  'colleague.enabled': { audience: 'customer', data: {} },
  'identity.account_chosen': { audience: 'team', data: { from: ID, to: OTHER } },
  'import.started': { audience: 'team', data: { lines: 2 } },
  'import.finished': { audience: 'team', data: { accounts: 1, contacts: 2, changed: 0, skipped: 0 } },
  'import.undone': { audience: 'team', data: { stayed: 0 } },
  'view.opened': { audience: 'customer', data: { view: ID } },
  'view.opened_quietly': { audience: 'team', data: { view: ID } },
  'view.page_read': {
    audience: 'team',
    data: { view: ID, page: '/support/7' },
    silent: 'shown nowhere but in the log',
  },
  'view.ended': { audience: 'team', data: { view: ID, by: OTHER, why: 'time' } },
  'view.telling_changed': { audience: 'team', data: { tells: false } },
  'customers.exported': { audience: 'team', data: { what: 'customers' }, silent: 'shown nowhere but in the log' },
};

/** Told to somebody who had no part in it. */
const SOMEBODY: Told = { who: 'other', whom: null };

const kinds = eventKinds as unknown as EventKind[];

const sample = (kind: EventKind): RecordedEvent => ({
  id: ID,
  kind: kind.kind,
  accountId: OTHER,
  subjectType: kind.subjectType,
  subjectId: ID,
  actorKind: 'member',
  actorIdentityId: ID,
  actorPersonId: ID,
  data: kind.data.parse(KINDS[kind.kind]!.data),
  createdAt: new Date('2026-11-18T16:40:00Z'),
});

test('every kind of event is in the ledger, with the audience it says there', () => {
  const found = Object.fromEntries(kinds.map((kind) => [kind.kind, kind.audience]));
  expect(Object.keys(found).sort()).toEqual(Object.keys(KINDS).sort());
  expect(found).toEqual(Object.fromEntries(Object.entries(KINDS).map(([kind, { audience }]) => [kind, audience])));
  expect(kinds.length).toBe(Object.keys(KINDS).length);
});

test('every kind has a sentence of its own in both languages, with nothing left open in it', () => {
  const said = new Set<string>();
  for (const kind of kinds) {
    const both = (['en', 'de'] as const).map((locale) => {
      const reader = { locale, zone: 'Europe/Berlin', now: new Date('2026-11-18T17:00:00Z') };
      return kind.sentence(reader, sample(kind), SOMEBODY);
    });
    for (const sentence of both) {
      expect(sentence.length, kind.kind).toBeGreaterThan(5);
      expect(sentence, kind.kind).not.toMatch(/[{}]|undefined|null|NaN|\[object|[0-9a-f]{8}-[0-9a-f]{4}/);
      said.add(sentence);
    }
    expect(both[0], kind.kind).not.toBe(both[1]);
  }
  expect(said.size).toBe(2 * kinds.length);
});

test('what the reader did is told in another grammar where the language has one, and who was invited by name', () => {
  const reader = { locale: 'de', zone: 'Europe/Berlin', now: new Date('2026-11-18T17:00:00Z') } as const;
  for (const kind of kinds) {
    const said = kind.sentence(reader, sample(kind), { who: 'you', whom: null });
    expect(said, kind.kind).toMatch(/^(haben|sind|konnten) /);
  }
  const tell = (locale: 'en' | 'de', whom: Told['whom']) => {
    const kind = kindNamed('invitation.sent')!;
    return kind.sentence({ ...reader, locale }, sample(kind), { who: 'other', whom });
  };
  expect(tell('en', { name: 'Luis Ortega', you: false })).toBe('invited Luis Ortega to the account');
  expect(tell('en', { name: 'Luis Ortega', you: true })).toBe('invited you to the account');
  expect(tell('de', { name: 'Luis Ortega', you: true })).toBe('hat Sie in das Konto eingeladen');
});

test('every kind makes some open page stale, or is written down as one that no page shows', () => {
  for (const kind of kinds) {
    const topics = kind.topics(sample(kind));
    expect(topics.length > 0, kind.kind).toBe(KINDS[kind.kind]!.silent === undefined);
    for (const topic of topics)
      expect(topic, kind.kind).toMatch(
        /^(inbox|installation|wall:tickets?:|(tickets?|account|identity|session|log-stream|workspace):[0-9a-f-]{36}(:team)?)$/,
      );
  }
});

test('a note makes the team’s pages stale and no customer’s', () => {
  const note = kindNamed('ticket.note_added')!;
  expect(note.topics(sample(note))).toEqual([`ticket:${ID}:team`, 'inbox']);
});

test('data that does not fit a kind is refused, and what is recorded is keys and small facts', () => {
  for (const kind of kinds) {
    expect(kind.data.safeParse('text').success, kind.kind).toBe(false);
    const size = JSON.stringify(sample(kind).data).length;
    expect(size, kind.kind).toBeLessThan(300);
    for (const value of Object.values(sample(kind).data as object))
      expect(JSON.stringify(value), kind.kind).not.toMatch(/\s/);
  }
});

test('a customer’s feed asks for no kind of the team’s', () => {
  expect(kindsFor('customer', new Set(contactRights)).sort()).toEqual(
    Object.keys(KINDS)
      .filter((kind) => KINDS[kind]!.audience === 'customer')
      .sort(),
  );
  // What only some of a customer's people are told, the others do not even ask for.
  expect(kindsFor('customer', new Set())).not.toContain('view.opened');
  expect(kindsFor('customer', new Set(['colleagues.manage']))).toContain('view.opened');
  // Sign-ins are in the log and in no feed.
  const silent = ['signed_in', 'signed_out', 'new_device', 'session_ended']
    .map((kind) => `identity.${kind}`)
    .concat([
      'audit.backup_proved',
      'audit.check_asked',
      'audit.evidence_taken',
      'audit.exported',
      'audit.stream_changed',
      'audit.stream_failed',
      'audit.stream_secret_shown',
      'customers.exported',
      'field.file_read',
      'identity.account_chosen',
      'newcomer.asked',
      'privacy.retention_applied',
      'sso.linked',
      'ticket.file_read',
      'view.ended',
      'view.page_read',
    ]);
  const told = Object.keys(KINDS).filter((kind) => !silent.includes(kind));
  expect(kindsFor('team', new Set()).sort()).toEqual(told.sort());
});

test('every kind that the code defines is installed, and every reaction is to one of them', () => {
  const sources = globSync('src/features/*/*.ts').map((file) => readFileSync(file, 'utf8'));
  const defined = sources.flatMap((source) =>
    [...source.matchAll(/defineEvent\(\{\s*kind: '([^']+)'/g)].map((match) => match[1]!),
  );
  expect(defined.sort()).toEqual(Object.keys(KINDS).sort());
  for (const kind of defined) {
    expect(kindNamed(kind)?.kind).toBe(kind);
    for (const reaction of reactionsTo(kind)) expect(reaction.to).toBe(kind);
  }
  expect(reactionsTo('ticket.replied').map((reaction) => reaction.name)).toContain('tickets.tell-of-reply');
});

test('control: a kind without words, without topics or with a text in its data is found', () => {
  const [kind] = kinds;
  const mute = { ...kind!, sentence: () => '{name} did {what}', topics: () => [] };
  expect(mute.sentence()).toMatch(/[{}]/);
  expect(mute.topics()).toHaveLength(0);
  expect(kind!.data.safeParse('text').success).toBe(false);
});
