import { hasNoSecondStep, type Ways } from '#features/identity/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { Section } from '#platform/ui/page.tsx';
import { type FactRow, FactRows } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';

interface SecondStepProps {
  ctx: Own;
  guard: Guarded;
  ways: Ways;
}

/** What is asked for after a password, a link or a code; and what helps when a device is lost. */
export function SecondStep(props: SecondStepProps) {
  const { ctx, guard, ways } = props;
  const { reader } = ctx;
  const { app, recoveryCodes } = ways.has;
  const rows = [appRow(props)];
  if (!hasNoSecondStep(ways.has)) rows.push(codesRow(props));
  if (ways.remembered > 0) rows.push(rememberedRow(props));
  return (
    <Section id="second-step" title={say(reader, 'second.title')}>
      <FactRows rows={rows} />
      {app && recoveryCodes === 0 && <p class="meta">{say(reader, 'second.noCodes')}</p>}
      {app && (
        <Fold id="second-step-end" title={say(reader, 'second.off')}>
          <form class="stack snug" method="post" action="/account/app/removal">
            <Guard guard={guard} />
            <p class="meta">{say(reader, 'second.note')}</p>
            <div>
              <Button type="submit" variant="danger">
                {say(reader, 'second.sure')}
              </Button>
            </div>
          </form>
        </Fold>
      )}
    </Section>
  );
}

function appRow({ ctx: { reader }, ways }: SecondStepProps): FactRow {
  const { app } = ways.has;
  return {
    icon: 'smartphone',
    title: say(reader, 'second.app'),
    note: app ? say(reader, 'second.app.since', { date: formatDate(reader, app) }) : say(reader, 'second.app.none'),
    end: (
      <Button size="small" href="/account/app">
        {say(reader, app ? 'second.replace' : 'second.setUp')}
      </Button>
    ),
  };
}

function codesRow({ ctx: { reader }, ways }: SecondStepProps): FactRow {
  const { recoveryCodes: n, recoverySince } = ways.has;
  const date = recoverySince ? formatDate(reader, recoverySince) : '';
  return {
    icon: 'life-buoy',
    title: say(reader, 'second.codes'),
    note: n > 0 ? say(reader, 'second.codes.left', { n, date }) : say(reader, 'second.codes.none'),
    end: (
      <Button size="small" href="/account/recovery-codes">
        {say(reader, n > 0 ? 'second.codes.new' : 'second.codes.make')}
      </Button>
    ),
  };
}

function rememberedRow({ ctx: { reader }, guard, ways }: SecondStepProps): FactRow {
  return {
    icon: 'monitor',
    title: say(reader, 'second.remembered'),
    note: say(reader, 'second.remembered.note', { n: ways.remembered }),
    end: (
      <form method="post" action="/account/remembered/ending">
        <Guard guard={guard} />
        <Button type="submit" size="small">
          {say(reader, 'second.remembered.end')}
        </Button>
      </form>
    ),
  };
}
