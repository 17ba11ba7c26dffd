/** A moment as a `datetime-local` input has it, on the clocks of a zone: 2026-11-28T14:05. */
export function localMoment(zone: string, date: Date): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  return format.format(date).replace(' ', 'T');
}

const formats = new Map<string, Intl.DateTimeFormat>();
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?$/;

/**
 * The moment that the clocks of a zone show so; undefined for what is none. What they show twice is the first of the two, and what they
 * leave out is that much later.
 */
export function momentOf(zone: string, local: string): Date | undefined {
  const [, ...parts] = LOCAL.exec(local.trim()) ?? [];
  const [year, month, day, hour, minute] = parts.map(Number);
  if (minute === undefined) return undefined;
  const meant = Date.UTC(year!, month! - 1, day!, hour!, minute);
  if (new Date(meant).toISOString().slice(0, 16) !== local.trim().slice(0, 16)) return undefined;
  const ahead = (at: number) => Date.parse(`${localMoment(zone, new Date(at))}:00Z`) - at;
  const tries = [ahead(meant - DAY_MS), ahead(meant + DAY_MS)].map((offset) => meant - offset);
  return new Date(tries.find((at) => at + ahead(at) === meant) ?? tries[0]!);
}

const DAY_MS = 86_400_000;
