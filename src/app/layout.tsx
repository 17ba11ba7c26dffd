import type { MiddlewareHandler } from 'hono';
import type { Child } from 'hono/jsx';
import { SessionExpired } from '#features/identity/index.ts';
import { answerWith } from '#platform/http/compressed.ts';
import type { Ctx } from '#platform/http/context.ts';
import { takeFlash } from '#platform/http/cookies.ts';
import { csrfToken } from '#platform/http/csrf.ts';
import type { Env } from '#platform/http/env.ts';
import type { PageSpec } from '#platform/http/page.ts';
import { liveToken } from '#platform/live/topics.ts';
import { Document } from '#platform/ui/document.tsx';
import { frozen } from '#platform/ui/frozen.ts';
import { FailedToast, OfflineToast, Toast, Toasts } from '#platform/ui/notice.tsx';
import { brandVersion } from './brand-sheet.ts';
import { say } from './messages.ts';
import { Shell, shellFacts } from './shell.tsx';

/** Gives `c.render` its meaning: a page in the dress of the portal, in the reader's language. */
export const layout: MiddlewareHandler<Env> = async (c, next) => {
  c.setRenderer(async (content, page) => {
    const ctx = c.var.ctx;
    const { workspace, reader, actor } = ctx;
    const signedIn = actor.kind === 'contact' || actor.kind === 'member';
    const kind = page.layout ?? 'app';
    const said = takeFlash(c);
    const csrf = csrfToken(ctx.platform, workspace.id, c.var.sessionToken);
    const body = kind === 'app' && signedIn ? await inShell(ctx, page, content, csrf, new URL(c.req.url)) : content;
    const html = await (
      <Document
        title={`${page.title} · ${workspace.name}`}
        locale={reader.locale}
        theme={signedIn && actor.theme !== 'system' ? actor.theme : 'auto'}
        brand={workspace.brand}
        brandVersion={brandVersion(workspace.brand)}
        skipLabel={say(reader, 'skip')}
        zone={reader.zone}
        live={liveToken(ctx, page.topics ?? [])}
        since={ctx.now.getTime()}
        csrf={csrf}
        bodyClass={kind === 'app' ? 'app' : kind === 'door' ? 'signin' : 'public'}
        side={actor.kind === 'member' ? 'team' : 'customer'}
        hotkeys={signedIn ? actor.hotkeys : false}
      >
        {body}
        {page.after}
        {kind === 'app' && <SessionExpired ctx={ctx} />}
        <Toasts>{said && <Toast>{said}</Toast>}</Toasts>
        {frozen(`toasts ${reader.locale}`, () => (
          <>
            <OfflineToast>{say(reader, 'offline')}</OfflineToast>
            <FailedToast>{say(reader, 'failed')}</FailedToast>
          </>
        ))}
      </Document>
    ).toString();
    return answerWith(c, html);
  });
  await next();
};

async function inShell(ctx: Ctx, page: PageSpec, content: Child, csrf: string, url: URL) {
  const facts = await shellFacts(ctx, url.pathname);
  return (
    <Shell ctx={ctx} page={page} facts={facts} csrf={csrf} path={url.pathname + url.search}>
      {content}
    </Shell>
  );
}
