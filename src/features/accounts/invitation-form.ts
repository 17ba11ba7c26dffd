import { z } from 'zod';
import { addressLine } from '#features/identity/index.ts';
import { line, prose, seenLine } from '#platform/http/line.ts';

/** Somebody to be invited to an account. */
export const invitationFields = z.object({
  contact_name: seenLine(160, 'error.name.long', 'error.unseen').min(1, 'error.person.empty'),
  email: addressLine('error.email'),
  title: seenLine(120, 'error.title.long', 'error.unseen').optional().default(''),
  role: line(60, 'error.role').min(1, 'error.role'),
  message: prose(1000, 'error.message.long').optional().default(''),
});
