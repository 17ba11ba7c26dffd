import type { Reader } from '#platform/i18n/reader.ts';
import { SearchInput } from '#platform/ui/field.tsx';
import { Filters } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

/** Finds somebody at a customer by name or address. */
export const FindPeople = ({ reader, action, find }: { reader: Reader; action: string; find: string }) => (
  <Filters action={action} submit={say(reader, 'merge.find.submit')}>
    <SearchInput
      name="find"
      value={find}
      label={say(reader, 'people.find')}
      placeholder={say(reader, 'people.find.hint')}
    />
  </Filters>
);
