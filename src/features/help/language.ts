import { parseAccept } from 'hono/utils/accept';
import { bestOf, languagesOf, rememberedLanguages } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { isLocale, type Reader } from '#platform/i18n/reader.ts';

const MOST = 6;

/** The languages a browser asks for, the dearest first, without their regions; of very many, the first. */
export function languagesAsked(header: string | undefined): string[] {
  const wishes = parseAccept((header ?? '').slice(0, 1000)).filter(({ q }) => q > 0);
  const plain = wishes.map(({ type }) => type.toLowerCase().split('-')[0]!).filter((name) => /^[a-z]{2,3}$/.test(name));
  return [...new Set(plain)].slice(0, MOST);
}

export interface Reading {
  /** The language that somebody wants to read in: what lists are made for. */
  lang: string;
  /** All that the help center is written in, the workspace's own first. */
  languages: string[];
  /** With the reader who is spoken to. */
  ctx: Ctx;
  /** The address alone did not say the language. */
  negotiated: boolean;
}

/**
 * In which language a page of the help center is read. A visitor is told by the address or, where it says nothing, by their browser; the
 * rest of the page then speaks it too, as far as we do. Who is signed in has said which language is theirs.
 */
export async function readingOf(
  ctx: Ctx,
  asked: { lang?: string | undefined; header?: string | undefined },
): Promise<Reading> {
  const languages = await (ctx.actor.kind === 'visitor' ? rememberedLanguages : languagesOf)(ctx);
  const own = ctx.workspace.locale;
  const named = asked.lang !== undefined && languages.includes(asked.lang) ? asked.lang : undefined;
  if (ctx.actor.kind !== 'visitor') {
    const lang = named ?? bestOf(languages, ctx.reader.locale, own) ?? own;
    return { lang, languages, ctx, negotiated: false };
  }
  const wanted = named ?? languagesAsked(asked.header).find((one) => languages.includes(one)) ?? own;
  return { lang: wanted, languages, ctx: spokenTo(ctx, wanted), negotiated: named === undefined };
}

/** The same for everybody who reads the address: nothing of the browser is left in it. */
export function spokenTo(ctx: Ctx, lang: string): Ctx {
  if (ctx.actor.kind !== 'visitor') return ctx;
  const reader: Reader = {
    locale: isLocale(lang) ? lang : ctx.workspace.locale,
    zone: ctx.workspace.zone,
    now: ctx.now,
  };
  return { ...ctx, reader };
}

/** The address of a list in one of several languages. */
export const inLanguage = (path: string, lang: string, languages: readonly string[]): string =>
  languages.length > 1 ? `${path}?lang=${lang}` : path;

/** What says its language: it is another than that of the words around it, whichever the page was asked for in. */
export const otherThan = (reader: Reader, locale: string | undefined): string | undefined =>
  locale === reader.locale ? undefined : locale;
