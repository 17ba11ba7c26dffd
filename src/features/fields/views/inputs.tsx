import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Field as Around, Choice, describe, SelectField, TextAreaField, TextField } from '#platform/ui/field.tsx';
import { choiceLabel, type Field } from '../field.ts';
import { inputName, noneName, wasName } from '../form.ts';
import { say } from '../messages.ts';
import { fileHref, valueText } from './facts.tsx';

interface FieldInputsProps {
  reader: Reader;
  fields: readonly Field[];
  typed: Record<string, string>;
  /** What the values are about, once it is there: a file of it can be opened. */
  subjectId?: string | undefined;
  errors?: FieldErrors | undefined;
  /** Members that a field may name. */
  people: { id: string; name: string }[];
  /** Whether what is required is said to be. */
  strict?: boolean | undefined;
  /** Wishes that wait for the team, by field. */
  waiting?: ReadonlyMap<string, string | null> | undefined;
}

/** The inputs of a business's own fields, one of each kind. */
export function FieldInputs({ fields, ...rest }: FieldInputsProps) {
  return (
    <>
      {fields.map((field) => (
        <>
          {field.kind !== 'file' && rest.typed[wasName(field)] !== undefined && (
            <input type="hidden" name={wasName(field)} value={rest.typed[wasName(field)]} />
          )}
          <Input field={field} {...rest} />
        </>
      ))}
    </>
  );
}

type InputProps = Omit<FieldInputsProps, 'fields'> & { field: Field };

function Input({ reader, field, typed, subjectId, errors = {}, people, strict, waiting }: InputProps) {
  const name = inputName(field);
  const hints = [field.hint, waiting?.has(field.id) ? wishOf(reader, field, people, waiting.get(field.id)) : ''].filter(
    Boolean,
  );
  const shared = {
    id: name,
    name,
    label: field.label,
    value: typed[name] ?? '',
    error: errors[name],
    hint: hints.length > 0 ? hints.join(' ') : undefined,
    required: strict && field.required ? true : undefined,
  };
  if (field.kind === 'choice' || field.kind === 'person') {
    const known =
      field.kind === 'person'
        ? people.map(({ id, name: label }) => ({ value: id, label }))
        : optionsOf(field, shared.value);
    return <SelectField {...shared} options={[{ value: '', label: say(reader, 'none') }, ...known]} />;
  }
  if (field.kind === 'file') return <FileInput reader={reader} field={field} subjectId={subjectId} shared={shared} />;
  if (field.kind === 'text' && shared.value.length > 80) return <TextAreaField {...shared} rows={4} maxlength={2000} />;
  const type = field.kind === 'date' ? 'date' : 'text';
  return (
    <TextField
      {...shared}
      type={type}
      inputmode={field.kind === 'number' ? 'decimal' : undefined}
      maxlength={2000}
      autocomplete="off"
    />
  );
}

const MOST_SAID = 160;

/** What somebody asked for, as it will stand there: the input shows what holds until the team has said yes. */
function wishOf(
  reader: Reader,
  field: Field,
  people: FieldInputsProps['people'],
  value: string | null | undefined,
): string {
  if (!value) return say(reader, 'waiting.hint.empty');
  const name = people.find(({ id }) => id === value)?.name ?? null;
  const wish = valueText(reader, field, { text: value, name });
  return say(reader, 'waiting.hint', { wish: wish.length > MOST_SAID ? `${wish.slice(0, MOST_SAID)}…` : wish });
}

/** A choice that is not offered any more stays what it is. */
const optionsOf = (field: Field, now: string) =>
  [...new Set([...field.choices, ...(now ? [now] : [])])].map((value) => ({ value, label: choiceLabel(field, value) }));

interface Shared {
  id: string;
  name: string;
  label: string;
  value: string;
  error: string | undefined;
  hint: string | undefined;
}

type FileInputProps = Pick<InputProps, 'reader' | 'field' | 'subjectId'> & { shared: Shared };

function FileInput({ reader, field, subjectId, shared }: FileInputProps) {
  const { id, name, label, value, error, hint } = shared;
  const file = subjectId && value && (
    <a class="link" href={fileHref(field, subjectId, value)}>
      {value}
    </a>
  );
  const said = file ? (
    <>
      {say.rich(reader, 'file.now', { file })} {hint}
    </>
  ) : (
    hint
  );
  return (
    <>
      <Around id={id} label={label} hint={said} error={error}>
        <input class="input" type="file" name={name} {...describe({ id, hint: said, error })} />
      </Around>
      {value && (
        <Choice type="checkbox" name={noneName(field)} value="yes" label={say(reader, 'file.none', { label })} />
      )}
    </>
  );
}
