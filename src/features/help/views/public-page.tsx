import type { Child } from 'hono/jsx';
import { languageName } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { publicOrigin } from '#platform/http/origins.ts';
import { brandVersion } from '#platform/ui/brand.ts';
import { Button } from '#platform/ui/button.tsx';
import { Document } from '#platform/ui/document.tsx';
import { PublicHead } from '#platform/ui/door.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { LinkedData } from '#platform/ui/linked-data.tsx';
import { say } from '../messages.ts';
import type { HelpPage } from '../page.ts';

/** A page of the help center by itself: for visitors, without a script. */
export function PublicPage({ ctx, page }: { ctx: Ctx; page: HelpPage }) {
  const { workspace, reader } = ctx;
  const { brand, name } = workspace;
  return (
    <Document
      title={page.crumbs.length > 1 ? `${page.title} · ${name}` : `${name} · ${page.title}`}
      locale={reader.locale}
      brand={brand}
      brandVersion={brandVersion(brand)}
      skipLabel={say(reader, 'skip')}
      bodyClass="public help"
      index={!page.aside}
      slim
      head={<Said ctx={ctx} page={page} />}
    >
      <PublicHead brand={brand} href="/help" label={say(reader, 'home.label', { name })}>
        <nav class="cluster fixed" aria-label={say(reader, 'head.label')}>
          <a class="button quiet wide-only" href="/support/new">
            {say(reader, 'head.contact')}
          </a>
          <Button href={`/sign-in?next=${encodeURIComponent(page.path)}`}>{say(reader, 'head.signIn')}</Button>
        </nav>
      </PublicHead>
      <main id="main" tabindex={-1} class="page">
        {page.content}
      </main>
      <footer class="public-foot">
        <span>{name}</span>
        <Languages ctx={ctx} page={page} />
        {page.feed && <a href={page.feed}>{say(reader, 'foot.feed')}</a>}
      </footer>
      {page.data?.map((data) => (
        <LinkedData of={data} />
      ))}
    </Document>
  );
}

/** What the page says of itself to search engines and to whoever shows a link to it. */
function Said({ ctx, page }: { ctx: Ctx; page: HelpPage }): Child {
  const { workspace } = ctx;
  const full = (path: string) => publicOrigin(ctx) + path;
  const several = page.alternates.length > 1;
  return (
    <>
      <meta name="description" content={page.description} />
      <link rel="canonical" href={full(page.path)} />
      {several && page.alternates.map(({ lang, path }) => <link rel="alternate" hreflang={lang} href={full(path)} />)}
      {several && page.fallback && <link rel="alternate" hreflang="x-default" href={full(page.fallback)} />}
      {page.feed && <link rel="alternate" type="application/rss+xml" title={page.title} href={full(page.feed)} />}
      <meta property="og:site_name" content={workspace.name} />
      <meta property="og:type" content={page.article ? 'article' : 'website'} />
      <meta property="og:title" content={page.title} />
      <meta property="og:description" content={page.description} />
      <meta property="og:url" content={full(page.path)} />
      <meta property="og:locale" content={page.lang} />
      {page.picture && (
        <>
          <meta property="og:image" content={full(page.picture)} />
          <meta property="og:image:width" content="1200" />
          <meta property="og:image:height" content="630" />
          <meta property="og:image:type" content="image/png" />
          <meta property="og:image:alt" content={workspace.name} />
          <meta name="twitter:card" content="summary_large_image" />
        </>
      )}
      {page.article && (
        <>
          <meta property="article:published_time" content={page.article.published.toISOString()} />
          <meta property="article:modified_time" content={page.article.changed.toISOString()} />
        </>
      )}
    </>
  );
}

/** The same page in every language it can be read in: of an article that is not written in one, what is around it. */
function Languages({ ctx, page }: { ctx: Ctx; page: HelpPage }) {
  const { tongues = page.alternates, around = page.lang } = page;
  if (tongues.length < 2) return null;
  return (
    <nav class="cluster help-languages" aria-label={say(ctx.reader, 'languages.label')}>
      <Icon name="globe" size="small" />
      {tongues.map(({ lang, path }) => (
        <a href={path} lang={lang} hreflang={lang} aria-current={lang === around ? 'true' : undefined}>
          {languageName(lang)}
        </a>
      ))}
    </nav>
  );
}
