import type { Reader } from '#platform/i18n/reader.ts';
import { say } from '../messages.ts';

const said = [
  'no-account',
  'bad-email',
  'team',
  'too-long',
  'unseen',
  'bad-website',
  'bad-phone',
  'put-away',
  'several',
  'elsewhere',
  'refused',
  'bad-flags',
  'first-taken',
] as const;

/** What is wrong with a line, as a sentence. */
export const problemWords =
  (reader: Reader) =>
  (problem: string): string => {
    const known = said.find((one) => one === problem);
    return known
      ? say(reader, `problem.${known}`)
      : say(reader, 'problem.field', { label: problem.replace(/^field:/, '') });
  };
