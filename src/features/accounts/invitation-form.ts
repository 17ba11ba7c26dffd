import { z } from 'zod';
import { emailAddress } from '#features/identity/index.ts';

const line = (max: number, tooLong: string) => z.string('error.form').trim().max(max, tooLong);

/** Somebody to be invited to an account. */
export const invitationFields = z.object({
  contact_name: line(160, 'error.name.long').min(1, 'error.person.empty'),
  email: line(254, 'error.email')
    .transform((text) => emailAddress(text) ?? '')
    .refine((address) => address !== '', 'error.email'),
  title: line(120, 'error.title.long').optional().default(''),
  role: line(60, 'error.role').min(1, 'error.role'),
  message: line(1000, 'error.message.long').optional().default(''),
});
