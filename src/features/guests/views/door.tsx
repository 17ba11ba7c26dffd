import { CODE_MINUTES, CodeField, Doorway } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import type { GuestLink } from '../link.ts';
import { say } from '../messages.ts';

interface LinkPageProps {
  ctx: Ctx;
  guard: Guarded;
  link: GuestLink;
  token: string;
  /** A code was asked for in this browser. */
  asked: boolean;
  error?: string | undefined;
  /** Where mails are read while there is no mail server. */
  mailbox: string | null;
}

/** What the link in the mail opens: nothing of the ticket before the mailbox is proved. */
export function LinkPage({ ctx, guard, link, token, asked, error, mailbox }: LinkPageProps) {
  const { reader } = ctx;
  const names = { email: <b>{masked(link.email)}</b>, member: link.sharedBy, n: CODE_MINUTES };
  return (
    <Doorway
      ctx={ctx}
      title={say(reader, asked ? 'door.code.title' : 'door.title')}
      lede={say.rich(reader, asked ? 'door.code.lede' : 'door.lede', names)}
    >
      {asked && (
        <form class="stack" id="guest-session" method="post" action="/shared/session" data-turbo="false" novalidate>
          <Guard guard={guard} />
          <input type="hidden" name="token" value={token} />
          <CodeField label={say(reader, 'door.code')} error={error} />
          <Button type="submit" variant="primary" size="large" block>
            {say(reader, 'door.read')}
          </Button>
        </form>
      )}
      <form class="stack" id="guest-code" method="post" action="/shared/code" data-turbo="false">
        <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
        <input type="hidden" name="token" value={token} />
        <Button type="submit" variant={asked ? 'quiet' : 'primary'} size={asked ? undefined : 'large'} block>
          {say(reader, asked ? 'door.again' : 'door.send')}
        </Button>
      </form>
      {asked && mailbox && (
        <Notice icon="mail">
          {say.rich(reader, 'door.dev', {
            link: (words) => (
              <a class="link" href={mailbox} target="_blank" rel="noopener">
                {words}
              </a>
            ),
          })}
        </Notice>
      )}
      <p class="meta">{say(reader, 'door.why')}</p>
    </Doorway>
  );
}

/** Whoever holds a link that was passed on learns no address by it. */
function masked(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${local.slice(0, 1)}•••@${domain}`;
}

export function GonePage({ ctx }: { ctx: Ctx }) {
  const { reader, workspace } = ctx;
  return (
    <Doorway ctx={ctx} title={say(reader, 'gone.title')} lede={say(reader, 'gone.lede', { name: workspace.name })}>
      <Button href="/sign-in" block>
        {say(reader, 'gone.signIn')}
      </Button>
    </Doorway>
  );
}
