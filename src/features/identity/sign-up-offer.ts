import type { Ctx } from '#platform/http/context.ts';

/** Whether the door says how to come in without an invitation (src/features/newcomers). */
type Offer = (ctx: Ctx) => Promise<boolean>;

let installed: Offer = async () => false;

/** Called once, by app/features.ts. */
export function installSignUpOffer(offer: Offer): void {
  installed = offer;
}

export const offersSignUp: Offer = (ctx) => installed(ctx);
