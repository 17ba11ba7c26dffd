import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { accountLead } from '#features/accounts/index.ts';
import { answerWith } from '#platform/http/compressed.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { negotiateLocale } from '#platform/i18n/negotiate.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { brandVersion } from '#platform/ui/brand.ts';
import { Document } from '#platform/ui/document.tsx';
import { DeadEnd } from '#platform/ui/door.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import type { IconName } from '#platform/ui/icons.ts';
import { say } from './messages.ts';
import { Words } from './words.tsx';

interface End {
  icon: IconName;
  title: string;
  text: string;
  /** To tell somebody. */
  code?: string;
  /** The way on. */
  action?: Child;
  /** What its reader had written, to be copied. */
  words?: string[];
  /** Every so many seconds the page asks whether there is something else to show. */
  again?: number | undefined;
  /** The database is away, and the logo with it. */
  away?: boolean;
}

/** Who reads a page that stands outside every scope: their session is not looked up, their browser's language is. */
export function readerAt(c: Context<Env>): Reader {
  const known = c.get('ctx')?.reader;
  if (known) return known;
  const workspace = c.get('workspace');
  const locale = negotiateLocale(c.req.header('accept-language'), undefined, workspace?.locale ?? 'en');
  return { locale, zone: workspace?.zone ?? 'UTC', now: new Date() };
}

function themeAt(c: Context<Env>): 'light' | 'dark' | 'auto' {
  const actor = c.get('ctx')?.actor;
  const signedIn = actor?.kind === 'contact' || actor?.kind === 'member';
  return signedIn && actor.theme !== 'system' ? actor.theme : 'auto';
}

/** Whether somebody is signed in and their transaction is still open: then the navigation stays around the page. */
export function mayStandInside(c: Context<Env>): boolean {
  const kind = c.get('dressed') ? c.var.ctx.actor.kind : 'visitor';
  return (kind === 'contact' || kind === 'member') && !c.req.header('turbo-frame');
}

/** Errors, maintenance, no connection. What failed for its reader's part of it stands inside the app. */
export async function deadEnd(c: Context<Env>, reader: Reader, status: number, end: End): Promise<Response> {
  const { icon, title, text, action } = end;
  const words = end.words && end.words.length > 0 && <Words reader={reader} words={end.words} />;
  if (status >= 500 || !mayStandInside(c))
    return standAlone(c, reader, status, { ...end, words, code: codeOf(reader, end) });
  c.status(status as 404);
  const code = codeOf(reader, end, await leadName(c.var.ctx));
  return c.render(
    <DeadEnd icon={icon} title={title} text={text} words={words} code={code}>
      {action}
    </DeadEnd>,
    // Its own address may be a form's, and may hold what somebody looked for.
    { title, back: '/', crumbs: [{ label: say(reader, 'nav.home'), href: '/' }, { label: title }] },
  );
}

function codeOf(reader: Reader, end: End, name?: string): Child {
  if (!end.code) return undefined;
  const code = <span class="mono">{end.code}</span>;
  return name ? say.rich(reader, 'error.code.lead', { name, code }) : say.rich(reader, 'error.code', { code });
}

async function leadName(ctx: Ctx): Promise<string | undefined> {
  if (ctx.actor.kind !== 'contact') return undefined;
  const { lead } = await ctx.db
    .selectNoFrom(accountLead(ctx, ctx.actor.accountId).as('lead'))
    .executeTakeFirstOrThrow();
  return lead ? firstNameOf(lead.name) : undefined;
}

type Told = Omit<End, 'words' | 'code'> & { words: Child; code: Child };

/** In the portal's look, and without a need of database or session. */
async function standAlone(c: Context<Env>, reader: Reader, status: number, end: Told): Promise<Response> {
  const { name } = c.var.workspace;
  const brand = end.away
    ? { ...c.var.workspace.brand, logoLight: undefined, logoDark: undefined }
    : c.var.workspace.brand;
  const html = await (
    <Document
      title={`${end.title} · ${name}`}
      locale={reader.locale}
      theme={themeAt(c)}
      brand={brand}
      brandVersion={brandVersion(c.var.workspace.brand)}
      skipLabel={say(reader, 'skip')}
    >
      <DeadEnd
        head={{ brand, href: '/', label: say(reader, 'home.label', { name }) }}
        icon={end.icon}
        title={end.title}
        text={end.text}
        words={end.words}
        code={end.code}
      >
        {end.action}
      </DeadEnd>
      {end.again && <div hidden data-ask-again={end.again} />}
    </Document>
  ).toString();
  return answerWith(c, html, status);
}
