import type { Reader } from '#platform/i18n/reader.ts';
import { Select } from '#platform/ui/field.tsx';
import { DayFilter, DayFilters, Filters } from '#platform/ui/page.tsx';
import { type Filter, type Selection, selections } from '../filter.ts';
import { say } from '../messages.ts';

interface Props {
  reader: Reader;
  filter: Filter;
  segments?: { id: string; name: string }[];
  /** On the list of people: whose. */
  show?: Selection;
}

/** Of which days, of which customers, and on the list of whom. */
export function Narrowed({ reader, filter, segments, show }: Props) {
  return (
    <Filters action={show ? '/deflection/people' : '/deflection'} submit={say(reader, 'filter.apply')}>
      {show && (
        <Select
          name="show"
          value={show}
          aria-label={say(reader, 'filter.show')}
          options={selections.map((value) => ({ value, label: say(reader, `show.${value}`) }))}
        />
      )}
      {segments && segments.length > 0 && (
        <Select
          name="segment"
          value={filter.segment}
          aria-label={say(reader, 'filter.segment')}
          options={[
            { value: '', label: say(reader, 'filter.everybody') },
            ...segments.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      {!segments && filter.segment && <input type="hidden" name="segment" value={filter.segment} />}
      <DayFilters>
        {(['from', 'to'] as const).map((name) => (
          <DayFilter label={say(reader, `filter.${name}`)} name={name} value={filter[name]} />
        ))}
      </DayFilters>
    </Filters>
  );
}
