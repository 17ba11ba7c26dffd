import { formatDate, formatList, formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import type { Attribute } from './attributes.ts';
import { say } from './messages.ts';
import { type Condition, isByDate } from './rule.ts';

/** A condition as people read it: "Plan is Retainer or Care". One on something that is gone says so. */
export function conditionText(reader: Reader, condition: Condition, attributes: readonly Attribute[]): string {
  const attribute = attributes.find(({ on }) => on === condition.on);
  if (!attribute) return say(reader, 'gone');
  const { label, kind } = attribute;
  return say(reader, `says.${kind === 'number' && condition.op === 'is' ? 'equals' : condition.op}`, {
    label,
    value: valueText(reader, condition, attribute),
    n: isByDate(condition.op) ? Number(condition.values[0] ?? 0) : 0,
  });
}

function valueText(reader: Reader, { values, op }: Condition, { kind, options }: Attribute): string {
  const named = values.map((value) => {
    if (isByDate(op)) return value;
    if (kind === 'number') return formatNumber(reader, Number(value), { maximumFractionDigits: 10 });
    if (kind === 'date') return formatDate({ ...reader, zone: 'UTC' }, new Date(`${value}T00:00:00Z`));
    return (
      options?.find((option) => option.value === value)?.label ??
      (options && kind === 'person' ? say(reader, 'gone.person') : value)
    );
  });
  return formatList(reader, named, 'disjunction');
}
