import type { Ctx } from '#platform/http/context.ts';
import { Guard } from '#platform/http/guard.tsx';
import { formatDate, formatRelative } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import type { Connection } from '../connection.ts';
import { say } from '../messages.ts';
import type { Shown } from '../one-page.tsx';
import type { Token } from '../scim/tokens.ts';
import { Copy } from './step.tsx';

/** For a directory that keeps people up to date, beside or instead of their own first sign-in. */
export function Directory(shown: Shown) {
  const { ctx, guard, connection, tokens, mayMakeToken } = shown;
  const { reader } = ctx;
  return (
    <section id="directory" class="card stack" aria-labelledby="directory-title">
      <h2 id="directory-title">{say(reader, 'directory.title')}</h2>
      <p class="meta">{say(reader, 'directory.text')}</p>
      <Copy
        reader={reader}
        id="scim-address"
        label={say(reader, 'directory.address')}
        value={`${ctx.portal.origin}/scim/v2`}
      />
      {tokens.length > 0 && (
        <ul class="fact-rows">
          {tokens.map((token) => (
            <Listed {...shown} token={token} />
          ))}
        </ul>
      )}
      {mayMakeToken ? (
        <form method="post" action={`/settings/sso/${connection.id}/tokens`} data-turbo="false">
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          <Button type="submit" icon="plus">
            {say(reader, 'directory.make')}
          </Button>
        </form>
      ) : (
        <p class="meta">{say(reader, 'directory.more')}</p>
      )}
    </section>
  );
}

/** Revoking opens first and asks: the directory stops at once, and the token cannot be shown again. */
function Listed({ ctx: { reader, now }, guard, connection, token }: Shown & { token: Token }) {
  const { id, ending, usedAt, expiresAt } = token;
  const used = usedAt
    ? say(reader, 'directory.used', { when: formatRelative({ ...reader, now }, usedAt, 'within') })
    : say(reader, 'directory.unused');
  return (
    <li>
      <div>
        <b>{say(reader, 'directory.listed', { ending })}</b>{' '}
        <span class="meta">
          {used}, {say(reader, 'directory.until', { on: formatDate(reader, expiresAt) })}
        </span>
      </div>
      <Fold id={`revoke-${id}`} title={say(reader, 'directory.revoke', { ending })}>
        <form method="post" action={`/settings/sso/${connection.id}/tokens/${id}/revocation`} class="stack snug">
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          <p class="meta">{say(reader, 'directory.revoke.text')}</p>
          <div>
            <Button type="submit" size="small" variant="danger">
              {say(reader, 'directory.revoke.sure')}
            </Button>
          </div>
        </form>
      </Fold>
    </li>
  );
}

export function TokenPage({ ctx, connection, token }: { ctx: Ctx; connection: Connection; token: string }) {
  const { reader } = ctx;
  return (
    <Page width="narrow" once>
      <PageHead title={say(reader, 'directory.page')} lede={connection.name} />
      <Notice tone="warn" icon="info">
        {say(reader, 'directory.once')}
      </Notice>
      <Copy
        reader={reader}
        id="scim-address"
        label={say(reader, 'directory.address')}
        value={`${ctx.portal.origin}/scim/v2`}
      />
      <Copy reader={reader} id="scim-token" label={say(reader, 'directory.token')} value={token} />
      <div>
        <Button href={`/settings/sso/${connection.id}#directory`}>{say(reader, 'directory.back')}</Button>
      </div>
    </Page>
  );
}
