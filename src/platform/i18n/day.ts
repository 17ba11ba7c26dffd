/** Which day it is there: 2026-11-28. */
export function dayIn(zone: string, date: Date): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(zone, format);
  }
  return format.format(date);
}

const formats = new Map<string, Intl.DateTimeFormat>();
