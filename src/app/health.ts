import { Hono } from 'hono';
import { isTrusted } from '#platform/http/client-address.ts';
import type { Env } from '#platform/http/env.ts';
import { gauge, registry } from '#platform/metrics.ts';
import type { Platform } from '#platform/platform.ts';
import { sharedAnswer } from './shared-answer.ts';

/** Whoever asks more often, however often, is told what was so a second ago: the database is not asked for each. */
const FRESH_MS = 1_000;

/** /healthz: the process answers. /readyz: it can serve. /metrics: for Prometheus, from this machine or a trusted network. */
export function health(platform: Platform): Hono<Env> {
  const app = new Hono<Env>();
  const ready = sharedAnswer(
    () =>
      platform.pool.question('select 1').then(
        () => true,
        () => false,
      ),
    FRESH_MS,
  );
  gauge('portico_live_clients', 'Open pages that listen for changes', () => platform.hub.size());
  gauge('portico_database_connections', 'Database connections in use', () => {
    const { total, idle } = platform.pool.stats();
    return total - idle;
  });
  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/readyz', async (c) => {
    if (await ready()) return c.text('ready\n');
    c.header('retry-after', '5');
    return c.text('the database does not answer\n', 503);
  });
  app.get('/metrics', async (c) => {
    const { ip } = c.var;
    // A proxy on this machine that is not trusted would make everybody look like this machine.
    const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => c.req.header(name));
    const near = (ip === '127.0.0.1' || ip === '::1') && !forwarded;
    if (!near && !isTrusted(ip, platform.config.trustedProxies)) return c.notFound();
    c.header('content-type', registry.contentType);
    return c.body(await registry.metrics());
  });
  return app;
}
