import type { Context } from 'hono';
import type { Env } from '#platform/http/env.ts';
import type { Form } from './download.ts';

/** With the contents of files or without, by the button that was pressed. */
export const askedForm = (c: Context<Env>): Form => (c.var.form.get('with') === 'files' ? 'zip' : 'json');

/** What stands above a file of somebody's data. */
export function takenAlong(c: Context<Env>, name: string, form: Form): void {
  c.header('content-type', form === 'zip' ? 'application/zip' : 'application/json; charset=utf-8');
  // As it is: packing it would collect all of it first.
  c.header('content-encoding', 'identity');
  c.header('content-disposition', `attachment; filename="${name}.${form}"`);
  c.header('cache-control', 'no-store');
  c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
}
