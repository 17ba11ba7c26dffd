import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Undo } from '#platform/http/cookies.ts';
import type { MadeWay } from './history.ts';
import { say } from './messages.ts';

/** What was saved and made way comes back. */
export const undoOf = (
  { reader }: CtxOf<Member>,
  number: string,
  locale: string,
  instead: MadeWay | null,
): Undo | undefined =>
  instead
    ? {
        label: say(reader, 'restored.undo'),
        action: `/knowledge/${number}/restoration`,
        fields: { lang: locale, revision: String(instead.revision), made: String(instead.made) },
      }
    : undefined;
