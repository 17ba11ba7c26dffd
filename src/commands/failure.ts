import { OperatorError } from '#platform/operator-error.ts';

/** One line, or for several wrong settings one line each, for the person at the terminal. */
export function explain(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE') return `Port ${port} is taken: stop what listens there, or set PORT to another.`;
  if (code === 'EACCES' && port) return `Port ${port} may not be used by this user: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') {
    return `HOST ${address} is no address of this machine: set it to one that is, or to 0.0.0.0 or :: for all of them.`;
  }
  if (code === 'ENOSPC') return `The disk is full: ${error.message}`;
  return error.message.split('\n')[0] || error.name;
}

/** Whether it is a mistake of ours rather than something the operator can put right: then its stack is worth showing. */
export function isUnexpected(error: unknown): boolean {
  if (error instanceof OperatorError) return false;
  const { code, severity } = error as { code?: string; severity?: string };
  // Errors of the operating system have a code, those of PostgreSQL a severity as well.
  return code === undefined || severity !== undefined;
}
