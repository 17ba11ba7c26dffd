import { deviceIcon, deviceName, type OpenSession } from '#features/identity/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Section } from '#platform/ui/page.tsx';
import { FactRows } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';

interface SessionsProps {
  reader: Reader;
  guard: Guarded;
  sessions: OpenSession[];
}

/** Each browser with its network address: where that is in the world is nobody's business to look up. */
export function Sessions({ reader, guard, sessions }: SessionsProps) {
  return (
    <Section id="sessions" title={say(reader, 'sessions.title')}>
      <FactRows
        rows={sessions.map((session) => ({
          id: `session-${session.id}`,
          icon: deviceIcon(session.agent),
          title: sentence(deviceName(reader, session.agent)),
          note: <About reader={reader} session={session} />,
          end: session.here ? (
            <Badge tone="ok" icon="check">
              {say(reader, 'sessions.here')}
            </Badge>
          ) : (
            <EndOne reader={reader} guard={guard} session={session} />
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

function About({ reader, session }: { reader: Reader; session: OpenSession }) {
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
      {place(reader, session)}
      {' · '}
      {say(reader, `sessions.since.${session.method}`, { date })}
    </>
  );
}

function EndOne({ reader, guard, session }: { reader: Reader; guard: Guarded; session: OpenSession }) {
  const named = { device: deviceName(reader, session.agent), ip: place(reader, session) };
  return (
    <form method="post" action={`/account/sessions/${session.id}/ending`}>
      <Guard guard={guard} />
      <Button type="submit" size="small" aria-label={say(reader, 'sessions.endNamed', named)}>
        {say(reader, 'sessions.end')}
      </Button>
    </form>
  );
}

const place = (reader: Reader, { ip }: OpenSession): string => ip || say(reader, 'sessions.unknownPlace');

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
