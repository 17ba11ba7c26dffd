import fc from 'fast-check';
import { scimPatch } from 'scim-patch';
import { parse, filter as theirFilter } from 'scim2-parse-filter';
import { expect, test } from 'vitest';
import { effort } from '#test/effort.ts';
import { matches, readFilter } from './filter.ts';
import { type Operation, patched } from './patch.ts';
import { ScimError } from './scim-error.ts';
import { demandSeen } from './shapes.ts';

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';

const word = fc.constantFrom('a', 'b', 'Maya', 'x y', '');
const email = fc.record({ value: word, type: fc.constantFrom('work', 'home') });
const user = fc.record({
  schemas: fc.constant([SCHEMA]),
  userName: fc.constantFrom('maya', 'priya'),
  title: word,
  active: fc.boolean(),
  name: fc.record({ givenName: word, familyName: word }),
  emails: fc.uniqueArray(email, { maxLength: 2, selector: ({ type }) => type }),
});
const op = fc.constantFrom('add' as const, 'replace' as const);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ op, path: fc.constantFrom('title', 'userName', 'name.givenName', 'name.familyName'), value: word }),
  fc.record({ op, path: fc.constant('active'), value: fc.boolean() }),
  fc.record({ op: fc.constant('remove' as const), path: fc.constantFrom('title', 'name.givenName') }),
  fc.record({ op: fc.constant('replace' as const), value: fc.record({ title: word, active: fc.boolean() }) }),
  fc.record({
    op: fc.constant('replace' as const),
    path: fc.constant('emails'),
    value: fc.array(email, { maxLength: 2 }),
  }),
);

test('what a PATCH makes of a person is what scim-patch makes of them', () => {
  fc.assert(
    fc.property(user, fc.array(operation, { minLength: 1, maxLength: 4 }), (given, operations) => {
      let theirs: unknown;
      try {
        theirs = scimPatch(structuredClone(given) as never, structuredClone(operations) as never);
      } catch {
        return;
      }
      expect(patched(given, operations)).toEqual(theirs);
    }),
    { numRuns: 2_000 },
  );
});

const comparison = fc
  .tuple(
    fc.constantFrom('userName', 'title', 'name.givenName'),
    fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew'),
    fc.constantFrom('maya', 'priya', 'a', 'x y'),
  )
  .map(([path, by, value]) => `${path} ${by} "${value}"`);
const written = fc.letrec<{ all: string }>((tie) => ({
  all: fc.oneof(
    { depthSize: 'small' },
    comparison,
    fc.constantFrom('title pr', 'active eq true', 'emails[type eq "work"]'),
    fc.tuple(tie('all'), fc.constantFrom('and', 'or'), tie('all')).map(([a, by, b]) => `(${a}) ${by} (${b})`),
    tie('all').map((inner) => `not (${inner})`),
  ),
})).all;

test('a filter means the same to us and to scim2-parse-filter', () => {
  const plain = user.map((one) => ({
    ...one,
    userName: one.userName.toLowerCase(),
    // An empty text counts as present there, and not in RFC 7644.
    title: one.title.toLowerCase() || 'q',
    name: { givenName: one.name.givenName.toLowerCase() },
  }));
  fc.assert(
    fc.property(plain, written, (given, text) => {
      expect(matches(readFilter(text), given), text).toBe(theirFilter(parse(text))(given));
    }),
    { numRuns: 2_000 },
  );
});

test('TRUST 33: whatever is written as a filter or a path is read or refused, and breaks nothing', () => {
  const spent = effort();
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      for (const read of [() => readFilter(text), () => patched({ a: 1 }, [{ op: 'add', path: text, value: 1 }])]) {
        try {
          read();
        } catch (error) {
          expect(error).toBeInstanceOf(ScimError);
        }
      }
    }),
    { numRuns: 5_000 },
  );
  for (const text of [
    '('.repeat(5_000),
    'not ('.repeat(300),
    `a eq "${'\\'.repeat(1_001)}"`,
    'a eq "x" or '.repeat(160),
  ])
    expect(() => readFilter(text)).toThrow(ScimError);
  for (const path of ['__proto__', 'constructor.prototype', '__proto__.admin']) {
    expect(() => patched({}, [{ op: 'add', path, value: true }])).toThrow(ScimError);
    expect(() => patched({}, [{ op: 'add', value: JSON.parse(`{"${path}": true}`) }])).toThrow(ScimError);
  }
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
  expect(spent()).toBeLessThan(20_000);
  // Control: what is well formed is read.
  expect(() => readFilter('userName eq "x"')).not.toThrow();
  expect(patched({ a: 1 }, [{ op: 'add', path: 'a', value: 2 }])).toEqual({ a: 2 });
});

test('the forms of Okta and of Entra', () => {
  const held = { userName: 'a', emails: [{ type: 'home', value: 'h' }] };
  expect(patched(held, [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'w' }]).emails).toEqual([
    { type: 'home', value: 'h' },
    { type: 'work', value: 'w' },
  ]);
  expect(patched(held, [{ op: 'add', value: { 'name.givenName': 'Maya', active: 'True' } }])).toMatchObject({
    name: { givenName: 'Maya' },
    active: 'True',
  });
  const group = { displayName: 'g', members: [{ value: '1' }, { value: '2' }] };
  expect(patched(group, [{ op: 'remove', path: 'members', value: [{ value: '1' }] }]).members).toEqual([
    { value: '2' },
  ]);
  expect(patched(group, [{ op: 'remove', path: 'members[value eq "2"]' }]).members).toEqual([{ value: '1' }]);
  expect(
    patched(group, [{ op: 'add', path: 'members', value: [{ value: '2' }, { value: '3' }] }]).members,
  ).toHaveLength(3);
});

test('what is shown of somebody has no character that nobody can see, unless it had it before', () => {
  const plain = { userName: 'maya', displayName: undefined, name: undefined, title: undefined };
  const family = { formatted: undefined, givenName: 'a', familyName: 'b\u2066' };
  for (const given of [{ displayName: 'a\u202eb' }, { name: family }, { title: '\u200b' }, { userName: 'm\u200fa' }]) {
    expect(() => demandSeen({ ...plain, ...given }, plain)).toThrow('nobody can see');
    demandSeen({ ...plain, ...given }, { ...plain, ...given });
  }
  demandSeen({ ...plain, displayName: 'Zoë \u200d Łukasz 👩\u200d💻', title: 'مدير' });
});
