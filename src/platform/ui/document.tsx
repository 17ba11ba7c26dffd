import { html, raw } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import { asset } from './assets.ts';
import type { Brand } from './brand.ts';
import { filledEach, gapFor, type Plain, still } from './frozen.ts';
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

/**
 * A whole page. What goes into its head is no JSX there: outside a <head> the library looks for one in the finished page, to move it.
 * The body starts with the skip link, so the page needs an element with the id "main". */
export function Document({ title, live, since, csrf, head, children, ...plain }: DocumentProps) {
  return filledEach(Sheet({ ...plain, assets: assetsFor(plain) }), {
    title: html`<title>${title}</title>`,
    live: live && html`<meta name="portico-live" content="${live}" data-since="${since}" data-turbo-track="none"/>`,
    csrf: csrf && html`<meta name="csrf-token" content="${csrf}"/>`,
    reload: pagesReload() && !live && html`<script type="module" src="${asset('reload.js')}"></script>`,
    head: head && raw(String(<head>{head}</head>).replace(/^<head>|<\/head>$/g, '')),
    body: <>{children}</>,
  });
}

type SheetProps = Omit<DocumentProps, 'title' | 'live' | 'since' | 'csrf' | 'head' | 'children'> & {
  assets: Assets;
};

interface Assets {
  styles: string;
  main?: string;
  early?: string;
  font?: string;
  texts?: string | undefined;
  team?: string | undefined;
}

/** What is built anew under `npm run dev` has another address then. */
const assetsFor = ({ slim, side, texts, teamStyles }: Omit<DocumentProps, 'title'>): Assets =>
  slim
    ? { styles: asset('public.css') }
    : {
        styles: asset('styles.css'),
        main: asset('main.js'),
        early: asset('early-keys.js'),
        font: asset('inter-latin.woff2'),
        texts: texts || side === 'team' ? asset('texts.css') : undefined,
        team: side === 'team' || teamStyles ? asset('team.css') : undefined,
      };

const Sheet = still<SheetProps>((props) => (
  <>
    {html`<!doctype html>`}
    <html
      lang={props.locale}
      data-theme={props.theme === 'auto' ? undefined : props.theme}
      data-zone={props.zone}
      data-format={props.format}
      data-follows-zone={props.followsZone ? '' : undefined}
    >
      <head>
        <Facts {...props} />
        {gapFor('title')}
        {gapFor('live')}
        {gapFor('csrf')}
        {gapFor('reload')}
        {props.slim ? <SlimLinks {...props} /> : <Links {...props} />}
        {gapFor('head')}
      </head>
      <body
        class={props.bodyClass}
        data-side={props.side}
        data-density={props.side === 'team' ? 'compact' : undefined}
        data-hotkeys={props.hotkeys === false ? 'off' : undefined}
      >
        <a class="skip-link" href="#main">
          {props.skipLabel}
        </a>
        {gapFor('body')}
      </body>
    </html>
  </>
));

function Facts({ brand, index, slim }: Plain<SheetProps>) {
  return (
    <>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content={brand.color} />
      {!index && <meta name="robots" content="noindex" />}
      {!slim && (
        <>
          <meta name="turbo-refresh-method" content="morph" />
          <meta name="turbo-refresh-scroll" content="preserve" />
          <meta name="turbo-cache-control" content="no-preview" />
        </>
      )}
    </>
  );
}

function Links({ brand, brandVersion, assets }: Plain<SheetProps>) {
  return (
    <>
      {/* Before the style sheets, which a script after them would wait for: it stands when the first thing is seen. */}
      <script src={assets.early} data-turbo-eval="false" />
      {brand.font !== 'system' && (
        <link rel="preload" href={assets.font} as="font" type="font/woff2" crossorigin="anonymous" />
      )}
      <link rel="stylesheet" href={assets.styles} data-turbo-track="reload" />
      {assets.texts && <link rel="stylesheet" href={assets.texts} />}
      {assets.team && <link rel="stylesheet" href={assets.team} data-turbo-track="dynamic" />}
      <link rel="stylesheet" href={`/brand.css?v=${brandVersion}`} data-turbo-track="reload" />
      <script type="module" src={assets.main} data-turbo-track="reload" data-turbo-eval="false" />
      <link rel="icon" href={`/brand.svg?v=${brandVersion}`} />
    </>
  );
}

/** No more than what is seen: the font is not waited for. */
function SlimLinks({ brandVersion, assets }: Plain<SheetProps>) {
  return (
    <>
      <link rel="stylesheet" href={assets.styles} />
      <link rel="stylesheet" href={`/brand.css?v=${brandVersion}`} />
      <link rel="icon" href={`/brand.svg?v=${brandVersion}`} />
    </>
  );
}
