import { sql } from 'kysely';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatIn, isZone, languageOf, type Reader } from '#platform/i18n/reader.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { type Letter, renderLetter } from './letter.tsx';
import { headerText } from './message.ts';
import { messageIdOf, threadHeaders, threadIdOf } from './threading.ts';

/** What a feature says to one person by mail. */
export interface Mail {
  /** What it is about, for the delivery log: 'ticket.replied', 'identity.sign_in_link'. */
  kind: string;
  to: { address: string; identityId: string | null };
  /** The recipient's language and zone, not those of whoever caused the mail: see `readerOf`. */
  reader: Reader;
  /** The ask, as one line. */
  subject: string;
  /** Links are paths of this portal ('/support/1482') or its full addresses. Nothing else can be linked. */
  letter: Pick<
    Letter,
    | 'preheader'
    | 'title'
    | 'paragraphs'
    | 'quote'
    | 'links'
    | 'action'
    | 'aftertext'
    | 'closing'
    | 'why'
    | 'preferencesUrl'
  >;
  /** The person who speaks: the mail comes from "Maya Lindqvist via Northwind Studio". */
  speaker?: string | undefined;
  /** Mails about the same thing to the same person stand together in their mail program. */
  thread?: { kind: string; id: string } | undefined;
  /** Where one ends mails of this kind without signing in, for the mail program's own button. */
  unsubscribeUrl?: string | undefined;
  /** After this moment it is not sent any more; three days when absent. */
  sendBefore?: Date | undefined;
}

const MAX_SENDER = 120;

/**
 * Writes a mail and the job that sends it, in the caller's transaction: it goes out exactly if the change it tells of is
 * committed. Nothing is sent here. Returns the id of the row in `mails`. Callers other than the system may queue mail but
 * not see it; `ctx` may be any.
 */
export async function queueMail(ctx: Ctx, mail: Mail): Promise<string> {
  const id = newId();
  const { workspace, portal } = ctx;
  const thread = mail.thread && threadIdOf(mail.thread.kind, mail.thread.id, portal.host);
  const above = thread ? threadHeaders(thread, await sentBefore(ctx, thread, mail.to.address)) : undefined;
  const letter = await write(ctx, mail);
  await ctx.db
    .insertInto('mails')
    .values({
      workspace_id: workspace.id,
      id,
      identity_id: mail.to.identityId,
      kind: mail.kind,
      to_address: mail.to.address,
      from_name: headerText(mail.speaker ? `${mail.speaker} via ${workspace.name}` : workspace.name, MAX_SENDER),
      subject: headerText(mail.subject),
      html: letter.html,
      text: letter.text,
      message_id: messageIdOf(id, portal.host),
      thread_id: thread ?? null,
      in_reply_to: above?.inReplyTo ?? null,
      reference_ids: sql`${above?.references ?? []}::text[]`,
      list_unsubscribe: mail.unsubscribeUrl ? address(ctx, mail.unsubscribeUrl) : null,
      created_at: ctx.now,
      ...(mail.sendBefore ? { send_before: mail.sendBefore } : {}),
    })
    .execute();
  await enqueue(ctx, 'mail.send', { mail: id });
  return id;
}

/** How to talk to somebody who is not here now: their own settings, else the workspace's. */
export function readerOf(ctx: Ctx, person: { locale: string | null; zone: string | null }): Reader {
  const locale = languageOf(person.locale) ?? ctx.workspace.locale;
  return {
    locale,
    format: formatIn(locale, person.locale),
    zone: person.zone && isZone(person.zone) ? person.zone : ctx.workspace.zone,
    now: ctx.now,
  };
}

function write(ctx: Ctx, { letter, reader }: Mail): Promise<{ html: string; text: string }> {
  const { workspace, portal } = ctx;
  return renderLetter({
    ...letter,
    reader,
    brand: workspace.brand,
    workspaceName: workspace.name,
    portal,
    action: { ...letter.action, url: address(ctx, letter.action.url) },
    links: letter.links?.map((link) => ({ ...link, url: address(ctx, link.url) })),
    preferencesUrl: letter.preferencesUrl && address(ctx, letter.preferencesUrl),
  });
}

/** A full address of this portal. Throws for any other host: what we mail out in a workspace's name leads to that workspace. */
function address({ portal }: Ctx, path: string): string {
  const url = new URL(path, portal.origin);
  if (url.origin !== portal.origin) throw new Error(`a mail of ${portal.origin} must not link to ${url.origin}`);
  return url.href;
}

/** The Message-IDs this person has had about the thing, oldest first. Only the system may look, others get none. */
async function sentBefore(ctx: Ctx, thread: string, to: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('mails')
    .select('message_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('thread_id', '=', thread)
    .where('to_address', '=', to)
    .orderBy('created_at', 'desc')
    .limit(10)
    .execute();
  return rows.map((row) => row.message_id).reverse();
}
