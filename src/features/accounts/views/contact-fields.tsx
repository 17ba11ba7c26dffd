import { type Role, roleName, roleNote } from '#features/roles/index.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Choices, TextAreaField } from '#platform/ui/field.tsx';
import { EmailField, JobTitleField, NameField } from '#platform/ui/person-fields.tsx';
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
  const shared = (name: string) => ({ id: name, name, value: values[name], error: errors[name] });
  return (
    <div class="stack">
      <NameField {...shared('contact_name')} label={say(reader, 'field.person')} required={required} />
      <EmailField {...shared('email')} label={say(reader, 'field.email')} required={required} />
      <JobTitleField {...shared('title')} label={say(reader, 'field.title')} hint={say(reader, 'field.title.hint')} />
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
