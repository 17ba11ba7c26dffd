import { type Role, roleName, roleNote } from '#features/roles/index.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Choices, TextAreaField, TextField } from '#platform/ui/field.tsx';
import { say } from '../messages.ts';

export interface ContactFieldsProps {
  reader: Reader;
  values: Record<string, string>;
  errors: FieldErrors;
  /** What may be given. */
  roles: Role[];
  required?: boolean | undefined;
}

/** Who is invited, what they may do, and a line for them. */
export function ContactFields({ reader, values, errors, roles, required }: ContactFieldsProps) {
  return (
    <div class="stack">
      <TextField
        id="contact_name"
        name="contact_name"
        label={say(reader, 'field.person')}
        value={values.contact_name}
        error={errors.contact_name}
        autocomplete="off"
        maxlength={160}
        required={required}
      />
      <TextField
        id="email"
        name="email"
        type="email"
        inputmode="email"
        label={say(reader, 'field.email')}
        value={values.email}
        error={errors.email}
        autocomplete="off"
        maxlength={254}
        required={required}
      />
      <TextField
        id="title"
        name="title"
        label={say(reader, 'field.title')}
        hint={say(reader, 'field.title.hint')}
        value={values.title}
        error={errors.title}
        autocomplete="off"
        maxlength={120}
      />
      <Choices
        id="role"
        name="role"
        legend={say(reader, 'field.role')}
        value={values.role}
        error={errors.role}
        options={roles.map((role) => ({
          value: role.key,
          label: roleName(reader, role),
          note: roleNote(reader, role),
        }))}
      />
      <TextAreaField
        id="message"
        name="message"
        label={say(reader, 'field.message')}
        hint={say(reader, 'field.message.hint')}
        value={values.message}
        error={errors.message}
        maxlength={1000}
        rows={3}
      />
    </div>
  );
}
