import { z } from 'zod';
import { addressLine } from '#features/identity/index.ts';
import { line, seenLine } from '#platform/http/line.ts';
import { isZone } from '#platform/i18n/reader.ts';

export const MIN_PASSWORD = 10;
const MAX_PASSWORD = 200;

/** The first business, and who it belongs to. */
export const firstRunFields = z.object({
  setup_code: line(100, 'error.code'),
  business: seenLine(120, 'error.business.long', 'error.unseen').min(1, 'error.business.empty'),
  color: z.string('error.color').regex(/^#[0-9a-f]{6}$/i, 'error.color'),
  name: seenLine(160, 'error.name.long', 'error.unseen').min(1, 'error.name.empty'),
  email: addressLine('error.email'),
  /** Where the browser is. */
  zone: z.string().max(64).refine(isZone).optional().catch(undefined),
  password: z.string('error.form').min(MIN_PASSWORD, 'error.password.short').max(MAX_PASSWORD, 'error.password.long'),
});

export type FirstRun = z.infer<typeof firstRunFields>;
