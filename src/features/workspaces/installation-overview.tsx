import type { Context } from 'hono';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { notFound } from '#platform/http/http-error.ts';
import { say } from './messages.ts';
import { health, workspaceFigures } from './overview.ts';
import { Overview } from './views/overview.tsx';

/** GET / for whoever runs the installation. */
export async function installationOverview(ctx: CtxOf<Member>, c: Context<Env>): Promise<Response> {
  const state = await health(ctx);
  if (!state) throw notFound();
  const { platform, reader } = ctx;
  const here = {
    livePages: platform.hub.size(),
    startedAt: new Date(ctx.now.getTime() - process.uptime() * 1000),
    memoryBytes: process.memoryUsage.rss(),
    build: platform.build,
  };
  const sendsMail = platform.config.mail.smtpUrl !== undefined;
  const workspaces = await workspaceFigures(ctx);
  return c.render(<Overview ctx={ctx} workspaces={workspaces} health={state} here={here} sendsMail={sendsMail} />, {
    title: say(reader, 'overview.title'),
    nav: 'overview',
  });
}
