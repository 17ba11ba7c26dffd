import { Hono } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { showsMail } from '#platform/mail/reach.ts';
import type { Platform } from '#platform/platform.ts';
import { devMail } from './dev-mail.tsx';
import { galleryPage } from './gallery.tsx';

/** Pages for people who try Portico or build it. None of them exists in an installation that sends mail. */
export function devPages(platform: Platform): Hono<Env> {
  const app = new Hono<Env>();
  const { environment } = platform.config;
  if (environment !== 'production') app.get('/dev/ui', galleryPage);
  if (showsMail(platform.config)) app.route('/', devMail);
  return app;
}
