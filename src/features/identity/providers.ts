import type { Ctx } from '#platform/http/context.ts';
import type { Person } from './person.ts';

/** An identity provider as a door shows it. */
export interface Offered {
  name: string;
  href: string;
}

/** Who comes in, or will when they have joined; `accountId` is null for a customer that is made with them. */
export type Comer = { kind: 'member'; role: string } | { kind: 'contact'; accountId: string | null; email: string };

/** Ways in that are somebody else's: identity providers of the business and of its customers (src/features/sso). */
export interface Providers {
  /** The team's own, for the sign-in page, and whether a customer has one. */
  offered(ctx: Ctx): Promise<{ team: Offered | null; customers: boolean }>;
  /** The one of an address's domain. Says nothing about whether anybody has the address. */
  forAddress(ctx: Ctx, email: string): Promise<(Offered & { required: boolean }) | null>;
  /** The one this person may come in by and by no other way, null when they may choose. Only the system can look. */
  required(ctx: Ctx, person: Comer): Promise<Offered | null>;
  /** Whether their address is said there, by a provider they must come in by or by a directory. Only the system can look. */
  keepsAddress(ctx: Ctx, person: Person): Promise<boolean>;
}

let installed: Providers = {
  offered: async () => ({ team: null, customers: false }),
  forAddress: async () => null,
  required: async () => null,
  keepsAddress: async () => false,
};

/** Called once, by app/features.ts. */
export function installProviders(providers: Providers): void {
  installed = providers;
}

export const providers = (): Providers => installed;
