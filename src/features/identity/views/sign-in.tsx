import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { Button } from '#platform/ui/button.tsx';
import { Or } from '#platform/ui/door.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import type { Ended } from '../ended.ts';
import { say } from '../messages.ts';
import type { Question } from '../passkeys/answer.ts';
import type { Switchable } from '../rules/rules.ts';
import { say as step } from '../second-step/messages.ts';
import { Doorway } from './doorway.tsx';
import { PasskeyWays } from './passkey-ways.tsx';
import { ProviderWays } from './provider-ways.tsx';

export interface SignInForm {
  ctx: Ctx;
  guard: Guarded;
  /** Where to go afterwards: a path of this portal. */
  next: string;
  email?: string;
  /** What anybody may come in by. */
  ways: Record<Switchable, boolean>;
  passkey: Question | null;
  /** Whether people nobody has invited may ask to come in. */
  signUp: boolean;
  /** Whose access has ended: said to them alone. */
  ended?: Ended | null | undefined;
  errors?: { email?: string; password?: string; form?: string; passkey?: string };
}

/** Password first, because that is what the Enter key sends; the same address can ask for a link instead. */
export function SignInPage(props: SignInForm) {
  const { ctx, next, ways, errors = {} } = props;
  const { reader, workspace } = ctx;
  const lede = say(reader, `signIn.lede.${ways.password ? 'password' : 'none'}.${mailed(props) ?? 'none'}`);
  return (
    <Doorway ctx={ctx} title={say(reader, 'signIn.title', { name: workspace.name })} lede={lede}>
      {isKept(next) ? (
        <Notice icon="circle-check" tone="ok" role="status">
          <b>{say(reader, 'signIn.kept')}</b> {say(reader, 'signIn.keptHint')}
        </Notice>
      ) : (
        hasEnded(ctx) && !errors.form && !props.ended && <Notice icon="clock">{say(reader, 'signIn.ended')}</Notice>
      )}
      <ProviderWays ctx={ctx} next={next} />
      <WayIn {...props} errors={errors} />
      {ways.password && sendsMail(ctx.platform.config) && (
        <p class="meta">
          <a class="link" id="forgotten" href={forgottenPath(next)}>
            {say(reader, 'signIn.forgotten')}
          </a>
        </p>
      )}
      <p class="meta">
        {say(reader, 'signIn.first')}{' '}
        {props.signUp &&
          say.rich(reader, 'signIn.signUp', {
            link: (words) => (
              <a class="link" href="/sign-up">
                {words}
              </a>
            ),
          })}
      </p>
    </Doorway>
  );
}

/** What a page whose session has ended shows in its dialog, too: fields and what was wrong with them. */
function WayIn(props: SignInForm) {
  const { ctx, guard, next, ways, passkey, email, errors = {} } = props;
  const { reader } = ctx;
  const mails = mailed(props);
  return (
    <div class="stack" id="way-in">
      {props.ended && <AccessEnded ctx={ctx} ended={props.ended} />}
      {errors.form && (
        <Notice icon="circle-alert" tone="bad" role="alert">
          <b>{errors.form}</b> {say(reader, wrongHint(props))}
        </Notice>
      )}
      <form
        class="stack"
        method="post"
        action={ways.password ? '/sign-in/password' : mails ? '/sign-in/link' : '/sign-in/passkey'}
        data-turbo="false"
        novalidate
      >
        <Guard guard={guard} />
        <input type="hidden" name="next" value={next} />
        {(ways.password || mails) && (
          <EmailField ctx={ctx} email={email} error={errors.email} passkeys={passkey !== null} />
        )}
        {ways.password && (
          <PasswordPart
            reader={reader}
            error={errors.password}
            autofocus={errors.form !== undefined || (errors.password !== undefined && !errors.email)}
          />
        )}
        {ways.password && mails && <Or>{say(reader, 'or')}</Or>}
        {mails && (
          <Button
            type="submit"
            icon="mail"
            block
            variant={ways.password ? undefined : 'primary'}
            size={ways.password ? undefined : 'large'}
            formaction="/sign-in/link"
          >
            {say(reader, `signIn.mail.${mails}`)}
          </Button>
        )}
        {passkey && (
          <PasskeyWays
            id="sign-in-passkey"
            kind="get"
            question={passkey}
            label={step(reader, 'step.passkey')}
            trouble={step(reader, 'passkey.trouble')}
            or={ways.password && mails ? undefined : ways.password || mails ? say(reader, 'or') : undefined}
            action="/sign-in/passkey"
            primary={!ways.password && !mails}
            autofill={ways.password || mails !== null}
            error={errors.passkey}
          />
        )}
        {passkey && !ways.password && !mails && (
          <noscript>
            <p class="meta">{step(reader, 'passkey.needsScript')}</p>
          </noscript>
        )}
      </form>
    </div>
  );
}

