import { asset } from './assets.ts';
import { classes } from './attributes.ts';
import { frozen } from './frozen.ts';
import { everyday, type IconName } from './icons.ts';

const isEveryday = new Set<IconName>(everyday);

/** Decoration only, hidden from assistive technology: the text or label beside it carries the meaning. */
export function Icon({ name, size }: { name: IconName; size?: 'small' | 'large' | undefined }) {
  const sheet = asset(isEveryday.has(name) ? 'icons-everyday.svg' : 'icons-rarer.svg');
  return frozen(`icon ${sheet} ${name} ${size}`, () => (
    <svg class={classes('icon', size)} aria-hidden="true">
      <use href={`${sheet}#${name}`} />
    </svg>
  ));
}
