import { z } from 'zod';
import { emailAddress, type InviteOutcome } from '#features/identity/index.ts';
import { contactRoles } from './account.ts';

const line = (max: number, tooLong: string) => z.string('error.form').trim().max(max, tooLong);

/** Somebody to be invited to an account. */
export const invitationFields = z.object({
  contact_name: line(160, 'error.name.long').min(1, 'error.person.empty'),
  email: line(254, 'error.email').refine((text) => emailAddress(text) !== null, 'error.email'),
  title: line(120, 'error.title.long').optional().default(''),
  role: z.enum(contactRoles, 'error.role'),
  message: line(1000, 'error.message.long').optional().default(''),
});

/** Why nobody was invited, as a message about the address; null when the invitation is on its way. */
export function refusalOf({ outcome }: InviteOutcome): 'error.taken' | 'error.member' | 'error.email' | null {
  if (outcome === 'inside') return 'error.taken';
  if (outcome === 'team') return 'error.member';
  return outcome === 'sent' ? null : 'error.email';
}
