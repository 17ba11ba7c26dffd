import { classes } from './attributes.ts';
import { type Brand, logosOf, wordsOf } from './brand.ts';
import { still } from './frozen.ts';
import { initialsOf } from './initials.ts';

interface BrandMarkProps {
  brand: Brand;
  size?: 'large' | undefined;
}

/** The logo in the page's mode, or a monogram. Decoration: the name stands beside it or labels the link around it. */
export function BrandMark({ brand, size }: BrandMarkProps) {
  const { light, dark } = logosOf(brand);
  if (!light)
    return (
      <span
        class={classes('mark', 'monogram', size)}
        data-initials={initialsOf(brand.name).slice(0, 1)}
        aria-hidden="true"
      />
    );
  const words = isWordMark(brand);
  // Lazy images that are not displayed are not fetched, so only one of the two travels.
  return (
    <span class={classes('mark', size, words && 'words')} aria-hidden={words ? undefined : 'true'}>
      <Logo
        brand={brand}
        src={light}
        size={size}
        mode={dark ? 'in-light' : undefined}
        loading={dark ? 'lazy' : undefined}
      />
      {dark && <Logo brand={brand} src={dark} size={size} mode="in-dark" loading="lazy" />}
    </span>
  );
}

/** The logo is the name in its own letters: it is not written beside it. */
export const isWordMark = (brand: Brand): boolean => wordsOf(logosOf(brand).light) !== undefined;

interface LogoProps extends BrandMarkProps {
  src: string;
  mode: 'in-light' | 'in-dark' | undefined;
  loading: 'lazy' | undefined;
}

/** The room of a word mark is kept until it is there. */
function Logo({ brand, size, src, mode, loading }: LogoProps) {
  const wide = isWordMark(brand) ? wordsOf(src) : undefined;
  const height = size === 'large' ? 48 : 28;
  const room = wide ? { width: Math.round(height * wide), height } : {};
  return <img class={classes(mode)} src={src} alt={wide ? brand.name : ''} loading={loading} {...room} />;
}

/** The logo, and beside one that does not say it the name. */
export function BrandName({ brand, tag }: { brand: Brand; tag?: string | undefined }) {
  const named = !isWordMark(brand);
  return (
    <>
      <BrandMark brand={brand} />
      {(named || tag) && (
        <span>
          {named && brand.name} {tag && <span class="meta">{tag}</span>}
        </span>
      )}
    </>
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
export const BrandLink = still<BrandLinkProps>(({ brand, href, label, tag }) => (
  <a class="brand" href={href} aria-label={label}>
    <BrandName brand={brand} tag={tag} />
  </a>
));
