import { Hono } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import { connectionById } from './connections.ts';
import { asDoor } from './door.ts';
import { go } from './go.ts';
import { ourMetadata } from './saml/request.ts';
import { arrival, callback } from './way-back.ts';

/**
 * The doors of single sign-on, on the way out and on the way back. They talk to providers, so they hold no transaction and stand
 * before `scoped`; each opens short ones of its own, as the system.
 */
export const doors = new Hono<Env>();

doors.get('/sso/:id/go', go);
doors.get('/sso/:id/callback', callback);
doors.get('/sso/:id/arrival', arrival);

doors.get('/sso/:id/metadata', async (c) => {
  const connection = await asDoor(c, (ctx) => connectionById(ctx, c.req.param('id')));
  if (connection?.kind !== 'saml') throw notFound();
  c.header('content-type', 'application/samlmetadata+xml; charset=utf-8');
  c.header('content-disposition', 'attachment; filename="portal-metadata.xml"');
  return c.body(ourMetadata(c.var.portal.origin, connection.id));
});
