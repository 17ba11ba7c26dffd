import { MessageError } from './message.ts';

export type Failure = 'permanent' | 'temporary';

/** The mail did not get through. `permanent`: this person cannot be reached like this, so trying again is pointless. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';
  readonly failure: Failure;

  constructor(failure: Failure, message: string, cause: unknown) {
    super(message, { cause });
    this.failure = failure;
  }
}

/**
 * Only a mail server's final word about this recipient or this text is permanent. A refused sign-in, a blocked sender
 * or an unreachable server is for the operator to mend, and the mail waits until then.
 */
export function classifyError(error: unknown): Failure {
  if (error instanceof DeliveryError) return error.failure;
  if (error instanceof MessageError) return 'permanent';
  const { responseCode, command } = (error ?? {}) as { responseCode?: unknown; command?: unknown };
  const final = typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600;
  return final && (command === 'RCPT TO' || command === 'DATA') ? 'permanent' : 'temporary';
}

/** What happened, in one line for the delivery log: the server's own words when it spoke. */
export function reasonOf(error: unknown): string {
  if (error instanceof DeliveryError || error instanceof MessageError) return error.message;
  const { response, code, message } = (error ?? {}) as { response?: unknown; code?: unknown; message?: unknown };
  const words = typeof response === 'string' ? response : `${code ?? 'error'}: ${message ?? String(error)}`;
  return words.replace(/\s+/g, ' ').slice(0, 500);
}
