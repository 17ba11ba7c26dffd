const NAMES = {
  info: 'note info important abstract summary tldr todo question help faq example quote cite seealso',
  tip: 'tip hint success check done',
  warning: 'warning caution attention danger error bug failure fail missing',
};

/** What programs call their callouts, each as one of ours. */
export const KINDS: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)),
);
