import { recordRead } from '#platform/events/record-read.ts';
import { flash } from '#platform/http/cookies.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import { prose } from '#platform/http/line.ts';
import { createRoom } from '#platform/http/room.ts';
import { fileResponse } from '#platform/storage/response.ts';
import { definitionRoutes } from './definition-routes.tsx';
import { fieldFileRead } from './events.ts';
import { mayDecide } from './field.ts';
import { decide, waitingChanges } from './field-changes.ts';
import { fileOf } from './files.ts';
import { peopleToName } from './form.ts';
import { say } from './messages.ts';
import { WaitingPage } from './views/waiting.tsx';

export const room = createRoom('fields');

definitionRoutes(room);

room.get('/customers/changes', 'member', async (ctx, c) => {
  demand(mayDecide(ctx.actor));
  const [changes, people] = await Promise.all([waitingChanges(ctx), peopleToName(ctx)]);
  const title = say(ctx.reader, 'waiting.title');
  return c.render(<WaitingPage reader={ctx.reader} guard={guardOf(c)} changes={changes} people={people} />, {
    title,
    nav: 'customers',
    crumbs: [{ label: say(ctx.reader, 'customers'), href: '/customers' }, { label: title }],
    topics: ['inbox'],
  });
});

for (const [path, decision, said] of [
  ['approval', 'approved', 'waiting.approved'],
  ['refusal', 'declined', 'waiting.declined'],
] as const) {
  room.post(`/customers/changes/:id/${path}`, 'member', async (ctx, c) => {
    const reason = prose(400, '')
      .catch('')
      .parse(c.var.form.get('reason') ?? '');
    await decide(ctx, c.req.param('id') ?? '', decision, decision === 'declined' ? reason : '');
    flash(c, say(ctx.reader, said));
    return c.redirect('/customers/changes', 303);
  });
}

room.get('/fields/:id/:subject/:name', 'signed-in', async (ctx, c) => {
  const subject = c.req.param('subject') ?? '';
  const file = await fileOf(ctx, c.req.param('id') ?? '', subject);
  recordRead(c, fieldFileRead, { subjectId: subject, accountId: file.accountId, data: {} });
  const download = c.req.query('download') !== undefined;
  return fileResponse(ctx.platform.files.of(ctx.workspace.id), file, c.req.raw, { download });
});
