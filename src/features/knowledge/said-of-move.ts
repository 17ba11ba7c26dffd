import type { Reader } from '#platform/i18n/reader.ts';
import { say } from './messages.ts';
import type { StayedWith } from './readers-here.ts';

/** What is said when something was saved that may have moved by it: where it was not for all there before, whose it stayed. */
export function saidOfMove(reader: Reader, kept: StayedWith | null, saved: string): string {
  if (!kept) return saved;
  return kept.fewer
    ? say(reader, 'moved.fewer')
    : say(reader, 'moved.kept', { who: say(reader, `audience.${kept.who}`) });
}
