import type { Db } from '#platform/db/scope.ts';

/** What became of one mail. */
export interface DeliveryLine {
  id: string;
  kind: string;
  to: string;
  from: string;
  subject: string;
  state: 'queued' | 'sent' | 'kept' | 'failed';
  attempts: number;
  /** The mail server's last words, or ours. */
  response: string | null;
  createdAt: Date;
  sentAt: Date | null;
}

export interface WrittenMail extends DeliveryLine {
  html: string;
  text: string;
  messageId: string;
  inReplyTo: string | null;
  references: string[];
}

const columns = [
  'id',
  'kind',
  'to_address as to',
  'from_name as from',
  'subject',
  'state',
  'attempts',
  'last_response as response',
  'created_at as createdAt',
  'sent_at as sentAt',
] as const;

/** The mails of a workspace, newest first. Only the system sees them: they carry sign-in links. */
export async function deliveryLog(db: Db, workspaceId: string, limit: number): Promise<DeliveryLine[]> {
  return (await db
    .selectFrom('mails')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()) as DeliveryLine[];
}

/** A mail whose words are still here, because it was kept or waits to be sent. */
export async function writtenMail(db: Db, workspaceId: string, id: string): Promise<WrittenMail | undefined> {
  return (await db
    .selectFrom('mails')
    .select(columns)
    .select(['html', 'text', 'message_id as messageId', 'in_reply_to as inReplyTo', 'reference_ids as references'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('html', 'is not', null)
    .executeTakeFirst()) as WrittenMail | undefined;
}
