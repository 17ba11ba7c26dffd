/** The Message-ID of one outgoing mail: the same at every attempt. `host` may carry a port. */
export function messageIdOf(mailId: string, host: string): string {
  return `<${mailId}@${domain(host)}>`;
}

/**
 * The id every mail about one thing refers to, like `<ticket.UUID@host>`. No mail bears it; it is there so that mail
 * programs of people who joined late, or lost the first mail, still show one conversation.
 */
export function threadIdOf(kind: string, id: string, host: string): string {
  return `<${kind}.${id}@${domain(host)}>`;
}

// A mail server may refuse or cut header lines that grow with every reply.
const REMEMBERED = 10;

/** The headers that put a mail below earlier ones; `earlier` are the ids sent to this person before, oldest first. */
export function threadHeaders(threadId: string, earlier: string[] = []): { inReplyTo: string; references: string[] } {
  const recent = earlier.slice(-REMEMBERED);
  return { inReplyTo: recent.at(-1) ?? threadId, references: [threadId, ...recent] };
}

function domain(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
