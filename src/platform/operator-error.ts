/**
 * Something the person who runs Portico has to put right: a wrong setting, a taken port, an unreachable database.
 * The message is one line that says what is wrong and what to do; commands print it without a stack and exit with 1.
 */
export class OperatorError extends Error {
  override name = 'OperatorError';
}
