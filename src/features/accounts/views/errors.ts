import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import type { FieldProblem } from '#platform/ui/notice.tsx';
import { say } from '../messages.ts';

/** The fields of these forms by their ids, as their labels name them. */
const labels = {
  name: 'field.name',
  short_name: 'field.short',
  shortName: 'field.short',
  plan: 'field.plan',
  place: 'field.place',
  phone: 'field.phone',
  website: 'field.website',
  reference: 'field.reference',
  lead: 'field.lead',
  contact_name: 'field.person',
  email: 'field.email',
  title: 'field.title',
  role: 'field.role',
  message: 'field.message',
} as const;

/** Which fields the list above a form leads to, in the order of the form. */
export const summary = (reader: Reader, errors: FieldErrors): FieldProblem[] =>
  Object.entries(labels)
    .filter(([id]) => errors[id] !== undefined)
    .map(([id, label]) => ({ id, label: say(reader, label) }));
