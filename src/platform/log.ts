import { type DestinationStream, pino } from 'pino';

/** What a log line may carry. A field that is not here does not compile, and is hidden if it comes by another way. */
export interface LogFields {
  err?: unknown;
  /** The request's id, on every line of its child logger. */
  request?: string;
  method?: string;
  /** Without its query string, where tokens travel. */
  path?: string;
  route?: string;
  status?: number;
  ms?: number;
  bytes?: number;
  count?: number;
  ip?: string;
  workspace?: string;
  portal?: string;
  actor?: string;
  job?: string;
  task?: string;
  attempt?: number;
  event?: string;
  topic?: string;
  outbox?: string;
  migration?: string;
  version?: string;
  signal?: string;
  port?: number;
  reason?: string;
}

interface LogLine {
  (fields: LogFields, message: string): void;
  (message: string): void;
}

/** Structured log; one JSON object a line. */
export interface Log {
  trace: LogLine;
  debug: LogLine;
  info: LogLine;
  warn: LogLine;
  error: LogLine;
  fatal: LogLine;
  /** A logger whose every line carries the fields, as `log.child({ request: id })`. */
  child(fields: LogFields): Log;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

// A record, so that a field added above and forgotten here does not compile.
const allowed: Record<keyof LogFields, true> = {
  err: true,
  request: true,
  method: true,
  path: true,
  route: true,
  status: true,
  ms: true,
  bytes: true,
  count: true,
  ip: true,
  workspace: true,
  portal: true,
  actor: true,
  job: true,
  task: true,
  attempt: true,
  event: true,
  topic: true,
  outbox: true,
  migration: true,
  version: true,
  signal: true,
  port: true,
  reason: true,
};

export function createLog(options: { level: LogLevel }, destination: DestinationStream = pino.destination(1)): Log {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redact },
    // What `redact` made of it is final.
    serializers: { err: (described: unknown) => described },
    hooks: { streamWrite: maskCredentials },
  };
  const log = pino(settings, destination);
  // Pino passes a child's fields by its formatters. Children have this logger as their prototype.
  const { child } = log;
  log.child = function (this: typeof log, fields: Record<string, unknown>) {
    return child.call(this, redact(fields));
  } as typeof child;
  return log;
}

/** Keeps allowed plain values; everything else says only that it was there. */
function redact(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'err') kept.err = describeError(value);
    else if (!Object.hasOwn(allowed, name) || (typeof value === 'object' && value !== null)) kept[name] = '[hidden]';
    else kept[name] = name === 'path' ? String(value).split('?', 1)[0] : value;
  }
  return kept;
}

/** Of a message, which may hold what somebody sent. */
const MOST = 2000;

/** An error without the properties that libraries hang on it: `pg` adds the row, mail and HTTP clients the request. */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error).slice(0, MOST) };
  const { code } = error as { code?: unknown };
  const { message } = error;
  const told = message.length > MOST ? `${message.slice(0, MOST)}…` : message;
  return {
    type: error.name,
    message: told,
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    stack: error.stack?.replace(message, () => told),
    cause: error.cause !== undefined && depth < 3 ? describeError(error.cause, depth + 1) : undefined,
  };
}

/** Connection addresses turn up in messages of errors; their passwords do not. */
function maskCredentials(line: string): string {
  return line.includes('://') ? line.replace(/(:\/\/[^\s:/@"]*):[^\s/@"]+@/g, '$1:[hidden]@') : line;
}
