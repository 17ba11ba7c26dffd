import type { Flag } from '#platform/flags.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { say } from './messages.ts';

/** What somebody with this flag is for their company. */
export const flagName = (reader: Reader, flag: Flag): string => say(reader, `flag.${flag}`);
