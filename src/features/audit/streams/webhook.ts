import { createHmac, randomBytes } from 'node:crypto';

/** Standard Webhooks: what a secret looks like, and how a message is signed. https://www.standardwebhooks.com */
const PREFIX = 'whsec_';

export const newSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`;

export interface Message {
  /** Stays the same however often it is sent. */
  id: string;
  at: Date;
  body: string;
}

/** The headers of a message, signed with each of the secrets: during a rotation with the new one and the one before. */
export function signedHeaders({ id, at, body }: Message, secrets: readonly string[]): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
