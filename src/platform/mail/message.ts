/** One mail to one person. There is no room for attachments: the portal holds the file, mail holds the link. */
export interface Message {
  /** As `<id@host>`; a retry keeps it, so a duplicate is recognised as one. */
  messageId: string;
  inReplyTo?: string | undefined;
  references?: string[] | undefined;
  from: Mailbox;
  replyTo?: string | undefined;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** An https address where the person chooses what we send. */
  listUnsubscribe?: string | undefined;
}

export interface Mailbox {
  name: string;
  address: string;
}

/** A message that must not leave the house; trying again cannot help. */
export class MessageError extends Error {
  override name = 'MessageError';
}

const ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i;
const MESSAGE_ID = /^<[\w.!#$%&'*+/=?^`{|}~-]+@[\w.:[\]-]+>$/;

/** Plain addresses only: no quoted local parts, no comments, no lists, no letters that merely look like others. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && text.indexOf('@') <= 64 && ADDRESS.test(text);
}

/** What someone typed, made fit for a subject or a sender's name: one line, no invisible characters, cut at `chars`. */
export function headerText(text: string, chars = 200): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}+/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= chars
    ? line
    : `${[...line.slice(0, chars - 1)]
        .filter((sign) => sign.isWellFormed())
        .join('')
        .trimEnd()}…`;
}

/** Takes `Name <address>` or a bare address, as MAIL_FROM is written. Throws MessageError. */
export function parseMailbox(text: string): Mailbox {
  const [, name = '', address = ''] = /^\s*(?:"?([^"<>]*?)"?\s*<([^<>]+)>)\s*$/.exec(text) ?? [
    undefined,
    '',
    text.trim(),
  ];
  if (!isMailAddress(address)) throw new MessageError(`not a mail address: ${JSON.stringify(text)}`);
  return { name, address };
}

export function isMailbox(text: string): boolean {
  try {
    return Boolean(parseMailbox(text));
  } catch {
    return false;
  }
}

/** Throws MessageError for anything that could smuggle a header, a second recipient or a foreign link into the mail. */
export function demandSafe(message: Message): void {
  const { messageId, inReplyTo, references = [], from, replyTo, to, subject, listUnsubscribe } = message;
  for (const id of [messageId, inReplyTo, ...references]) {
    if (id !== undefined && (id.length > 250 || !MESSAGE_ID.test(id))) refuse('message id', id);
  }
  for (const address of [from.address, replyTo, to]) {
    if (address !== undefined && !isMailAddress(address)) refuse('mail address', address);
  }
  for (const line of [from.name, subject]) if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(line)) refuse('header', line);
  if (listUnsubscribe !== undefined && !/^https?:\/\/[^\s<>,"]+$/.test(listUnsubscribe))
    refuse('link', listUnsubscribe);
}

function refuse(what: string, value: string): never {
  throw new MessageError(`not a safe ${what}: ${JSON.stringify(value.slice(0, 100))}`);
}
