export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidValue'
  | 'invalidSyntax'
  | 'mutability'
  | 'noTarget'
  | 'uniqueness'
  | 'tooMany';

/** What a directory is answered with when something is wrong (RFC 7644, 3.12). */
export class ScimError extends Error {
  override name = 'ScimError';
  readonly status: 400 | 401 | 403 | 404 | 408 | 409 | 412 | 413 | 429;
  readonly scimType: ScimType | undefined;

  constructor(status: ScimError['status'], message: string, scimType?: ScimType) {
    super(message);
    this.status = status;
    this.scimType = scimType;
  }
}

export const notThere = (): ScimError => new ScimError(404, 'there is no such resource');
