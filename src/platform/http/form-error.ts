import type { Entry } from '#platform/http/form.ts';

/**
 * - `body-too-large`, `file-too-large`, `field-too-large`, `too-many-files`, `too-many-fields`: a limit was reached
 * - `cut-off`: the connection or the content ended in the middle
 * - `too-slow`: nothing arrived for longer than the idle limit
 * - `not-utf8`, `null-byte`: a field that no text column can hold
 * - `malformed`: not the multipart or urlencoded content it claims to be
 * - `unsupported`: another content type, or a compressed body
 */
export type FormProblem =
  | 'body-too-large'
  | 'file-too-large'
  | 'field-too-large'
  | 'too-many-files'
  | 'too-many-fields'
  | 'cut-off'
  | 'too-slow'
  | 'not-utf8'
  | 'null-byte'
  | 'malformed'
  | 'unsupported';

const STATUS = {
  'body-too-large': 413,
  'file-too-large': 413,
  'field-too-large': 413,
  'too-many-files': 413,
  'too-many-fields': 413,
  'cut-off': 400,
  'too-slow': 408,
  'not-utf8': 400,
  'null-byte': 400,
  malformed: 400,
  unsupported: 415,
} as const satisfies Record<FormProblem, number>;

export interface FormErrorDetail {
  /** Name of the form field, made printable. */
  field?: string;
  /** Name of the file, safe to show. */
  fileName?: string;
  /** The limit that was reached: bytes or pieces. */
  limit?: number;
  cause?: unknown;
}

/** A request body that could not become a form. Nothing of it was stored. */
export class FormError extends Error {
  readonly problem: FormProblem;
  readonly status: (typeof STATUS)[FormProblem];
  readonly field: string | undefined;
  readonly fileName: string | undefined;
  readonly limit: number | undefined;
  /** What had been read until then, so that its writer can be given it back. */
  read: readonly Entry[] = [];

  constructor(problem: FormProblem, { field, fileName, limit, cause }: FormErrorDetail = {}) {
    super(`form refused: ${problem}`, { cause });
    this.name = 'FormError';
    this.problem = problem;
    this.status = STATUS[problem];
    this.field = field;
    this.fileName = fileName;
    this.limit = limit;
  }
}
