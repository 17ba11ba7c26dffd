/** What somebody is for a customer, whatever their role lets them do: whom to ask for what. Several may be one. */
export const flags = ['primary', 'billing', 'technical', 'approver'] as const;
export type Flag = (typeof flags)[number];

/** The flags of a contact's row, in their order. */
export const flagsIn = (names: readonly string[] | null): ReadonlySet<Flag> =>
  new Set(flags.filter((flag) => names?.includes(flag)));
