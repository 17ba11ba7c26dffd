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

const fitting = ['text', 'number', 'date', 'choice'] as const;

/** What is wrong with a line, as a sentence. */
export const problemWords =
  (reader: Reader) =>
  (problem: string): string => {
    const known = said.find((one) => one === problem);
    if (known) return say(reader, `problem.${known}`);
    const [, kind, label = '', cell = ''] = /^field(?:\.(\w+))?:([^\n]*)\n?(.*)$/s.exec(problem) ?? [];
    const why = fitting.find((one) => one === kind);
    return why ? say(reader, `problem.field.${why}`, { label, cell }) : say(reader, 'problem.field', { label });
  };
