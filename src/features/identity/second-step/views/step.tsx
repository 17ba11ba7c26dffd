import type { PropsWithChildren } from 'hono/jsx';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Choice, TextField } from '#platform/ui/field.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import type { Question } from '../../passkeys/answer.ts';
import { Doorway } from '../../views/doorway.tsx';
import { PasskeyWays } from '../../views/passkey-ways.tsx';
import type { HalfSignIn } from '../half.ts';
import { say } from '../messages.ts';

export interface StepProps {
  ctx: Ctx;
  guard: Guarded;
  half: HalfSignIn;
  next: string;
  /** Whether they have an app whose code can be asked for. */
  app: boolean;
  /** For those who have a passkey of this host. */
  passkey: Question | null;
  recovery: boolean;
  rememberDays: number;
  errors?: { code?: string; passkey?: string } | undefined;
}

/** Between the first factor and the session: nothing else can be reached from here. */
export function StepPage({ ctx, guard, half, next, app, passkey, recovery, rememberDays, errors = {} }: StepProps) {
  const { reader } = ctx;
  const { name } = half.living.person;
  return (
    <Doorway
      ctx={ctx}
      title={say(reader, 'step.title', { first: firstNameOf(name) })}
      lede={say(reader, app ? 'step.lede' : passkey ? 'step.ledePasskey' : 'step.ledeElsewhere')}
    >
      <WayIn ctx={ctx} half={half} guard={guard}>
        <form class="stack" method="post" action="/sign-in/step/code" data-turbo="false" novalidate>
          <Guard guard={guard} />
          <input type="hidden" name="next" value={next} />
          {app && <CodeField label={say(reader, 'step.code')} error={errors.code} />}
          {rememberDays > 0 && (
            <Choice
              type="checkbox"
              name="remember"
              value="yes"
              label={say(reader, 'step.remember', { n: rememberDays })}
            />
          )}
          {app && (
            <Button type="submit" variant="primary" size="large" block>
              {say(reader, 'step.go')}
            </Button>
          )}
          {passkey && (
            <PasskeyWays
              id="step-passkey"
              kind="get"
              question={passkey}
              label={say(reader, 'step.passkey')}
              trouble={say(reader, 'passkey.trouble')}
              or={app ? say(reader, 'or') : undefined}
              action="/sign-in/step/passkey"
              primary={!app}
              error={errors.passkey}
            />
          )}
        </form>
        {recovery && (
          <Button href={withNext('/sign-in/step/recovery', next)} variant="quiet" icon="life-buoy" block>
            {say(reader, 'step.recovery')}
          </Button>
        )}
        {!recovery && <p class="meta">{say(reader, 'step.lost', { name: ctx.workspace.name })}</p>}
      </WayIn>
    </Doorway>
  );
}

export interface RecoveryProps {
  ctx: Ctx;
  guard: Guarded;
  half: HalfSignIn;
  next: string;
  error?: string | undefined;
}

export function RecoveryPage({ ctx, guard, half, next, error }: RecoveryProps) {
  const { reader } = ctx;
  return (
    <Doorway ctx={ctx} title={say(reader, 'recovery.title')} lede={say(reader, 'recovery.lede')}>
      <WayIn ctx={ctx} half={half} guard={guard}>
        <form class="stack" method="post" action="/sign-in/step/recovery" data-turbo="false" novalidate>
          <Guard guard={guard} />
          <input type="hidden" name="next" value={next} />
          <TextField
            id="recovery-code"
            name="code"
            label={say(reader, 'recovery.code')}
            error={error}
            autocomplete="off"
            maxlength={40}
            autofocus
            required
          />
          <Button type="submit" variant="primary" size="large" block>
            {say(reader, 'step.go')}
          </Button>
        </form>
        <Button href={withNext('/sign-in/step', next)} variant="quiet" block>
          {say(reader, 'recovery.back')}
        </Button>
        <p class="meta">{say(reader, 'step.lost', { name: ctx.workspace.name })}</p>
      </WayIn>
    </Doorway>
  );
}

/** What the dialog over an expired page takes over, with the way back to somebody else. */
export function WayIn({ ctx, half, guard, children }: PropsWithChildren<Pick<StepProps, 'ctx' | 'half' | 'guard'>>) {
  const { reader } = ctx;
  return (
    <div class="stack" id="way-in">
      {children}
      <form class="meta" method="post" action="/sign-in/step/leaving" data-turbo="false">
        <Guard guard={guard} />
        <span>{say(reader, 'step.as', { email: half.living.person.email })}</span>{' '}
        <button type="submit" class="link">
          {say(reader, 'step.notYou')}
        </button>
      </form>
    </div>
  );
}

export function CodeField({ label, error }: { label: string; error?: string | undefined }) {
  return (
    <TextField
      id="one-time-code"
      name="code"
      label={label}
      error={error}
      autocomplete="one-time-code"
      inputmode="numeric"
      maxlength={9}
      code
      autofocus
      required
    />
  );
}

const withNext = (path: string, next: string): string =>
  next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`;
