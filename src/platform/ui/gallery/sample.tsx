import type { PropsWithChildren } from 'hono/jsx';
import type { Brand } from '../brand.ts';
import type { Theme } from '../document.tsx';

export interface GalleryProps {
  brand: Brand;
  brandVersion: string;
  theme?: Theme | undefined;
}

/** One family of components under its name. */
export function Sample({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <section class="section">
      <div class="section-head">
        <h2>{title}</h2>
      </div>
      {children}
    </section>
  );
}
