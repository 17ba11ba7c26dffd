import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#platform/log.ts';
import { setUpCollector, tidyAfterStart } from './collector.ts';
import { say } from './terminal.ts';

/** A long-running command's life: what it holds is let go in reverse order when somebody asks it to end. */
export interface Lifetime {
  /**
   * Waits for something and holds it. `close` gets a signal that says when to stop being polite, and is waited for
   * `patienceMs` (10,000 if not given).
   */
  hold<T>(
    opening: Promise<T>,
    close: (held: T, hurry: AbortSignal) => Promise<unknown>,
    patienceMs?: number,
  ): Promise<T>;
  /** Returns when SIGINT, SIGTERM or SIGHUP came, or something broke. */
  untilAsked(): Promise<void>;
}

const politeMs = 10_000;
const hurriedMs = 2_000;
/** npm, the terminal and a supervisor may each pass on the same Ctrl-C. */
const sameRequestMs = 700;

class Asked extends Error {}

/** Runs `body` and closes what it held, however it ended. Returns the exit code. */
export async function live(log: Log, body: (life: Lifetime) => Promise<void>): Promise<number> {
  setUpCollector();
  const closers: (() => Promise<unknown>)[] = [];
  const hurry = new AbortController();
  const request = listen(log, hurry);
  const life: Lifetime = {
    async hold(opening, close, patienceMs = politeMs) {
      const held = await opening;
      closers.push(() => politely(close(held, hurry.signal), patienceMs, hurry.signal));
      if (request.asked()) throw new Asked();
      return held;
    },
    untilAsked: () => {
      tidyAfterStart();
      return request.promise;
    },
  };
  try {
    await body(life);
  } catch (error) {
    if (!(error instanceof Asked)) throw error;
  } finally {
    for (const close of closers.reverse()) {
      await close().catch((error: unknown) => log.error({ err: error }, 'something did not close'));
    }
    request.stopListening();
  }
  return request.broken() ? 1 : 0;
}

/** Closing may take its time, but not for ever: a client that never finishes reading must not keep the server up. */
async function politely(closing: Promise<unknown>, patienceMs: number, hurry: AbortSignal): Promise<void> {
  const closed = new AbortController();
  const wait = (ms: number, ...signals: AbortSignal[]) =>
    sleep(ms, undefined, { signal: AbortSignal.any([closed.signal, ...signals]) }).catch(() => {});
  const late = async () => {
    await wait(hurry.aborted ? 0 : patienceMs, hurry);
    if (hurry.aborted) await wait(hurriedMs);
  };
  try {
    await Promise.race([closing, late()]);
  } finally {
    closed.abort();
  }
}

function listen(log: Log, hurry: AbortController) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let askedAt = 0;
  let broken = false;
  const ask = (signal: NodeJS.Signals) => {
    if (askedAt > 0) {
      if (Date.now() - askedAt > sameRequestMs) hurry.abort();
      return;
    }
    askedAt = Date.now();
    dismissed();
    say(signal === 'SIGINT' ? '\nStopping … (again to hurry)' : 'Stopping …');
    resolve();
  };
  const broke = (error: unknown) => {
    log.fatal({ err: error }, 'stopping because of an error nobody handled');
    broken = true;
    askedAt ||= Date.now();
    resolve();
  };
  // Listening for signals alone does not keep a process running.
  const staying = setInterval(() => {}, 2 ** 30);
  const dismissed = onParentsDeath(() => ask('SIGTERM'));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, ask);
  process.on('uncaughtException', broke);
  process.on('unhandledRejection', broke);
  const stopListening = () => {
    dismissed();
    clearInterval(staying);
    for (const signal of signals) process.off(signal, ask);
    process.off('uncaughtException', broke);
    process.off('unhandledRejection', broke);
  };
  return { promise, asked: () => askedAt > 0, broken: () => broken, stopListening };
}

/** npm passes a signal to its shell, which dies of it without passing it on: without npm there is nobody to run for. */
function onParentsDeath(tell: () => void): () => void {
  if (!process.env.npm_lifecycle_event) return () => {};
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid !== parent) tell();
  }, 250);
  watching.unref();
  return () => clearInterval(watching);
}
