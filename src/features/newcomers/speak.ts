import type { Reader } from '#platform/i18n/reader.ts';
import { say } from './messages.ts';

/** The words for a schema's message; what the schema library says by itself is told in our own. */
export const speak = (reader: Reader) => (key: string) =>
  say(reader, (key in say.messages.en ? key : 'error.form') as 'error.form');
