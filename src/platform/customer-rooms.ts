/**
 * The rooms of the portal that a business may keep for some of its customers. `support` is asked for by name in the policies of
 * migration 0211. `topics` begin the live topics that only somebody with the room listens to.
 */
export const customerRooms = {
  support: { topics: ['ticket:'] },
  company: { topics: [] },
  activity: { topics: [] },
} as const satisfies Record<string, { topics: readonly string[] }>;

export type CustomerRoom = keyof typeof customerRooms;
export const roomNames = Object.keys(customerRooms) as CustomerRoom[];

/** Those of the names that are rooms: an older row may speak of one that is gone. */
export const roomsIn = (names: readonly string[] | null): ReadonlySet<CustomerRoom> =>
  new Set(roomNames.filter((room) => names?.includes(room)));

/** Whether the actor has the room: what routes, the navigation and pages ask alike. The team has every room. */
export const hasRoom = (actor: { kind: string; shut?: ReadonlySet<CustomerRoom> }, room: CustomerRoom): boolean =>
  !actor.shut?.has(room);

/** The topics of a page that somebody may still listen to. */
export const topicsHeard = (topics: readonly string[], shut: ReadonlySet<CustomerRoom>): string[] => {
  const silent = [...shut].flatMap((room) => [...customerRooms[room].topics]);
  return topics.filter((topic) => !silent.some((start) => topic.startsWith(start)));
};
