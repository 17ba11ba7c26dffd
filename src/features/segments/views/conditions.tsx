import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { IconButton } from '#platform/ui/button.tsx';
import { Choice, FieldError, Select } from '#platform/ui/field.tsx';
import { type Attribute, operatorsOf } from '../attributes.ts';
import { say } from '../messages.ts';
import { isBare, isByDate } from '../rule.ts';
import type { Draft } from '../typed.ts';

interface ConditionsProps {
  reader: Reader;
  attributes: readonly Attribute[];
  drafts: readonly Draft[];
  errors?: FieldErrors | undefined;
  /** Where a form goes that takes one away or adds one, when that is another place than where it is sent. */
  elsewhere?: string | undefined;
}

/** The conditions of a rule or of a filter, a line each, and the choice of one more. Works without scripts. */
export function Conditions({ reader, attributes, drafts, errors = {}, elsewhere }: ConditionsProps) {
  const groups = [
    attributes.filter((one) => !one.field).map(({ on, label }) => ({ value: on, label })),
    attributes.filter((one) => one.field).map(({ on, label }) => ({ value: on, label })),
  ];
  return (
    <div class="conditions">
      {drafts.map((draft, n) => {
        const attribute = attributes.find(({ on }) => on === draft.on);
        return (
          attribute && (
            <Condition
              reader={reader}
              n={n}
              draft={draft}
              attribute={attribute}
              error={errors[`v${n}`]}
              elsewhere={elsewhere}
            />
          )
        );
      })}
      <div class="condition-add">
        <Select
          name="add"
          id="condition-add"
          aria-label={say(reader, 'add')}
          data-asks-again="added"
          options={[{ value: '', label: `${say(reader, 'add')}…` }, ...groups.flat()]}
        />
      </div>
    </div>
  );
}

interface ConditionProps {
  reader: Reader;
  n: number;
  draft: Draft;
  attribute: Attribute;
  error: string | undefined;
  elsewhere: string | undefined;
}

function Condition({ reader, n, draft, attribute, error, elsewhere }: ConditionProps) {
  const { label } = attribute;
  return (
    <fieldset class="condition" id={`condition-${n}`}>
      <legend class="visually-hidden">{label}</legend>
      <input type="hidden" name={`on${n}`} value={draft.on} />
      <span class="condition-name" aria-hidden="true">
        {label}
      </span>
      <Select
        name={`op${n}`}
        id={`op${n}`}
        value={draft.op}
        aria-label={say(reader, 'operator', { label })}
        data-asks-again=""
        options={operatorsOf(attribute).map((op) => ({
          value: op,
          label: say(reader, `op.${attribute.kind === 'number' && op === 'is' ? 'equals' : op}`),
        }))}
      />
      {isBare(draft.op) ? <span /> : <Value reader={reader} n={n} draft={draft} attribute={attribute} error={error} />}
      <IconButton
        type="submit"
        name="drop"
        value={String(n)}
        formaction={elsewhere}
        data-goes-on-at="condition-add"
        formnovalidate
        variant="quiet"
        size="small"
        icon="x"
        label={say(reader, 'drop', { label })}
      />
      {error && <FieldError id={`v${n}`}>{error}</FieldError>}
    </fieldset>
  );
}

function Value({ reader, n, draft, attribute, error }: Omit<ConditionProps, 'elsewhere'>) {
  const { label, options } = attribute;
  const name = `v${n}`;
  if (options) {
    // What nobody offers any more stays, where it was chosen.
    const offered = [
      ...options,
      ...(attribute.kind === 'choice' ? draft.values : [])
        .filter((value) => value && !options.some((one) => one.value === value))
        .map((value) => ({ value, label: value })),
    ];
    return (
      <div class="condition-value cluster" role="group" aria-label={say(reader, 'value', { label })} id={name}>
        {offered.map((option) => (
          <Choice
            type="checkbox"
            name={name}
            value={option.value}
            checked={draft.values.includes(option.value)}
            label={option.label}
          />
        ))}
      </div>
    );
  }
  const byDate = isByDate(draft.op);
  return (
    <input
      class="input"
      type={attribute.kind === 'date' && !byDate ? 'date' : 'text'}
      name={name}
      id={name}
      value={draft.values[0] ?? ''}
      inputmode={byDate ? 'numeric' : attribute.kind === 'number' ? 'decimal' : undefined}
      aria-label={say(reader, 'value', { label })}
      aria-invalid={error ? 'true' : undefined}
      aria-describedby={error ? `${name}-error` : undefined}
      placeholder={byDate ? say(reader, 'days') : undefined}
      autocomplete="off"
      maxlength={200}
    />
  );
}
