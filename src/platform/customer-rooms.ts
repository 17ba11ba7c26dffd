/**
 * The rooms of the portal that a business may keep for some of its customers. `support` and `company` are asked for by name in the
 * policies of migration 0211, `help` in app.readable() (0441).
 */
export const roomNames = ['support', 'help', 'company', 'activity'] as const;
export type CustomerRoom = (typeof roomNames)[number];

/** Those of the names that are rooms: an older row may speak of one that is gone. */
export const roomsIn = (names: readonly string[] | null): ReadonlySet<CustomerRoom> =>
  new Set(roomNames.filter((room) => names?.includes(room)));

/** Whether the actor has the room: what routes, the navigation and pages ask alike. The team has every room. */
export const hasRoom = (actor: { kind: string; shut?: ReadonlySet<CustomerRoom> }, room: CustomerRoom): boolean =>
  !actor.shut?.has(room);
