import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { say } from '../messages.ts';
import type { Pick } from '../picks.ts';
import type { Segment } from '../segment.ts';
import type { Reason } from '../why.ts';

interface PicksProps {
  reader: Reader;
  guard: Guarded;
  segment: Segment;
  picks: Pick[];
  mayManage: boolean;
}

/** Who is in or out whatever the rule says, each with the way to end it. */
export function Picks({ reader, guard, segment, picks, mayManage }: PicksProps) {
  if (picks.length === 0) return <p class="meta">{say(reader, 'picks.none')}</p>;
  return (
    <div>
      {picks.map((one) => (
        <div class={one.way === 'in' ? 'rule ok' : 'rule bad'} id={`pick-${one.accountId}`}>
          <Icon name={one.way === 'in' ? 'plus' : 'x'} size="small" />
          <span>
            {say(reader, `pick.${one.way}`, { name: one.account })}
            <span class="meta"> {aboutPick(reader, one)}</span>
          </span>
          {mayManage && (
            <form method="post" action={`/customers/segments/${segment.id}/picks`}>
              <Guard guard={guard} />
              <input type="hidden" name="account" value={one.accountId} />
              <Button
                type="submit"
                name="way"
                value="none"
                size="small"
                variant="quiet"
                aria-label={say(reader, 'pick.end.label', { name: one.account })}
              >
                {say(reader, 'pick.end')}
              </Button>
            </form>
          )}
        </div>
      ))}
    </div>
  );
}

function aboutPick(reader: Reader, { until, by }: Pick): string {
  const day = until && formatDate({ ...reader, zone: 'UTC' }, new Date(`${until}T00:00:00Z`));
  return [by && say(reader, 'pick.by', { name: by }), day && say(reader, 'pick.until', { date: day })]
    .filter(Boolean)
    .join(', ');
}

interface ActsProps {
  reader: Reader;
  guard: Guarded;
  segment: Segment;
  reason: Reason;
  error?: string | undefined;
  until?: string | undefined;
}

/** What may be done about one customer and a segment. */
export function PickActs({ reader, guard, segment, reason, error, until }: ActsProps) {
  const hand = segment.kind === 'hand';
  const way = (value: 'in' | 'out' | 'none', words: string) => (
    <Button type="submit" size="small" name="way" value={value}>
      {words}
    </Button>
  );
  const id = `until-${reason.accountId}`;
  return (
    <form method="post" action={`/customers/segments/${segment.id}/picks`} class="stack snug">
      <Guard guard={guard} />
      <input type="hidden" name="account" value={reason.accountId} />
      <input type="hidden" name="find" value={reason.account} />
      {!(hand && reason.pick === 'in') && (
        <TextField id={id} name="until" type="date" label={say(reader, 'do.until')} value={until} error={error} />
      )}
      <div class="cluster">
        {hand
          ? reason.pick === 'in'
            ? way('none', say(reader, 'do.take'))
            : way('in', say(reader, 'do.add'))
          : [
              reason.pick !== 'in' && way('in', say(reader, 'do.in')),
              reason.pick !== 'out' && way('out', say(reader, 'do.out')),
              reason.pick && way('none', say(reader, 'do.rule')),
            ]}
      </div>
    </form>
  );
}
