import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { isGuessable, letBrowserIn, newBrowser } from '#features/identity/index.ts';
import { originOf } from '#platform/config.ts';
import { sameOrigin } from '#platform/http/csrf.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { FormError } from '#platform/http/form-error.ts';
import { onlySeen } from '#platform/http/line.ts';
import { readForm } from '#platform/http/multipart.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import { canonicalHost } from '#platform/http/portals.ts';
import { BodyRefused } from '#platform/http/scoped.ts';
import { contentSecurityPolicy } from '#platform/http/security-headers.ts';
import { negotiateLocale } from '#platform/i18n/negotiate.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import type { Platform } from '#platform/platform.ts';
import { brandCss } from '#platform/ui/brand.ts';
import { begin } from './begin.ts';
import { type FirstRun, firstRunFields } from './first-run-form.ts';
import { say } from './messages.ts';
import { isSetupCode } from './setup-code.ts';
import { FIRST_BRAND, FirstRunPage } from './views/first-run.tsx';

type FirstRunEnv = Env & { Bindings: { platform: Platform; ip: string } };

/**
 * What an empty installation answers on every host: a page that creates the first business. Mounted only while there is
 * none. There is no session and no workspace yet, so the request is checked here: the host, where it comes from, and the
 * code that only the person at the terminal knows.
 */
export const firstRun = new Hono<FirstRunEnv>();

firstRun.use(async (c, next) => {
  const { platform } = c.env;
  const host = canonicalHost(c.req.header('host'));
  if (!host) return c.text('There is no portal at this address.\n', 421);
  const origin = originOf(platform.config, host);
  c.set('platform', platform);
  c.set('portal', { id: '', host, origin });
  await next();
  c.header('content-security-policy', contentSecurityPolicy(origin));
});

firstRun.get('/brand.css', (c) => {
  c.header('content-type', 'text/css; charset=utf-8');
  c.header('cache-control', 'no-store');
  return c.body(brandCss(FIRST_BRAND));
});

firstRun.get('/', (c) => page(c, { color: FIRST_BRAND.color }));

firstRun.post('/', async (c) => {
  const { platform, portal } = c.var;
  if (!sameOrigin(c.req.raw.headers, portal.origin)) return c.text('This form came from another site.\n', 403);
  const reader = readerOf(c);
  const form = await readForm(c.req.raw, null, { fields: 20, fieldBytes: 4096 });
  const parsed = parseForm(firstRunFields, form, (key) => say(reader, key as 'error.form'));
  const typed = firstValues(form.fields);
  const stranger = !isSetupCode(platform.masterKey, typed.setup_code ?? '');
  const errors: FieldErrors = {
    ...(stranger ? { setup_code: say(reader, 'error.code') } : {}),
    ...(parsed.ok ? await weakness(reader, parsed.value) : parsed.errors),
  };
  if (!parsed.ok || Object.keys(errors).length > 0) {
    // The one thing that is not given back; who meant it well is told so where it has to be typed again.
    const again: FieldErrors = typed.password ? { password: say(reader, 'error.password.again') } : {};
    return page(c, typed, { ...again, ...errors });
  }
  const request = { id: randomUUID(), ip: c.env.ip, agent: onlySeen(c.req.header('user-agent') ?? '') };
  const browser = newBrowser();
  const token = await begin(
    {
      platform,
      host: portal.host,
      reader: { ...reader, zone: parsed.value.zone ?? reader.zone },
      request,
      browser,
    },
    parsed.value,
  );
  if (token) letBrowserIn(c as unknown as Context<Env>, token, browser);
  // Without a token somebody else has begun meanwhile, and this address now leads wherever they said.
  return c.redirect(token ? '/customers' : '/', 303);
});

/** Whoever begins may do everything there is: their password is held to what every other door asks. */
const weakness = async (reader: Reader, { password, name, business, email }: FirstRun): Promise<FieldErrors> =>
  (await isGuessable(password, [name, business, email])) ? { password: say(reader, 'error.password.common') } : {};

// Said as everywhere, by the installation that this page is mounted in.
firstRun.onError((error) => {
  throw error instanceof FormError ? new BodyRefused(error) : error;
});

firstRun.notFound((c) => (c.req.method === 'GET' ? c.redirect('/', 303) : c.text('Nothing is here yet.\n', 404)));

function page(
  c: Context<FirstRunEnv>,
  values: Record<string, string>,
  errors?: FieldErrors,
): Response | Promise<Response> {
  const { config } = c.env.platform;
  const operator = originOf(config, config.operatorHost);
  const { password: _, ...shown } = values;
  return c.html(
    <FirstRunPage reader={readerOf(c)} values={shown} errors={errors} operator={operator} />,
    errors ? 422 : 200,
  );
}

/** The one who begins sets the language of the business and its time zone, or the machine does where their browser does not say. */
function readerOf(c: Context<FirstRunEnv>): Reader {
  const locale = negotiateLocale(c.req.header('accept-language'), undefined, 'en');
  return { locale, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, now: new Date() };
}
