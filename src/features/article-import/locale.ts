const SAME: Record<string, string> = { no: 'nb', nn: 'nb', iw: 'he' };

/** A language as other programs name it (en-us, pt_BR, zh-Hans), as the help center names it. */
export function localeOf(said: string): string {
  const base = said.trim().toLowerCase().split(/[-_]/)[0] ?? '';
  return SAME[base] ?? base;
}
