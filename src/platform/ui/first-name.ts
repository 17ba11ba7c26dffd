/** What stands before a name and is none: "Dr", "Frau"; and an initial, "J." or "J.R.". */
const NO_NAME = /^(?:(?:dr|prof|mag|dipl|ing|mrs?|ms|mx|sir|herr|frau)\.?|\p{L}\.?|(?:\p{L}\.)+)$/iu;

/** How somebody is spoken to: by the first word of their name, or by all of it when that word is none to speak to them by. */
export function firstNameOf(name: string): string {
  const whole = name.replace(/\s+\(.*$/u, '').trim();
  const first = whole.split(/\s+/u)[0] ?? '';
  return NO_NAME.test(first) || first.endsWith(',') ? whole : first;
}
