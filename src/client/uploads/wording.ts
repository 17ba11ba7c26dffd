/** "{done} of {total}" with its values in; an unknown name stays visible. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
}

/** The name of a file as it will be kept: no folders, and nothing that turns its letters around. */
export function shownName(name: string): string {
  return name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/^.*[\\/]/, '') || name;
}

/** Per cent in steps of five, the widths that the style sheet knows. */
export function step(done: number, total: number): number {
  if (total <= 0) return 0;
  return Math.min(100, Math.max(0, Math.floor((done / total) * 20) * 5));
}

/** "20 seconds", "3 minutes": rounded up, since nobody minds a file that is early. */
export function timeLeft(locale: string, done: number, total: number, elapsed: number): string {
  if (done <= 0 || elapsed <= 0) return '';
  const seconds = Math.ceil(((total - done) * elapsed) / done / 1000);
  const [amount, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit: String(unit), unitDisplay: 'long' }).format(
    Number(amount),
  );
}
