import type { Ways } from '#features/identity/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Section } from '#platform/ui/page.tsx';
import { type FactRow, FactRows } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';

interface WaysInProps {
  ctx: Own;
  guard: Guarded;
  ways: Ways;
  /** When the password was set; null when there is none. */
  passwordSince: Date | null;
}

/** The ways somebody can sign in, and how to change them. What the business has switched off is not offered. */
export function WaysIn(props: WaysInProps) {
  const { ctx, ways } = props;
  const { reader, actor } = ctx;
  const { password, passkey, link, code } = ways.allowed;
  const rows: FactRow[] = [
    {
      icon: 'mail',
      title: actor.email,
      note: say(
        reader,
        link ? (code ? 'ways.email.both' : 'ways.email') : code ? 'ways.email.code' : 'ways.email.none',
      ),
      end: (
        <Button size="small" href="/account/address">
          {say(reader, 'ways.email.change')}
        </Button>
      ),
    },
    ...ways.passkeys.map((one) => passkeyRow(props, one)),
  ];
  if (password || props.passwordSince) rows.push(passwordRow(props));
  return (
    <Section id="ways-in" title={say(reader, 'ways.title')}>
      <FactRows rows={rows} />
      {passkey && (
        <div>
          <Button href="/account/passkeys/new" icon="plus">
            {say(reader, 'ways.addPasskey')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function passwordRow({ ctx: { reader }, ways, passwordSince }: WaysInProps): FactRow {
  const { password } = ways.allowed;
  const since = passwordSince && say(reader, 'ways.password.since', { date: formatDate(reader, passwordSince) });
  return {
    icon: 'key-round',
    title: say(reader, 'ways.password'),
    note: password
      ? (since ?? say(reader, ways.passkeys.length > 0 ? 'ways.password.needless' : 'ways.password.none'))
      : say(reader, 'ways.password.off'),
    end: password && (
      <Button size="small" href="/account/password">
        {say(reader, passwordSince ? 'ways.change' : 'ways.set')}
      </Button>
    ),
  };
}

function passkeyRow({ ctx, guard, ways }: WaysInProps, one: Ways['passkeys'][number]): FactRow {
  const { reader, portal } = ctx;
  const added = formatDate(reader, one.createdAt);
  return {
    id: `passkey-${one.id}`,
    icon: 'fingerprint',
    title: one.name,
    note: (
      <>
        {say(reader, 'ways.passkey.added', { date: added })}
        {' · '}
        {one.usedAt ? (
          <>
            {say(reader, 'ways.passkey.used')} <Time reader={reader} date={one.usedAt} style="within" />
          </>
        ) : (
          say(reader, 'ways.passkey.unused')
        )}
        {one.host !== portal.host && ` · ${say(reader, 'ways.passkey.elsewhere', { host: one.host })}`}
        {!ways.allowed.passkey && ` · ${say(reader, 'ways.passkey.off')}`}
      </>
    ),
    end: (
      <form method="post" action={`/account/passkeys/${one.id}/removal`}>
        <Guard guard={guard} />
        <Button
          type="submit"
          size="small"
          aria-label={say(reader, 'ways.passkey.removeNamed', { name: one.name })}
          data-turbo-confirm={say(reader, 'ways.passkey.sure', { name: one.name })}
          data-confirm-action={say(reader, 'ways.remove')}
        >
          {say(reader, 'ways.remove')}
        </Button>
      </form>
    ),
  };
}
