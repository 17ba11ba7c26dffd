import type { Context } from 'hono';
import {
  askProof,
  deviceName,
  endOtherSessions,
  endOwnSession,
  openSessions,
  passwordSetAt,
  waysOf,
} from '#features/identity/index.ts';
import { isId } from '#platform/db/ids.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { parseForm } from '#platform/http/parse.ts';
import { createRoom } from '#platform/http/room.ts';
import { languageOf } from '#platform/i18n/reader.ts';
import { dataRoutes } from './data-routes.tsx';
import { say } from './messages.ts';
import { passwordRoutes } from './password-routes.tsx';
import { changePhoto, findPhoto, removePhoto } from './photo.ts';
import { changeProfile, type Own, ownProfile, type Profile, profileFields } from './profile.ts';
import { AccountPage } from './views/account-page.tsx';
import type { ProfileFormProps } from './views/profile.tsx';

export const room = createRoom('profile');

passwordRoutes(room);
dataRoutes(room);

room.get('/account', 'signed-in', async (ctx, c) => accountPage(ctx, c, {}));

room.post('/account/profile', 'signed-in', async (ctx, c) => {
  const parsed = parseForm(profileFields, c.var.form, (key) => say(ctx.reader, key as 'error.phone'));
  if (!parsed.ok) return accountPage(ctx, c, { values: parsed.values, errors: parsed.errors });
  const { locale } = parsed.value;
  const changed = await changeProfile(ctx, parsed.value);
  // In the language that was chosen just now.
  flash(c, say({ locale }, changed.length > 0 ? 'profile.saved' : 'profile.same'));
  return c.redirect('/account', 303);
});

room.post('/account/photo', 'signed-in', async (ctx, c) => {
  const file = c.var.form.files.find((each) => each.field === 'photo' && each.bytes > 0);
  if (!file || !(await changePhoto(ctx, file))) {
    return accountPage(ctx, c, { photoError: say(ctx.reader, file ? 'photo.refused' : 'photo.missing') });
  }
  flash(c, say(ctx.reader, 'photo.changed'));
  return c.redirect('/account', 303);
});

room.post('/account/photo/removal', 'signed-in', async (ctx, c) => {
  await removePhoto(ctx);
  flash(c, say(ctx.reader, 'photo.removed'));
  return c.redirect('/account', 303);
});

/** For `<img>`: typed by what it is, sandboxed, and kept by the browser, because another photo has another address. */
room.get('/photos/:id', 'signed-in', async (ctx, c) => {
  const id = c.req.param('id') ?? '';
  const photo = isId(id) ? await findPhoto(ctx, id) : undefined;
  if (!photo) throw notFound();
  c.header('content-type', photo.type);
  c.header('cache-control', 'private, max-age=604800, immutable');
  c.header('x-content-type-options', 'nosniff');
  c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  return c.body(new Uint8Array(photo.content));
});

room.post('/account/sessions/ending', 'signed-in', async (ctx, c) => {
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const n = await endOtherSessions(ctx);
  flash(c, say(ctx.reader, 'sessions.endedOthers', { n }));
  return c.redirect('/account#sessions', 303);
});

room.post('/account/sessions/:id/ending', 'signed-in', async (ctx, c) => {
  const id = c.req.param('id') ?? '';
  if (!isId(id)) throw notFound();
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const { agent } = await endOwnSession(ctx, id);
  flash(c, say(ctx.reader, 'sessions.ended', { device: deviceName(ctx.reader, agent) }));
  return c.redirect('/account#sessions', 303);
});

type Refused = Partial<Pick<ProfileFormProps, 'values' | 'errors' | 'photoError'>>;

/** The page, or the page with what was refused on it. */
async function accountPage(ctx: Own, c: Context<Env>, refused: Refused): Promise<Response> {
  if (refused.errors || refused.photoError) c.status(422);
  const draft = refused.values ? null : await keptDraft(ctx, c, '/account/profile');
  const [sessions, profile, passwordSince, ways] = await Promise.all([
    openSessions(ctx),
    ownProfile(ctx),
    passwordSetAt(ctx),
    waysOf(ctx),
  ]);
  const kept = draft && firstValues(Object.entries(draft));
  const form = { ...refused, values: refused.values ?? kept ?? valuesOf(ctx, profile), photo: profile.photo };
  const about = { sessions, profile: form, passwordSince, ways };
  const page = <AccountPage ctx={ctx} guard={guardOf(c)} {...about} />;
  return c.render(page, { title: say(ctx.reader, 'title') });
}

const valuesOf = ({ reader }: Own, { name, title, phone, locale, zone, zone_follows, ...rest }: Profile) => ({
  name,
  title,
  phone,
  locale: languageOf(locale) ?? reader.locale,
  format: locale?.includes('-') ? locale : '',
  zone: zone_follows ? '' : (zone ?? ''),
  theme: rest.theme,
  hotkeys: rest.hotkeys ? 'on' : '',
  ticket_mails: rest.ticket_mails,
});
