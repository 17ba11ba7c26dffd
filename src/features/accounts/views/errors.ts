import type { FieldErrors } from '#platform/http/parse.ts';

/** Field errors as the list above a form: every field's control has the field's name as its id. */
export const summary = (errors: FieldErrors): { id: string; message: string }[] =>
  Object.entries(errors).map(([id, message]) => ({ id, message }));
