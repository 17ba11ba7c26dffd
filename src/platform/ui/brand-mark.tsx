import { classes } from './attributes.ts';
import type { Brand } from './brand.ts';
import { still } from './frozen.ts';
import { initialsOf } from './initials.ts';

/** The logo in the page's mode, or a monogram. Decoration: the name stands beside it or labels the link around it. */
export function BrandMark({ brand, size }: { brand: Brand; size?: 'large' | undefined }) {
  const light = brand.logoLight ?? brand.logoDark;
  if (!light)
    return (
      <span
        class={classes('mark', 'monogram', size)}
        data-initials={initialsOf(brand.name).slice(0, 1)}
        aria-hidden="true"
      />
    );
  // Lazy images that are not displayed are not fetched, so only one of the two travels.
  return (
    <span class={classes('mark', size)} aria-hidden="true">
      <img
        class={classes(brand.logoDark && 'in-light')}
        src={light}
        alt=""
        loading={brand.logoDark ? 'lazy' : undefined}
      />
      {brand.logoDark && <img class="in-dark" src={brand.logoDark} alt="" loading="lazy" />}
    </span>
  );
}

interface BrandLinkProps {
  brand: Brand;
  href: string;
  label: string;
  tag?: string | undefined;
}

/**
 * `tag` is a small second line. `label` names the link for screen readers and starts with what is visible:
 * "Northwind Studio Team workspace, home".
 */
export const BrandLink = still<BrandLinkProps>('brand', ({ brand, href, label, tag }) => (
  <a class="brand" href={href} aria-label={label}>
    <BrandMark brand={brand} />
    <span>
      {brand.name} {tag && <span class="meta">{tag}</span>}
    </span>
  </a>
));
