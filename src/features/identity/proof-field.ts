import type { Form } from '#platform/http/form.ts';
import { PASSKEY_FIELD } from './passkeys/answer.ts';

/** The field of any form in which a password is typed to prove something; it is kept in no draft. */
export const PROOF_FIELD = '_proof';

/** Whether a form for the proof brings none and wants a letter instead; else it brings one, or leads to a provider. */
export function asksForLetter(form: Form): boolean {
  const by = form.get('_by');
  return by ? by !== 'provider' : (form.get(PROOF_FIELD) ?? form.get(PASSKEY_FIELD)) === undefined;
}
