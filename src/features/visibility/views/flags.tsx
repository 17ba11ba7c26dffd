import { type Flag, flags } from '#platform/flags.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Choice } from '#platform/ui/field.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { flagName } from '../flag-name.ts';
import type { ToAsk } from '../flags.ts';
import { say } from '../messages.ts';

/** What somebody is for their company, to tick. */
export function FlagInputs({ reader, held }: { reader: Reader; held: readonly string[] }) {
  return (
    <fieldset class="field">
      <legend>{say(reader, 'is')}</legend>
      <p class="hint">{say(reader, 'is.hint')}</p>
      {flags.map((flag) => (
        <Choice type="checkbox" name="flag" value={flag} checked={held.includes(flag)} label={flagName(reader, flag)} />
      ))}
    </fieldset>
  );
}

/** Beside somebody's name. */
export const FlagBadges = ({ reader, held }: { reader: Reader; held: readonly Flag[] }) => (
  <span class="cluster flag-badges">
    {held.map((flag) => (
      <Badge>{flagName(reader, flag)}</Badge>
    ))}
  </span>
);

interface Asked extends ToAsk {
  /** Where more is told of them. */
  href?: string | undefined;
}

/** Whom to ask for what at a company: a line for each thing somebody is there for. */
export function WhomToAsk({ reader, people }: { reader: Reader; people: readonly Asked[] }) {
  const rows = flags.flatMap((flag) => {
    const those = people.filter((one) => one.flags.includes(flag));
    if (those.length === 0) return [];
    const names = those.map(({ name, href }, at) => (
      <>
        {at > 0 && ', '}
        {href ? (
          <a class="link" href={href}>
            {name}
          </a>
        ) : (
          name
        )}
      </>
    ));
    return [{ term: flagName(reader, flag), value: <>{names}</> }];
  });
  return rows.length > 0 ? <Facts rows={rows} /> : <p class="meta">{say(reader, 'ask.nobody')}</p>;
}
