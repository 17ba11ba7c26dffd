import type { Context, MiddlewareHandler } from 'hono';
import type { Child } from 'hono/jsx';
import { SessionExpired } from '#features/identity/index.ts';
import { askedPath } from '#platform/http/asked-path.ts';
import { answerWith } from '#platform/http/compressed.ts';
import { takeFlash, type Undo } from '#platform/http/cookies.ts';
import { csrfToken } from '#platform/http/csrf.ts';
import type { Env } from '#platform/http/env.ts';
import { Guard, type Guarded, guardOf } from '#platform/http/guard.tsx';
import type { PageSpec } from '#platform/http/page.ts';
import { stillForms } from '#platform/http/still-forms.ts';
import { liveToken } from '#platform/live/topics.ts';
import { brandVersion } from '#platform/ui/brand.ts';
import { Document } from '#platform/ui/document.tsx';
import { frozen } from '#platform/ui/frozen.ts';
import { FailedToast, OfflineToast, Toast, Toasts } from '#platform/ui/notice.tsx';
import { say } from './messages.ts';
import { Shell, type ShellFacts, shellFacts } from './shell.tsx';
import { keptWords } from './words.tsx';

/** Gives `c.render` its meaning: a page in the dress of the portal, in the reader's language. */
export const layout: MiddlewareHandler<Env> = async (c, next) => {
  const ahead = wantsPage(c) ? shellFacts(c.get('ctx'), c.req.path) : undefined;
  // Who never asks for it (a file, a page that is not there) has lost nothing.
  ahead?.catch(() => undefined);
  c.setRenderer(async (content, page) => {
    const ctx = c.get('ctx');
    const { workspace, reader, actor } = ctx;
    const signedIn = actor.kind === 'contact' || actor.kind === 'member';
    const kind = page.layout ?? 'app';
    const said = takeFlash(c);
    const csrf = csrfToken(ctx.platform, workspace.id, c.get('sessionToken'));
    const body = kind === 'app' && signedIn ? await inShell(c, page, content, csrf, ahead) : content;
    // What is outside the app may still ask while it is rendered: which providers there are to sign in by.
    if (kind === 'app') {
      c.set('dressed', false);
      await c.get('allRead')();
    }
    const html = await (
      <Document
        title={`${page.title} · ${workspace.name}`}
        locale={reader.locale}
        theme={signedIn && actor.theme !== 'system' ? actor.theme : 'auto'}
        brand={workspace.brand}
        brandVersion={brandVersion(workspace.brand)}
        skipLabel={say(reader, 'skip')}
        zone={reader.zone}
        format={reader.format}
        followsZone={signedIn && !ctx.viewing}
        live={ctx.viewing || isAnswer(c) ? undefined : liveToken(ctx, page.topics ?? [])}
        since={ctx.now.getTime()}
        csrf={csrf}
        bodyClass={kind === 'app' ? 'app' : kind === 'door' ? 'signin' : 'public'}
        side={actor.kind === 'member' ? 'team' : 'customer'}
        texts={kind !== 'app' || page.styles === 'texts'}
        teamStyles={ctx.viewing !== undefined}
        hotkeys={signedIn ? actor.hotkeys : false}
      >
        {body}
        {page.after}
        {kind === 'app' && !ctx.viewing && <SessionExpired ctx={ctx} />}
        <Toasts>
          {said && <Toast action={said.undo && <UndoButton undo={said.undo} guard={guardOf(c)} />}>{said.text}</Toast>}
        </Toasts>
        {frozen(`toasts ${reader.locale}`, () => (
          <>
            <OfflineToast>{say(reader, 'offline')}</OfflineToast>
            <FailedToast>{say(reader, 'failed')}</FailedToast>
          </>
        ))}
      </Document>
    ).toString();
    return answerWith(c, ctx.viewing ? stillForms(html) : html);
  });
  c.set('dressed', true);
  await next();
  c.set('dressed', false);
};

/** Stands at the address of the form it answers: asked for anew there would be nothing, and what it shows once would be lost. */
const isAnswer = (c: Context<Env>): boolean => c.req.method === 'POST' && c.req.header('sec-fetch-mode') === 'navigate';

function UndoButton({ undo, guard }: { undo: Undo; guard: Guarded }) {
  return (
    <form method="post" action={undo.action}>
      <Guard guard={{ ...guard, kept: false }} />
      {Object.entries(undo.fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" data-hotkey="z">
        {undo.label}
      </button>
    </form>
  );
}

async function inShell(
  c: Context<Env>,
  page: PageSpec,
  content: Child,
  csrf: string,
  ahead: Promise<ShellFacts> | undefined,
) {
  const ctx = c.get('ctx');
  const [facts, kept] = await Promise.all([ahead ?? shellFacts(ctx, c.req.path), keptWords(c)]);
  return (
    <Shell ctx={ctx} page={page} facts={facts} csrf={csrf} path={page.back ?? askedPath(c)}>
      {kept}
      {content}
    </Shell>
  );
}

/** A browser opens a page: what stands around it is asked for in one breath with what it is about. */
function wantsPage(c: Context<Env>): boolean {
  const { kind } = c.get('ctx').actor;
  if (c.req.method !== 'GET' || (kind !== 'contact' && kind !== 'member')) return false;
  return (c.req.header('accept') ?? '').includes('text/html') && !c.req.header('turbo-frame');
}
