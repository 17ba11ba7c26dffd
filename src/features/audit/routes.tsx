import { askProof, deviceName } from '#features/identity/index.ts';
import { LOG_TOPIC } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { streamed } from '#platform/http/streamed.ts';
import { openCheckpoint, readVerifierKeys, verifierKeysOf } from '#platform/seal/checkpoint.ts';
import { proveEvent } from '#platform/seal/prove.ts';
import { successionsOf } from '#platform/seal/succession.ts';
import { maySeeLog, mayTakeEvidence } from './access.ts';
import { askCheck, soundness } from './check.ts';
import { entryNamed, logPage } from './entries.ts';
import { evidencePack } from './evidence.ts';
import { formats, logFile, recordExport } from './export.ts';
import { logAddress, logFilter } from './filter.ts';
import { say } from './messages.ts';
import { namesIn } from './names.ts';
import { EntryPage } from './views/entry.tsx';
import { LogPageView } from './views/log.tsx';

export const room = createRoom('audit');

/** Whoever may not see the log is told what a stranger is told. */
function demandSight(ctx: CtxOf<Member>): void {
  if (!maySeeLog(ctx.actor)) throw notFound();
}

room.get('/audit', 'member', async (ctx, c) => {
  demandSight(ctx);
  const filter = logFilter.parse(c.req.query());
  const [page, sound] = [await logPage(ctx, filter, c.req.query()), await soundness(ctx)];
  const title = say(ctx.reader, 'title');
  return c.render(
    <LogPageView ctx={ctx} guard={guardOf(c)} filter={filter} page={page} sound={sound} device={deviceName} />,
    // An older page does not change.
    { title, nav: 'audit', crumbs: [{ label: title }], topics: page.newer ? [] : [LOG_TOPIC] },
  );
});

room.post('/audit/export', 'member', async (ctx, c) => {
  demandSight(ctx);
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const fields = Object.fromEntries([...c.var.form.fields].map(([name, [value]]) => [name, value]));
  const filter = logFilter.parse(fields);
  const format = formats.find((each) => each === c.var.form.get('format')) ?? 'csv';
  await recordExport(ctx, filter, format);
  const day = ctx.now.toISOString().slice(0, 10);
  c.header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8');
  // As it is: packing it would collect all of it first.
  c.header('content-encoding', 'identity');
  c.header('content-disposition', `attachment; filename="${ctx.workspace.slug}-audit-log-${day}.${format}"`);
  c.header('cache-control', 'no-store');
  c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
  return c.body(logFile(ctx, c.var.sessionToken, filter, format));
});

room.post('/audit/evidence', 'member', async (ctx, c) => {
  if (!mayTakeEvidence(ctx.actor)) throw notFound();
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const pack = await evidencePack(ctx, c.var.sessionToken);
  c.header('content-type', 'application/zip');
  c.header(
    'content-disposition',
    `attachment; filename="${ctx.workspace.slug}-evidence-${ctx.now.toISOString().slice(0, 10)}.zip"`,
  );
  c.header('cache-control', 'no-store');
  return c.body(streamed(pack));
});

room.post('/audit/checks', 'member', async (ctx, c) => {
  demandSight(ctx);
  await askCheck(ctx);
  flash(c, say(ctx.reader, 'check.asked'));
  return c.redirect('/audit', 303);
});

room.get('/audit/:id', 'member', async (ctx, c) => {
  demandSight(ctx);
  const entry = await entryNamed(ctx, c.req.param('id') ?? '');
  if (!entry) throw notFound();
  const title = say(ctx.reader, 'entry.title', { number: entry.seq });
  const names = await namesIn(ctx, [entry]);
  const proof = await proveEvent(ctx.db, ctx.workspace.id, entry.id);
  const keys = await verifierKeysOf(ctx.platform, ctx.workspace.id);
  const key = keys.find((one) => proof && openCheckpoint(proof.checkpoint, readVerifierKeys(one))) ?? keys[0]!;
  return c.render(
    <EntryPage ctx={ctx} entry={entry} names={names} proof={proof} publicKey={key} device={deviceName} />,
    {
      title,
      nav: 'audit',
      crumbs: [{ label: say(ctx.reader, 'title'), href: logAddress({}) }, { label: title }],
    },
  );
});

room.get('/audit/:id/proof', 'member', async (ctx, c) => {
  demandSight(ctx);
  const entry = await entryNamed(ctx, c.req.param('id') ?? '');
  const proof = entry && (await proveEvent(ctx.db, ctx.workspace.id, entry.id));
  if (!proof) throw notFound();
  const successions = await successionsOf(ctx.platform);
  c.header('content-disposition', `attachment; filename="event-${proof.event.seq}.json"`);
  c.header('content-type', 'application/json; charset=utf-8');
  c.header('cache-control', 'no-store');
  return c.body(`${JSON.stringify(successions.length > 0 ? { ...proof, successions } : proof, null, 2)}\n`);
});
