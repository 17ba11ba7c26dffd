import type { Context } from 'hono';
import { askProof } from '#features/identity/index.ts';
import { settingsPage } from '#features/settings/index.ts';
import { recordRead } from '#platform/events/record-read.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { parseForm } from '#platform/http/parse.ts';
import { createRoom } from '#platform/http/room.ts';
import { mayStreamLog } from '../access.ts';
import { logStreamSecretShown } from '../events.ts';
import { say } from '../messages.ts';
import {
  addStream,
  findStream,
  goOn,
  isReachable,
  listStreams,
  removeStream,
  rotateSecret,
  type Stream,
  secretOf,
  sendTest,
  stopStream,
  streamForm,
} from './stream.ts';
import { StreamPage } from './views/stream.tsx';
import { StreamsPage } from './views/streams.tsx';

export const streamRoom = createRoom('log-streams');

const HOME = '/settings/log-streams';
type Own = CtxOf<Member>;

function admit(ctx: Own): void {
  if (!mayStreamLog(ctx.actor)) throw notFound();
}

streamRoom.get(HOME, 'member', (ctx, c) => streamsPage(ctx, c));

streamRoom.post(HOME, 'member', async (ctx, c) => {
  admit(ctx);
  const parsed = parseForm(streamForm, c.var.form, (key) => say(ctx.reader, key as 'stream.url.wrong'));
  const typed = c.var.form.get('url') ?? '';
  if (!parsed.ok) return streamsPage(ctx, c, { typed, error: parsed.errors.url });
  if (!isReachable(ctx, parsed.value.url)) {
    return streamsPage(ctx, c, { typed, error: say(ctx.reader, 'stream.url.wrong') });
  }
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const id = await addStream(ctx, parsed.value.url);
  flash(c, say(ctx.reader, 'stream.added'));
  return c.redirect(`${HOME}/${id}`, 303);
});

async function streamsPage(ctx: Own, c: Context<Env>, refused?: { typed: string; error: string | undefined }) {
  admit(ctx);
  if (refused) c.status(422);
  const draft = refused ? null : await keptDraft(ctx, c, HOME);
  const typed = refused?.typed ?? String(draft?.url ?? '');
  const page = (
    <StreamsPage ctx={ctx} guard={guardOf(c)} streams={await listStreams(ctx)} typed={typed} error={refused?.error} />
  );
  return settingsPage(ctx, c, page, { section: 'log-streams', title: say(ctx.reader, 'section.streams') });
}

streamRoom.get(`${HOME}/:id`, 'member', async (ctx, c) => {
  admit(ctx);
  return streamPage(ctx, c, await findStream(ctx, c.req.param('id') ?? ''));
});

streamRoom.get(`${HOME}/:id/secret`, 'member', async (ctx, c) => {
  admit(ctx);
  const stream = await findStream(ctx, c.req.param('id') ?? '');
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  recordRead(c, logStreamSecretShown, { subjectId: stream.id, accountId: null, data: {} });
  return streamPage(ctx, c, stream, await secretOf(ctx, stream.id));
});

async function streamPage(ctx: Own, c: Context<Env>, stream: Stream, secret?: string) {
  const deliveries = await ctx.db
    .selectFrom('log_deliveries')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('stream_id', '=', stream.id)
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  const page = <StreamPage ctx={ctx} guard={guardOf(c)} stream={stream} deliveries={deliveries} secret={secret} />;
  return settingsPage(ctx, c, page, {
    section: 'log-streams',
    between: [{ label: say(ctx.reader, 'section.streams'), href: HOME }],
    title: new URL(stream.url).host,
    topics: [`log-stream:${stream.id}`],
  });
}

/** What is done to a receiver by a button of its page. */
const acts = {
  secret: { run: (ctx: Own, id: string) => rotateSecret(ctx, id), said: 'stream.secret.made' },
  tests: { run: (ctx: Own, id: string) => sendTest(ctx, id), said: 'stream.tested' },
  pause: { run: (ctx: Own, id: string) => stopStream(ctx, id, 'person'), said: 'stream.stop.done' },
  resumption: { run: (ctx: Own, id: string) => goOn(ctx, id), said: 'stream.resume.done' },
  removal: { run: (ctx: Own, id: string) => removeStream(ctx, id), said: 'stream.remove.done' },
} as const;

for (const [name, { run, said }] of Object.entries(acts)) {
  streamRoom.post(`${HOME}/:id/${name}`, 'member', async (ctx, c) => {
    admit(ctx);
    const stream = await findStream(ctx, c.req.param('id') ?? '');
    // Whoever has a stolen session stops first what would tell of it.
    const asked = name === 'tests' ? undefined : await askProof(ctx, c);
    if (asked) return asked;
    await run(ctx, stream.id);
    flash(c, say(ctx.reader, said));
    return c.redirect(name === 'removal' ? HOME : `${HOME}/${stream.id}`, 303);
  });
}
