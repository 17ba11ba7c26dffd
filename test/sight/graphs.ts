import fc from 'fast-check';
import { flags } from '#platform/flags.ts';
import { contactRights } from '#platform/rights.ts';

export const roleKeys = ['r0', 'r1', 'r2'] as const;

const rule = fc.record({
  see: fc.constantFrom('own', 'named', 'role', 'everyone'),
  may: fc.constantFrom('read', 'reply'),
  by: fc.subarray([...flags]),
});
const role = <T extends string>(side: 'contact' | 'member', rights: readonly T[]) =>
  fc
    .array(fc.record({ rights: fc.subarray([...rights]), reach: fc.constantFrom('all', 'assigned') }), {
      minLength: 3,
      maxLength: 3,
    })
    .map((roles) => roles.map((one, at) => ({ ...one, side, key: roleKeys[at]! })));
/** Roles, flags, rules, people and what is said of tickets, in any way they can be. */
export const graph = fc.record({
  usual: rule,
  own: fc.option(rule),
  contactRoles: role('contact', contactRights),
  memberRoles: role('member', ['customers.see', 'tickets.reply']),
  persons: fc.array(
    fc.record({
      role: fc.constantFrom(...roleKeys),
      flags: fc.subarray(['billing', 'technical', 'approver']),
      disabled: fc.integer({ max: 6, min: 0 }).map((n) => n === 0),
      assigned: fc.boolean(),
    }),
    { minLength: 8, maxLength: 8 },
  ),
  named: fc.array(fc.subarray([0, 1, 2, 3]), { minLength: 3, maxLength: 3 }),
  narrowed: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  visitor: fc.integer({ min: 0, max: 5 }),
});
export type Graph = typeof graph extends fc.Arbitrary<infer G> ? G : never;

export const plain = (see: string, may = 'reply') => ({ see, may, by: [] });
/** Everybody may answer and nobody is special: what a control changes one thing of. */
export const still: Graph = {
  usual: plain('own'),
  own: null,
  contactRoles: roleKeys.map((key) => ({
    side: 'contact' as const,
    key,
    rights: ['tickets.reply' as const],
    reach: 'all',
  })),
  memberRoles: roleKeys.map((key) => ({
    side: 'member' as const,
    key,
    rights: ['customers.see' as const],
    reach: 'all',
  })),
  persons: Array.from({ length: 8 }, () => ({ role: 'r0', flags: [], disabled: false, assigned: false })),
  named: [[3], [3], [3]],
  narrowed: [false, false, false, false],
  visitor: 0,
} as unknown as Graph;
