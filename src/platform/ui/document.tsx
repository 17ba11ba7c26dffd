import { html } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import { asset } from './assets.ts';
import type { Brand } from './brand.ts';
import { still } from './frozen.ts';
import { pagesReload } from './reloading.ts';

export type Theme = 'light' | 'dark' | 'auto';

export type DocumentProps = PropsWithChildren<{
  /** Complete, with the workspace's name at the end. */
  title: string;
  locale: string;
  /** The reader's choice; 'auto' follows the device. */
  theme?: Theme | undefined;
  brand: Brand;
  /** Changes with the brand, so that /brand.css may be cached for long. */
  brandVersion: string;
  skipLabel: string;
  /** The signed token of the page's live topics. */
  live?: string | undefined;
  /** When the page was made, in milliseconds: what changed since then is told as soon as its stream opens. */
  since?: number | undefined;
  /** The reader's IANA time zone, for times the browser keeps current. */
  zone?: string | undefined;
  /** The region whose formats the reader has. */
  format?: string | undefined;
  /** The zone may be that of the device, which tells it. */
  followsZone?: boolean | undefined;
  /** The token forms and fetches send back. */
  csrf?: string | undefined;
  /** Unless it is true search engines are asked to stay away; portals are private, so this is the rule. */
  index?: boolean | undefined;
  /** For strangers: a sheet of what such pages need, and no script at all. */
  slim?: boolean | undefined;
  bodyClass?: string | undefined;
  side?: 'customer' | 'team' | undefined;
  /** The sheet of what is read and written at length, and of the doors, as well. The team has it everywhere. */
  texts?: boolean | undefined;
  /** The team's sheet as well: on what a member looks at as a customer, and on what the operator reads. */
  teamStyles?: boolean | undefined;
  hotkeys?: boolean | undefined;
  head?: Child;
}>;

/** A whole page. The body starts with the skip link, so the page needs an element with the id "main". */
export function Document(props: DocumentProps) {
  const { bodyClass, side, children } = props;
  return (
    <>
      {html`<!doctype html>`}
      <html
        lang={props.locale}
        data-theme={props.theme === 'auto' ? undefined : props.theme}
        data-zone={props.zone}
        data-format={props.format}
        data-follows-zone={props.followsZone ? '' : undefined}
      >
        <Head {...props} />
        <body
          class={bodyClass}
          data-side={side}
          data-density={side === 'team' ? 'compact' : undefined}
          data-hotkeys={props.hotkeys === false ? 'off' : undefined}
        >
          <a class="skip-link" href="#main">
            {props.skipLabel}
          </a>
          {children}
        </body>
      </html>
    </>
  );
}

function Head(props: DocumentProps) {
  const { title, brand, brandVersion, live, since, csrf, index, slim, side, texts, teamStyles, head } = props;
  return (
    <head>
      <Facts color={brand.color} index={index} slim={slim} />
      <title>{title}</title>
      {live && <meta name="portico-live" content={live} data-since={since} data-turbo-track="none" />}
      {csrf && <meta name="csrf-token" content={csrf} />}
      {pagesReload() && !live && <script type="module" src={asset('reload.js')} />}
      {!slim && <EarlyKeys src={asset('early-keys.js')} />}
      {slim ? (
        <SlimLinks brand={brand} version={brandVersion} styles={asset('public.css')} />
      ) : (
        <Links
          brand={brand}
          version={brandVersion}
          main={asset('main.js')}
          styles={asset('styles.css')}
          texts={texts || side === 'team' ? asset('texts.css') : undefined}
          team={side === 'team' || teamStyles ? asset('team.css') : undefined}
        />
      )}
      {head}
    </head>
  );
}

const Facts = still<{ color: string; index: boolean | undefined; slim: boolean | undefined }>('facts', (facts) => (
  <>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" content={facts.color} />
    {!facts.index && <meta name="robots" content="noindex" />}
    {!facts.slim && (
      <>
        <meta name="turbo-refresh-method" content="morph" />
        <meta name="turbo-refresh-scroll" content="preserve" />
        <meta name="turbo-cache-control" content="no-preview" />
      </>
    )}
  </>
));

// Before the style sheets, which a script after them would wait for: it stands when the first thing is seen.
const EarlyKeys = still<{ src: string }>('early keys', ({ src }) => <script src={src} data-turbo-eval="false" />);

interface LinksProps {
  brand: Brand;
  version: string;
  main: string;
  styles: string;
  texts?: string | undefined;
  /** What the team's own pages need besides. */
  team?: string | undefined;
}

const Links = still<LinksProps>('links', ({ brand, version, main, styles, texts, team }) => (
  <>
    {brand.font !== 'system' && (
      <link rel="preload" href={asset('inter-latin.woff2')} as="font" type="font/woff2" crossorigin="anonymous" />
    )}
    <link rel="stylesheet" href={styles} data-turbo-track="reload" />
    {texts && <link rel="stylesheet" href={texts} />}
    {team && <link rel="stylesheet" href={team} data-turbo-track="dynamic" />}
    <link rel="stylesheet" href={`/brand.css?v=${version}`} data-turbo-track="reload" />
    <script type="module" src={main} data-turbo-track="reload" data-turbo-eval="false" />
    <link rel="icon" href={`/brand.svg?v=${version}`} />
  </>
));

/** No more than what is seen: the font is not waited for. */
const SlimLinks = still<Omit<LinksProps, 'main' | 'texts' | 'team'>>('slim links', ({ version, styles }) => (
  <>
    <link rel="stylesheet" href={styles} />
    <link rel="stylesheet" href={`/brand.css?v=${version}`} />
    <link rel="icon" href={`/brand.svg?v=${version}`} />
  </>
));
