const KIB = 1024;
const MIB = 1024 * KIB;

export interface FormLimits {
  /** The whole body as it comes over the wire, all files and framing together. */
  bodyBytes: number;
  /** Number of text fields. */
  fields: number;
  /** One text field. */
  fieldBytes: number;
  /** All text fields and their names together: the part of a form that is held in memory. */
  textBytes: number;
  /** Number of files; a file input left empty does not count. */
  files: number;
  /** One file. */
  fileBytes: number;
  /** Longest wait for the next piece of the body, in milliseconds. */
  idleMs: number;
}

const USUAL = {
  fields: 200,
  fieldBytes: MIB,
  textBytes: 4 * MIB,
  files: 20,
  fileBytes: 50 * MIB,
  idleMs: 30_000,
};

/** Forms in which somebody writes more than a message: an article with everything that was pasted into it. */
export const LONG = { fieldBytes: 8 * MIB, textBytes: 9 * MIB };

let longForms: readonly RegExp[] = [];

/** Called once, by app/features.ts: the addresses of forms that may hold a long text. */
export function installLongForms(paths: readonly RegExp[]): void {
  longForms = paths;
}

export const isLongForm = (path: string): boolean => longForms.some((one) => one.test(path));

/** The usual limits with some replaced. Unless told otherwise, all files of one body share the size of one file. */
export function formLimits(replaced: Partial<FormLimits> = {}): FormLimits {
  const limits = { ...USUAL, ...replaced };
  const forFiles = limits.files > 0 ? limits.fileBytes : 0;
  return { bodyBytes: forFiles + limits.textBytes + 256 * KIB, ...limits };
}
