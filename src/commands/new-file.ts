import { OperatorError } from '#platform/operator-error.ts';

const WHY: Record<string, string> = {
  EEXIST: 'it is there already, and nothing is written over: name one that is not there yet',
  ENOENT: 'the folder it should be in is not there',
};

/** For a file or folder that the operator named and that is made now: why it could not be, in a line. */
export const notMade =
  (named: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw new OperatorError(`${named}: ${WHY[error.code ?? ''] ?? error.message}.`);
  };
