import type { Flag } from '#platform/flags.ts';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { say } from './messages.ts';

/** What somebody with this flag is for their company. */
export const flagName = (reader: Reader, flag: Flag): string => say(reader, `flag.${flag}`);

/** All of them as one line. */
export const flagNames = (reader: Reader, held: readonly Flag[]): string =>
  formatList(
    reader,
    held.map((flag) => flagName(reader, flag)),
  );
