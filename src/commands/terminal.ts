/** What a command tells the person at the terminal; the log is for machines. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Says what is being done, does it, and says how long it took. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  const shown = process.stdout.isTTY;
  if (shown) process.stdout.write(`  ${what} …`);
  try {
    const result = await work();
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    process.stdout.write(`${shown ? '\r' : ''}  ${what.padEnd(44)} ${seconds.padStart(6)} s\n`);
    return result;
  } catch (error) {
    if (shown) process.stdout.write('\n');
    throw error;
  }
}
