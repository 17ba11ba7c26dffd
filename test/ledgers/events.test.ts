import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventKinds } from '#app/features.ts';
import { say as sayFact } from '#features/audit/facts/messages.ts';
import { say } from '#features/audit/messages.ts';
import { areaOf } from '#features/audit/told.ts';
import type { EventKind, RecordedEvent, Told } from '#platform/events/define.ts';
import { kindNamed, kindsFor } from '#platform/events/kinds.ts';
import { reactionsTo } from '#platform/events/reactions.ts';
import { locales } from '#platform/i18n/reader.ts';
import { contactRights } from '#platform/rights.ts';
import { ID, KINDS, OTHER } from './event-ledger.ts';

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

test('the filter of the audit log has words in both languages for every part that records something', () => {
  const areas = new Set(kinds.map(({ kind }) => `area.${areaOf(kind)}`));
  for (const words of Object.values(say.messages))
    expect(Object.keys(words)).toEqual(expect.arrayContaining([...areas]));
});

test('the page of an entry has words in both languages for every subject, every way to sign in, and what a profile, a contact or a customer is said to be', () => {
  const shapes = kinds.map(({ data }) => (data as unknown as { shape?: Record<string, Shape> }).shape ?? {});
  const facts = shapes.flatMap(({ changed }) => changed?.element?.options ?? []);
  const methods = shapes.flatMap(({ method }) => method?.options ?? []);
  expect([facts.length > 15, methods.length > 6]).toEqual([true, true]);
  const wanted = [
    ...kinds.map(({ subjectType }) => `subject.${subjectType}`),
    ...facts.map((fact) => `fact.${fact}`),
    ...methods.map((method) => `method.${method}`),
  ];
  for (const locale of locales) {
    const words = Object.keys({ ...say.messages[locale], ...sayFact.messages[locale] });
    expect(words).toEqual(expect.arrayContaining([...new Set(wanted)]));
  }
});

/** As far as a list of words is concerned, of whatever a kind keeps. */
interface Shape {
  options?: string[];
  element?: { options?: string[] };
}

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
        /^(inbox|installation|articles|help|wall:(tickets?|account):|(article|tickets?|account|identity|session|log-stream|workspace):[0-9a-f-]{36}(:team)?)$/,
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
      'audit.operator_did',
      'audit.check_asked',
      'articles.exported',
      'audit.evidence_taken',
      'audit.exported',
      'audit.stream_changed',
      'audit.stream_failed',
      'audit.stream_secret_shown',
      'customers.exported',
      'deflection.exported',
      'field.file_read',
      'identity.account_chosen',
      'newcomer.asked',
      'privacy.address_forgotten',
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
