import { deviceIcon, deviceName, type OpenSession } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import { Time } from '#platform/i18n/time.tsx';
import { placeAndAddress } from '#platform/places.ts';
import { Button } from '#platform/ui/button.tsx';
import { Section } from '#platform/ui/page.tsx';
import { FactRows } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';

interface SessionsProps {
  ctx: Ctx;
  guard: Guarded;
  sessions: OpenSession[];
}

/** Each browser with its network address, and with where that is if the operator has a file of places. */
export function Sessions({ ctx, guard, sessions }: SessionsProps) {
  const { reader } = ctx;
  return (
    <Section id="sessions" title={say(reader, 'sessions.title')}>
      <FactRows
        rows={sessions.map((session) => ({
          id: `session-${session.id}`,
          icon: deviceIcon(session.agent),
          title: sentence(deviceName(reader, session.agent)),
          note: <About ctx={ctx} session={session} />,
          end: session.here ? (
            <Badge tone="ok" icon="check">
              {say(reader, 'sessions.here')}
            </Badge>
          ) : (
            <EndOne ctx={ctx} guard={guard} session={session} />
          ),
        }))}
      />
      {sessions.length > 1 && (
        <form method="post" action="/account/sessions/ending" class="end-bar">
          <Guard guard={guard} />
          <span class="meta">{say(reader, 'sessions.others')}</span>
          <Button type="submit" variant="danger" icon="log-out">
            {say(reader, 'sessions.endOthers')}
          </Button>
        </form>
      )}
    </Section>
  );
}

function About({ ctx, session }: { ctx: Ctx; session: OpenSession }) {
  const { reader } = ctx;
  const date = formatDate(reader, session.since, 'weekday');
  return (
    <>
      {!session.here && (
        <>
          <span class="visually-hidden">{say(reader, 'sessions.seen')} </span>
          <Time reader={reader} date={session.seen} />
          {' · '}
        </>
      )}
      {place(ctx, session)}
      {' · '}
      {say(reader, `sessions.since.${session.method}`, { date })}
    </>
  );
}

function EndOne({ ctx, guard, session }: { ctx: Ctx; guard: Guarded; session: OpenSession }) {
  const { reader } = ctx;
  const named = { device: deviceName(reader, session.agent), ip: place(ctx, session) };
  return (
    <form method="post" action={`/account/sessions/${session.id}/ending`}>
      <Guard guard={guard} />
      <Button type="submit" size="small" aria-label={say(reader, 'sessions.endNamed', named)}>
        {say(reader, 'sessions.end')}
      </Button>
    </form>
  );
}

const place = ({ reader, platform }: Ctx, { ip }: OpenSession): string =>
  ip ? placeAndAddress(platform.places, reader, ip) : say(reader, 'sessions.unknownPlace');

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
