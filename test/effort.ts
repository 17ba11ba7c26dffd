/** Begins to count the milliseconds that this thread works. What else the machine does meanwhile is not in them. */
export function effort(): () => number {
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
}
