import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDateTime } from '#platform/i18n/format.ts';
import { placeAndAddress } from '#platform/places.ts';
import { Button } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { Facts } from '#platform/ui/rows.tsx';
import { deviceName } from '../device.ts';
import { say } from '../messages.ts';
import type { StrangeSession } from '../new-device.tsx';
import { Doorway } from './doorway.tsx';

interface DevicePageProps {
  ctx: Ctx;
  guard: Guarded;
  session: StrangeSession;
  token: string;
}

const isByMail = (method: string): boolean => method === 'link' || method === 'code';

/** What the mail about a new device opens. Only its button ends anything: mail scanners and previews open links, too. */
export function DevicePage({ ctx, guard, session, token }: DevicePageProps) {
  const { reader } = ctx;
  const first = firstNameOf(session.name);
  const key = session.disowned ? 'done' : session.over ? 'over' : 'open';
  const method = isByMail(session.method) ? 'mail' : session.method;
  return (
    <Doorway
      ctx={ctx}
      title={say(reader, `strange.${key}.title`, { first })}
      lede={say(reader, `strange.${key}.lede`, { method })}
    >
      <div class="verdict">
        <Facts
          rows={[
            { term: say(reader, 'link.you'), value: session.email },
            { term: say(reader, 'strange.device'), value: deviceName(reader, session.agent) },
            {
              term: say(reader, 'strange.place'),
              value: placeAndAddress(ctx.platform.places, reader, session.ip) || '–',
            },
            { term: say(reader, 'strange.when'), value: formatDateTime(reader, session.since) },
          ]}
        />
      </div>
      {!session.disowned && (
        <>
          <form class="stack" method="post" action="/sign-in/device" data-turbo="false">
            <Guard guard={guard} />
            <input type="hidden" name="token" value={token} />
            <Button type="submit" variant="danger" size="large" icon="log-out" block>
              {say(reader, session.over ? 'strange.everywhere' : 'strange.button')}
            </Button>
          </form>
          <p class="meta">{say(reader, 'strange.ignore')}</p>
        </>
      )}
      {session.over && (
        <Button href="/account" variant={session.disowned ? 'primary' : 'quiet'} size="large" block>
          {say(reader, 'strange.account')}
        </Button>
      )}
    </Doorway>
  );
}
