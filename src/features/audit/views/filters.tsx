import { installedKinds } from '#platform/events/kinds.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { SearchInput, Select } from '#platform/ui/field.tsx';
import { type ActiveFilter, ActiveFilters, DayFilter, DayFilters, Filters } from '#platform/ui/page.tsx';
import { type LogFilter, logAddress, sides } from '../filter.ts';
import { say } from '../messages.ts';
import type { Names } from '../names.ts';
import { areaOf } from '../told.ts';

interface Props {
  reader: Reader;
  filter: LogFilter;
  names: Names;
}

export function LogFilters({ reader, filter, names }: Props) {
  const areas = areasIn(reader);
  return (
    <>
      <Filters action="/audit" submit={say(reader, 'search.submit')}>
        <SearchInput
          name="q"
          value={filter.q}
          label={say(reader, 'search')}
          placeholder={say(reader, 'search.hint')}
          data-hotkey="/"
        />
        <Select
          name="side"
          value={filter.side}
          aria-label={say(reader, 'side')}
          options={sides.map((side) => ({ value: side, label: say(reader, `side.${side}`) }))}
        />
        <Select
          name="area"
          value={filter.area}
          aria-label={say(reader, 'area')}
          options={[{ value: '', label: say(reader, 'area.all') }, ...areas]}
        />
        <DayFilters>
          <DayFilter label={say(reader, 'from')} name="from" value={filter.from} />
          <DayFilter label={say(reader, 'to')} name="to" value={filter.to} />
        </DayFilters>
        {filter.person && <input type="hidden" name="person" value={filter.person} />}
        {filter.account && <input type="hidden" name="account" value={filter.account} />}
      </Filters>
      <ActiveFilters
        label={say(reader, 'filters')}
        remove={say(reader, 'filters.remove')}
        items={narrowedBy(reader, filter, names)}
        clear={{ label: say(reader, 'filters.clear'), href: '/audit' }}
      />
    </>
  );
}

/** What has no field of its own in the form. */
function narrowedBy(reader: Reader, filter: LogFilter, names: Names): ActiveFilter[] {
  const items: ActiveFilter[] = [];
  if (filter.person) {
    const name = names.people.get(filter.person)?.name ?? say(reader, 'who.gone');
    items.push({ label: say(reader, 'filters.person', { name }), href: logAddress({ ...filter, person: '' }) });
  }
  if (filter.account) {
    const name = names.accounts.get(filter.account) ?? filter.account;
    items.push({ label: say(reader, 'filters.account', { name }), href: logAddress({ ...filter, account: '' }) });
  }
  return items;
}

/** Every part of the product that records something. */
function areasIn(reader: Reader) {
  return [...new Set(installedKinds().map(areaOf))]
    .map((area) => ({ value: area, label: say(reader, `area.${area}` as 'area.all') }))
    .sort((a, b) => a.label.localeCompare(b.label, reader.locale));
}
