import { formatDate } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Section } from '#platform/ui/page.tsx';
import { FactRows } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';

/** The ways somebody can sign in, and how to change them. */
export function WaysIn({ ctx: { reader, actor }, passwordSince }: { ctx: Own; passwordSince: Date | null }) {
  return (
    <Section id="ways-in" title={say(reader, 'ways.title')}>
      <FactRows
        rows={[
          { icon: 'mail', title: actor.email, note: say(reader, 'ways.email') },
          {
            icon: 'key-round',
            title: say(reader, 'ways.password'),
            note: passwordSince
              ? say(reader, 'ways.password.since', { date: formatDate(reader, passwordSince) })
              : say(reader, 'ways.password.none'),
            end: (
              <Button size="small" href="/account/password">
                {say(reader, passwordSince ? 'ways.change' : 'ways.set')}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}
