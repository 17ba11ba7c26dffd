import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatRelative } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { Notice } from '#platform/ui/notice.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { deviceName } from '../device.ts';
import type { LetterUse } from '../events.ts';
import type { SignInLink } from '../link.ts';
import { say } from '../messages.ts';
import { CodeField } from '../second-step/views/step.tsx';
import { type Sent, secondsToWait } from '../sent.ts';
import { CODE_MINUTES, LINK_MINUTES, RESET_MINUTES } from '../terms.ts';
import { Doorway } from './doorway.tsx';
import { EmailField, forgottenPath } from './sign-in.tsx';

interface LinkPageProps {
  ctx: Ctx;
  guard: Guarded;
  link: SignInLink;
  token: string;
  next: string;
}

/** What a link from a mail opens. Only its button signs in: mail scanners and previews open links, too. */
export function LinkPage({ ctx, guard, link, token, next }: LinkPageProps) {
  const { reader, workspace, now } = ctx;
  const minutes = Math.max(1, Math.round((link.expiresAt.getTime() - now.getTime()) / 60_000));
  return (
    <Doorway
      ctx={ctx}
      title={say(reader, 'link.title', { first: firstNameOf(link.name) })}
      lede={say(reader, 'link.lede', { n: minutes })}
    >
      <SomebodyElse ctx={ctx} identityId={link.identityId} />
      <form class="stack" method="post" action="/sign-in/link/session" data-turbo="false">
        <Guard guard={guard} />
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="next" value={next} />
        <Button type="submit" variant="primary" size="large" block>
          {say(reader, 'link.button', { name: workspace.name })}
        </Button>
      </form>
      <div class="verdict">
        <Facts
          rows={[
            { term: say(reader, 'link.you'), value: link.email },
            { term: say(reader, 'link.asked'), value: formatRelative(reader, link.askedAt) },
            { term: say(reader, 'link.from'), value: deviceName(reader, link.agent) },
          ]}
        />
      </div>
      <p class="meta">{say(reader, 'link.ignore')}</p>
    </Doorway>
  );
}

/** Says so when this browser is signed in as another person, who would be signed out. */
export function SomebodyElse({
  ctx: { actor, reader },
  ...to
}: { ctx: Ctx } & ({ identityId: string | null } | { email: string })) {
  const other =
    (actor.kind === 'contact' || actor.kind === 'member') &&
    ('email' in to ? actor.email.toLowerCase() !== to.email.toLowerCase() : actor.identityId !== to.identityId);
  return <>{other && <Notice icon="info">{say(reader, 'link.instead', { name: actor.name })}</Notice>}</>;
}

export interface AgainProps {
  ctx: Ctx;
  guard: Guarded;
  next: string;
}

/** A link that was used, has run out or never was: the three are told apart nowhere. */
export function GonePage({ ctx, guard, next }: AgainProps) {
  const { reader, actor } = ctx;
  if (actor.kind === 'contact' || actor.kind === 'member') return <StillIn ctx={ctx} name={actor.name} next={next} />;
  return (
    <Doorway ctx={ctx} title={say(reader, 'gone.title')} lede={say(reader, 'gone.lede', { n: LINK_MINUTES })}>
      <form class="stack" method="post" action="/sign-in/link" data-turbo="false" novalidate>
        <Guard guard={guard} />
        <input type="hidden" name="next" value={next} />
        <EmailField ctx={ctx} />
        <Button type="submit" variant="primary" size="large" block>
          {say(reader, 'signIn.link')}
        </Button>
      </form>
      <p class="meta">
        <a class="link" href={signInPath(next)}>
          {say(reader, 'gone.back')}
        </a>
      </p>
    </Doorway>
  );
}

/** Whoever follows their link a second time in the browser that it let in is there already. */
function StillIn({ ctx, name, next }: { ctx: Ctx; name: string; next: string }) {
  const { reader } = ctx;
  const lede = say(reader, 'gone.in', { name, n: LINK_MINUTES });
  return (
    <Doorway ctx={ctx} title={say(reader, 'gone.title')} lede={lede}>
      <Button href={next} variant="primary" size="large" block>
        {say(reader, 'gone.on')}
      </Button>
    </Doorway>
  );
}

interface SentPageProps {
  ctx: Ctx;
  guard: Guarded;
  /** What was asked for, sealed. */
  to: string;
  ways: Record<'link' | 'code', boolean>;
  /** What it was asked for. */
  use: LetterUse;
  error?: string | undefined;
  /** Null when the page is opened without having asked. */
  sent: Sent | null;
  next: string;
  /** Where mails are read while there is no mail server. */
  mailbox: string | null;
}

/** The same words whether somebody has the address or nobody. */
export function SentPage({ ctx, guard, sent, to, next, ways, use, mailbox, error }: SentPageProps) {
  const { reader } = ctx;
  const email = sent?.email;
  const kind = use === 'password' ? use : ways.link ? (ways.code ? 'both' : 'link') : 'code';
  const n = { password: RESET_MINUTES, both: LINK_MINUTES, link: LINK_MINUTES, code: CODE_MINUTES }[kind];
  const lede = email
    ? say.rich(reader, `sent.lede.${kind}`, { email: <b>{email}</b>, n, code: CODE_MINUTES })
    : say(reader, 'sent.ledeNoEmail', { n });
  return (
    <Doorway ctx={ctx} title={say(reader, 'sent.title')} lede={lede}>
      <div class="stack" id="way-in">
        {email && ways.code && use === 'sign-in' && (
          <form class="stack" method="post" action="/sign-in/code" data-turbo="false" novalidate>
            <Guard guard={guard} />
            <input type="hidden" name="to" value={to} />
            <input type="hidden" name="next" value={next} />
            <CodeField label={say(reader, 'sent.code')} error={error} />
            <Button type="submit" variant="primary" size="large" block>
              {say(reader, 'signIn.button')}
            </Button>
          </form>
        )}
        <p class="meta">{say(reader, 'sent.nothing')}</p>
        {sent && <Again ctx={ctx} guard={guard} sent={sent} to={to} next={next} use={use} />}
        <Button href={use === 'password' ? forgottenPath(next) : signInPath(next)} block>
          {say(reader, 'sent.again')}
        </Button>
        {mailbox && (
          <Notice icon="mail">
            {say.rich(reader, 'sent.dev', {
              link: (words) => (
                <a class="link" href={mailbox} target="_blank" rel="noopener">
                  {words}
                </a>
              ),
            })}
          </Notice>
        )}
      </div>
    </Doorway>
  );
}

const asking = { 'sign-in': '/sign-in/link', password: '/sign-in/password/forgotten' } as const;

/** A mail gets lost, or is slow. Whoever asks too soon comes back to this page and reads how long it takes; scripts count it down. */
function Again({ ctx, guard, sent, to, next, use }: AgainProps & { sent: Sent; to: string; use: LetterUse }) {
  const { reader, now } = ctx;
  const n = secondsToWait(sent, now);
  return (
    <form class="stack snug" method="post" action={asking[use]} data-turbo="false">
      <Guard guard={guard} />
      <input type="hidden" name="email" value={sent.email} />
      <input type="hidden" name="to" value={to} />
      <input type="hidden" name="next" value={next} />
      <Button type="submit" block data-wait={n || undefined} data-waiting={say(reader, 'sent.resendIn', { n: '{n}' })}>
        {say(reader, 'sent.resend')}
      </Button>
      {n > 0 && <p class="meta">{say(reader, 'sent.wait', { n })}</p>}
    </form>
  );
}

export const signInPath = (next: string): string =>
  next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
