import type { Child } from 'hono/jsx';
import { Guard } from '#platform/http/guard.tsx';
import { formatDate, formatList } from '#platform/i18n/format.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice } from '#platform/ui/field.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Person } from '#platform/ui/people.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';
import type { Shown } from '../one-page.tsx';
import { unusedBy, wasReminded } from '../reminder.ts';
import { type Concerned, isHeldTo } from '../requirement.ts';
import { mayPutToUse } from '../setup.ts';
import { Step } from './step.tsx';

const MOST_NAMES = 8;

export function WayBackStep({ ctx: { reader }, connection, account, owners }: Shown) {
  const { name } = connection;
  return (
    <Step id="way-back" title={say(reader, 'way.title')} done={connection.enabledAt !== null} now={false}>
      <p>{say(reader, account ? 'way.customer' : 'way.text', { name })}</p>
      {owners.length > 0 && (
        <div class="card flush">
          <ul class="fact-rows">
            {owners.map((owner) => (
              <li>
                <Person name={owner.name} photo={owner.photo} />
                <Badge tone={owner.ready ? 'ok' : 'warn'} icon={owner.ready ? 'check' : 'triangle-alert'}>
                  {say(reader, owner.ready ? 'way.ready' : 'way.none')}
                </Badge>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Step>
  );
}

export function UseStep({ now, ...shown }: Shown & { now: string }) {
  const { ctx, connection } = shown;
  const { reader } = ctx;
  const on = connection.enabledAt;
  return (
    <Step id="use" title={say(reader, 'use.title')} done={on !== null} now={now === 'use'}>
      <p>{on ? say(reader, 'use.isOn', { on: formatDate(reader, on) }) : say(reader, 'use.isOff')}</p>
      {!connection.testedAt ? (
        <p class="meta">{say(reader, 'use.needs')}</p>
      ) : on || mayPutToUse(ctx, connection) ? (
        <Switch {...shown} to="use" on={on === null} beside={on && <SigningOut reader={reader} />}>
          {say(reader, on ? 'use.off' : 'use.on')}
        </Switch>
      ) : (
        <p class="meta">{say(reader, 'use.owner')}</p>
      )}
      {!connection.accountId && !mayPutToUse(ctx, connection) && on && (
        <p class="meta">{say(reader, 'use.ownerAgain')}</p>
      )}
    </Step>
  );
}

export function RequireStep({ now, ...shown }: Shown & { now: string }) {
  const { ctx, connection, account, people } = shown;
  const { reader } = ctx;
  const side = account ? 'customer' : 'team';
  const held = people.filter((each) => isHeldTo(connection, each));
  const unused = unusedBy(connection, people);
  const outside = held.filter((each) => !each.covered);
  const on = connection.requiredAt;
  const shut = !account && on === null && !shown.owners.some(({ ready }) => ready);
  return (
    <Step id="require" title={say(reader, 'require.title')} done={on !== null} now={now === 'require'}>
      <div class="card tight stack">
        <b>{say(reader, `require.${side}`)}</b>
        <span class="meta">{say(reader, `require.${side}.note`, { n: held.length })}</span>
        {on && <span>{say(reader, 'require.isOn', { on: formatDate(reader, on) })}</span>}
        {connection.enabledAt && !shut ? (
          <Switch {...shown} to="requirement" on={on === null}>
            {say(reader, on ? 'require.off' : 'require.on')}
          </Switch>
        ) : (
          <span class="meta">{say(reader, connection.enabledAt ? 'require.noWay' : 'require.needs')}</span>
        )}
      </div>
      {connection.enabledAt && unused.length > 0 && (
        <Unused
          {...shown}
          names={say(reader, 'require.unused', { n: unused.length, names: namesOf(reader, unused) })}
        />
      )}
      {connection.testedAt && outside.length > 0 && !on && (
        <Notice tone="warn" icon="triangle-alert">
          {say(reader, 'require.outside', { n: outside.length, names: namesOf(reader, outside) })}
        </Notice>
      )}
    </Step>
  );
}

/** Who has not used it yet, and a letter to them: once a day, and only where mail is sent. */
function Unused({ ctx, guard, connection, names }: Shown & { names: string }) {
  const reminded = wasReminded(connection, ctx.now);
  return (
    <div class="stack close">
      <p class="meta">{names}</p>
      {reminded && <p class="meta">{say(ctx.reader, 'remind.was')}</p>}
      {!reminded && sendsMail(ctx.platform.config) && (
        <form method="post" action={`/settings/sso/${connection.id}/reminder`}>
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          <Button type="submit" size="small" icon="mail">
            {say(ctx.reader, 'remind')}
          </Button>
        </form>
      )}
    </div>
  );
}

function namesOf(reader: Shown['ctx']['reader'], people: Concerned[]): string {
  const names = people.slice(0, MOST_NAMES).map(({ name }) => name);
  return formatList(reader, people.length > MOST_NAMES ? [...names, '…'] : names);
}

/** What a provider said that cannot be trusted any more goes with it. */
const SigningOut = ({ reader }: Pick<Shown['ctx'], 'reader'>) => (
  <Choice
    type="checkbox"
    name="sign_out"
    value="on"
    label={say(reader, 'use.signOut')}
    note={say(reader, 'use.signOut.hint')}
  />
);

type SwitchProps = Shown & { to: string; on: boolean; beside?: Child; children?: Child };

function Switch({ guard, connection, to, on, beside, children }: SwitchProps) {
  return (
    <form method="post" action={`/settings/sso/${connection.id}/${to}`} class="stack snug">
      <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
      <input type="hidden" name="on" value={on ? '1' : '0'} />
      {beside}
      <Button type="submit" variant={on ? 'primary' : undefined}>
        {children}
      </Button>
    </form>
  );
}

/** It opens first and asks: what was set up here at two ends is gone with it. */
export function Removal({ ctx: { reader }, guard, connection }: Shown) {
  return (
    <section class="card stack" id="remove" aria-labelledby="remove-title">
      <h2 id="remove-title">{say(reader, 'remove.title')}</h2>
      <Fold title={say(reader, 'remove.button')}>
        <form method="post" action={`/settings/sso/${connection.id}/removal`} class="stack snug">
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          <p class="meta">{say(reader, 'remove.text')}</p>
          <SigningOut reader={reader} />
          <div>
            <Button type="submit" variant="danger">
              {say(reader, 'remove.sure', { name: connection.name })}
            </Button>
          </div>
        </form>
      </Fold>
    </section>
  );
}
