/**
 * Why, where the status alone does not say it: a form from elsewhere or without proof of this session; what a look as a
 * customer does not show, the contact's own and the team's; too many tries, by everybody of one network together; what was
 * written belongs to something that somebody has deleted meanwhile.
 */
export type Refusal = 'stale' | 'proofless' | 'theirs' | 'ours' | 'network' | 'deleted';

/** A refusal that a route or a verb throws; app/errors.tsx turns it into a page or into problem JSON. */
export class HttpError extends Error {
  readonly status: 400 | 403 | 404 | 409 | 413 | 415 | 421 | 422 | 429 | 503;
  /** Seconds, for Retry-After. */
  readonly retryAfter: number | undefined;

  readonly refusal: Refusal | undefined;

  /** `message` is for the log and for tests; nothing is decided by it. */
  constructor(status: HttpError['status'], message: string, more: { retryAfter?: number; refusal?: Refusal } = {}) {
    super(message);
    this.status = status;
    this.retryAfter = more.retryAfter;
    this.refusal = more.refusal;
  }
}

/** Not there, or not for this actor: the two are told apart nowhere. */
export const notFound = (): HttpError => new HttpError(404, 'not found');

/** Visible, but the actor may not do this to it. */
export const forbidden = (why = 'not allowed'): HttpError => new HttpError(403, why);

/** Throws 403 unless the rule holds. */
export function demand(allowed: boolean): void {
  if (!allowed) throw forbidden();
}

/** Throws 409 when the actor may do this as such, and what it is about has changed since their page was made. */
export function demandStill(possible: boolean): void {
  if (!possible) throw new HttpError(409, 'changed since');
}

export const tooMany = (retryAfter: number, shared = false): HttpError =>
  new HttpError(429, 'too many attempts', { retryAfter, ...(shared && { refusal: 'network' }) });