/** What a letter would bring; null when none can be had. */
function mailed({ ctx, ways }: Pick<SignInForm, 'ctx' | 'ways'>): 'link' | 'code' | 'both' | null {
  if (!sendsMail(ctx.platform.config) || !(ways.link || ways.code)) return null;
  return ways.link ? (ways.code ? 'both' : 'link') : 'code';
}

/** What may be wrong besides: who forgot their password is told of the way that they have. */
function wrongHint(form: Pick<SignInForm, 'ctx' | 'ways'>) {
  if (mailed(form)) return 'signIn.wrongHint';
  return sendsMail(form.ctx.platform.config) ? 'signIn.wrongHintForgotten' : 'signIn.wrongHintNoMail';
}

export const forgottenPath = (next: string): string =>
  next === '/' ? '/sign-in/password/forgotten' : `/sign-in/password/forgotten?next=${encodeURIComponent(next)}`;

/** The dialog over an open page takes its title from here, too. */
function AccessEnded({ ctx: { reader, workspace }, ended }: { ctx: Ctx; ended: Ended }) {
  const key = ended.ask.length > 0 ? 'ended.ask' : 'ended.askAnybody';
  const words = { workspace: workspace.name, names: formatList(reader, ended.ask, 'disjunction') };
  return (
    <Notice id="access-ended" icon="lock" tone="warn" role="status">
      <b>{say(reader, 'ended.title', words)}</b> {say(reader, key, words)}
    </Notice>
  );
}

export function PasswordPart({
  reader,
  error,
  autofocus,
}: {
  reader: Reader;
  error?: string | undefined;
  autofocus: boolean;
}) {
  return (
    <>
      <TextField
        id="sign-in-password"
        name="password"
        type="password"
        label={say(reader, 'password')}
        autocomplete="current-password"
        error={error}
        autofocus={autofocus}
      />
      <Button type="submit" variant="primary" size="large" block>
        {say(reader, 'signIn.button')}
      </Button>
    </>
  );
}

export function EmailField({
  ctx,
  email,
  error,
  passkeys,
}: {
  ctx: Pick<Ctx, 'reader'>;
  email?: string | undefined;
  error?: string | undefined;
  /** The browser may offer them in this field. */
  passkeys?: boolean | undefined;
}) {
  return (
    <TextField
      id="sign-in-email"
      name="email"
      type="email"
      label={say(ctx.reader, 'email')}
      placeholder={say(ctx.reader, 'email.placeholder')}
      autocomplete={passkeys ? 'username webauthn' : 'username'}
      value={email}
      error={error}
      maxlength={254}
      autofocus={!email || error !== undefined}
      required
    />
  );
}

/** A session ended over a form: the page to come back to says that it was kept (`?kept=1`). */
const isKept = (next: string): boolean => new URL(next, 'http://portal.invalid').searchParams.get('kept') === '1';

/** This browser still carries a session that is over. */
const hasEnded = ({ actor }: Ctx): boolean => actor.kind === 'visitor' && actor.wasIdentity !== null;
