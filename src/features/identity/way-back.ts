import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { emailAddress } from './email.ts';
import { wayBackGiven } from './events.ts';
import { linkIdentifier } from './link.ts';
import { livingPerson, type Person } from './person.ts';
import { resetSecondStep } from './reset/person.ts';
import { makeLink } from './send-link.tsx';

// For the operator, who has the machine and so everything on it. Each is written down.

async function whoever(ctx: Ctx, typed: string): Promise<Person | null> {
  const email = emailAddress(typed);
  const living = email && (await livingPerson(ctx.db, ctx.workspace.id, { email }));
  return living ? living.person : null;
}

/** The path of a link that lets somebody in once, whatever the rules say; null when nobody has the address. */
export async function wayBackFor(ctx: Ctx, email: string): Promise<string | null> {
  const person = await whoever(ctx, email);
  if (!person) return null;
  const token = await makeLink(ctx, person, 'portico way-back');
  await ctx.db
    .updateTable('verifications')
    .set({ by_operator: true })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identifier', '=', linkIdentifier(token))
    .execute();
  await record(ctx, wayBackGiven, { subjectId: person.identityId, accountId: null, data: {} });
  return `/sign-in/link?token=${token}`;
}

/** How many sessions ended; null when nobody has the address. */
export async function resetForOperator(ctx: Ctx, email: string): Promise<number | null> {
  const person = await whoever(ctx, email);
  if (!person) return null;
  const accountId = person.kind === 'contact' ? person.accountId : null;
  return resetSecondStep(ctx, { identityId: person.identityId, accountId });
}
