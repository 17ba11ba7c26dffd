import type { Reader } from '#platform/i18n/reader.ts';
import { flagNames } from './flag-name.ts';
import { say } from './messages.ts';
import type { Rule } from './rule.ts';

/** A rule as one line: who sees, and whether they may answer. */
export function ruleInWords(reader: Reader, { see, may, flags }: Rule): string {
  if (see === 'own') return say(reader, 'words.own');
  const named = flagNames(reader, flags);
  const who =
    see === 'role' && flags.length > 0 ? say(reader, 'words.flags', { flags: named }) : say(reader, `words.${see}`);
  return `${who} ${say(reader, `words.${may}`)}`;
}
