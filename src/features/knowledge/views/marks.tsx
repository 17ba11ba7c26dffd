import type { Reader } from '#platform/i18n/reader.ts';
import type { IconName } from '#platform/ui/icons.ts';
import { Badge } from '#platform/ui/state.tsx';
import type { Audience, State } from '../article.ts';
import { languageName } from '../languages.ts';
import type { Line } from '../list.ts';
import { say } from '../messages.ts';

export const audienceIcon: Record<Audience, IconName> = {
  public: 'globe',
  signed_in: 'key-round',
  segment: 'tag',
  member: 'lock',
};

const TONES = { live: 'ok', scheduled: 'info', draft: 'info', archived: undefined } as const;

export const StateBadge = ({ reader, state }: { reader: Reader; state: State }) => (
  <Badge tone={TONES[state]}>{say(reader, `state.${state}`)}</Badge>
);

/** Every language of the help center: those it is live in, those it is written in, and those it lacks. */
export function Languages({ reader, line, all }: { reader: Reader; line: Line; all: readonly string[] }) {
  const shown = [...new Set([...all, ...line.languages.map(({ locale }) => locale)])];
  if (shown.length < 2) return null;
  return (
    <span class="languages">
      {shown.map((locale) => {
        const one = line.languages.find((each) => each.locale === locale);
        const kind = !one ? 'missing' : one.state !== 'live' ? 'not-live' : one.behind ? 'behind' : 'live';
        const words = say(reader, `language.${kind}`, { language: languageName(locale, reader.locale) });
        return (
          <span class="language" data-kind={kind} title={words}>
            <span aria-hidden="true">{locale.toUpperCase()}</span>
            <span class="visually-hidden">{words}</span>
          </span>
        );
      })}
    </span>
  );
}
