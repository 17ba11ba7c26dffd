import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Mails } from '#platform/db/schema.gen.ts';
import { asSystem, type Db } from '#platform/db/scope.ts';
import { defineTask } from '#platform/jobs/task.ts';
import type { Platform } from '#platform/platform.ts';
import { classifyError, reasonOf } from './failure.ts';
import { type Message, parseMailbox } from './message.ts';
import { createTransport, type Delivery, type Transport } from './transport.ts';

type MailRow = Selectable<Mails>;

/**
 * Sends one mail that `queueMail` wrote. No transaction is open while it talks to the mail server. Should the worker die
 * after the server took the mail and before that is written down, the mail is sent again, with the same Message-ID.
 */
export const sendTask = defineTask({
  name: 'mail.send',
  payload: z.object({ workspace: z.uuid(), mail: z.uuid() }),
  async run(platform, { workspace, mail: id }) {
    const row = await asSystem(platform.pool, workspace, (db) => attempt(db, workspace, id));
    if (!row) return;
    if (row.closed) {
      await asSystem(platform.pool, workspace, (db) => note(db, workspace, id, CLOSED));
      return;
    }
    const write = (change: Change) => asSystem(platform.pool, workspace, (db) => note(db, workspace, id, change));
    if (row.send_before <= new Date()) {
      await write({ state: 'failed', last_response: row.last_response ?? 'not sent in time', ...forgotten });
      return;
    }
    try {
      await write(delivered(await transportOf(platform).deliver(messageFrom(row, platform))));
    } catch (error) {
      await write(failed(error));
      if (classifyError(error) === 'temporary') throw error;
      platform.log.warn({ outbox: id, workspace, reason: reasonOf(error) }, 'mail could not be delivered');
    }
  },
});

/** Kept, for the operator to see: nobody of this business is written to while its portals are closed. */
const CLOSED: Change = { state: 'kept', last_response: 'the portal is closed' };

type Change = Partial<Pick<MailRow, 'state' | 'last_response' | 'html' | 'text' | 'sent_at'>>;

/** A mail that has gone, or never will, is a line in the delivery log: what it said is nobody's business any more. */
const forgotten = { html: null, text: null };

const delivered = ({ state, response }: Delivery): Change =>
  state === 'kept'
    ? { state, last_response: response }
    : { state, last_response: response, sent_at: new Date(), ...forgotten };

const failed = (error: unknown): Change =>
  classifyError(error) === 'temporary'
    ? { last_response: reasonOf(error) }
    : { state: 'failed', last_response: reasonOf(error), ...forgotten };

/** Counts the attempt. Undefined when nothing is left to do; throws when this workspace has no such mail. */
async function attempt(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<(MailRow & { closed: boolean | null }) | undefined> {
  const mail = await db
    .updateTable('mails')
    .set((row) => ({ attempts: row('attempts', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .returningAll()
    .returning((row) =>
      row
        .selectFrom('workspaces as w')
        .select(sql<boolean>`w.closed_at is not null`.as('closed'))
        .whereRef('w.id', '=', 'mails.workspace_id')
        .as('closed'),
    )
    .executeTakeFirst();
  if (mail) return mail;
  await db
    .selectFrom('mails')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => new Error('there is no such mail in this workspace'));
  return undefined;
}

async function note(db: Db, workspaceId: string, id: string, change: Change): Promise<void> {
  await db
    .updateTable('mails')
    .set(change)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .execute();
}

function messageFrom(row: MailRow, platform: Platform): Message {
  return {
    messageId: row.message_id,
    inReplyTo: row.in_reply_to ?? undefined,
    references: row.reference_ids,
    from: { name: row.from_name, address: parseMailbox(platform.config.mail.from).address },
    to: row.to_address,
    subject: row.subject,
    html: row.html ?? '',
    text: row.text ?? '',
    listUnsubscribe: row.list_unsubscribe ?? undefined,
  };
}

const transports = new WeakMap<Platform, Transport>();

/** Made with the first mail, because most processes never send one; its connections close by themselves when idle. */
function transportOf(platform: Platform): Transport {
  const known = transports.get(platform);
  if (known) return known;
  const fresh = createTransport({ smtpUrl: platform.config.mail.smtpUrl });
  transports.set(platform, fresh);
  return fresh;
}

/** Hangs up on the mail server. The next mail would call it again. */
export function closeMail(platform: Platform): void {
  transports.get(platform)?.close();
  transports.delete(platform);
}
