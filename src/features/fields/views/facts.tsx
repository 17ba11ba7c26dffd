import { mayAskWhoSees } from '#features/visibility/index.ts';
import type { Actor } from '#platform/http/context.ts';
import { formatDate, formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Breakable } from '#platform/ui/breakable.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { choiceLabel, type Field } from '../field.ts';
import { say } from '../messages.ts';
import { valueKey } from '../sight-subjects.ts';
import type { Value } from '../values.ts';

interface FieldFactsProps {
  reader: Reader;
  fields: readonly Field[];
  values: ReadonlyMap<string, Value>;
  subjectId: string;
  /** Given on the team's pages: who can see each of them is a link beside it. */
  asker?: Actor | undefined;
}

/** What a business's own fields say of a thing; those without a value are left out. */
export function FieldFacts({ reader, fields, values, subjectId, asker }: FieldFactsProps) {
  const filled = fields.flatMap((field) => {
    const value = values.get(field.id);
    return value
      ? [
          {
            term: field.label,
            value: <Asked asker={asker} reader={reader} field={field} value={value} subjectId={subjectId} />,
            text: valueText(reader, field, value),
          },
        ]
      : [];
  });
  return filled.length > 0 ? <Facts rows={filled} /> : <p class="meta">{say(reader, 'facts.none')}</p>;
}

interface ShownProps {
  reader: Reader;
  field: Field;
  value: Value;
  subjectId: string;
}

function Asked({ asker, ...shown }: ShownProps & { asker: Actor | undefined }) {
  const { reader, field, subjectId } = shown;
  if (!asker || !mayAskWhoSees(asker)) return <Shown {...shown} />;
  return (
    <span class="value-asked">
      <span>
        <Shown {...shown} />
      </span>{' '}
      <a
        class="readers-of-value"
        href={`/readers/value/${valueKey(field.id, subjectId)}`}
        aria-label={say(reader, 'facts.readers', { label: field.label })}
      >
        <Icon name="eye" size="small" />
      </a>
    </span>
  );
}

function Shown({ reader, field, value, subjectId }: ShownProps) {
  if (field.kind === 'file') {
    return (
      <a class="link" href={fileHref(field, subjectId, value.text)}>
        <Breakable text={value.text} />
      </a>
    );
  }
  return <Breakable text={valueText(reader, field, value)} />;
}

/** Of the file that is a value; `subjectId` is what it is about. */
export const fileHref = (field: Pick<Field, 'id'>, subjectId: string, name: string): string =>
  `/fields/${field.id}/${subjectId}/${encodeURIComponent(name)}`;

/** A value in its reader's writing. */
export function valueText(
  reader: Reader,
  field: Pick<Field, 'kind'> & Partial<Pick<Field, 'said'>>,
  value: Pick<Value, 'text' | 'name'>,
): string {
  if (field.kind === 'number') return formatNumber(reader, Number(value.text), { maximumSignificantDigits: 15 });
  if (field.kind === 'date') return formatDate({ ...reader, zone: 'UTC' }, new Date(`${value.text}T12:00:00Z`));
  return value.name ?? choiceLabel(field, value.text);
}
