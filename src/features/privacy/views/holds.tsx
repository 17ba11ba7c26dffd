import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { FactRows } from '#platform/ui/rows.tsx';
import type { Hold } from '../holds.ts';
import { say } from '../messages.ts';

/** The holds that stand, each with the way to end it, which opens first and asks. */
export function Holds({ reader, guard, holds }: { reader: Reader; guard: Guarded; holds: Hold[] }) {
  if (holds.length === 0) return null;
  return (
    <FactRows
      rows={holds.map((hold) => ({
        id: `hold-${hold.id}`,
        icon: 'lock' as const,
        title: hold.contactId ? (
          <a href={`/contacts/${hold.contactId}/privacy`}>{`${hold.contact} · ${hold.account}`}</a>
        ) : (
          <Whole reader={reader} hold={hold} />
        ),
        note: (
          <>
            {hold.reason}
            {' · '}
            {say.rich(reader, 'hold.since', { when: <Time reader={reader} date={hold.placedAt} style="date" /> })}
          </>
        ),
        end: (
          <Fold id={`release-${hold.id}`} title={say(reader, 'hold.release')}>
            <form method="post" action={`/settings/data/holds/${hold.id}/release`} class="stack snug">
              <Guard guard={guard} />
              <p class="meta">{say(reader, 'hold.release.text')}</p>
              <div>
                <Button type="submit" size="small" variant="danger">
                  {say(reader, 'hold.release.sure')}
                </Button>
              </div>
            </form>
          </Fold>
        ),
      }))}
    />
  );
}

function Whole({ reader, hold }: { reader: Reader; hold: Hold }) {
  if (!hold.accountId) return <>{say(reader, 'hold.everything')}</>;
  return <a href={`/customers/${hold.accountId}`}>{hold.account}</a>;
}
