import { gateKinds, gatesOf, objectName, openedBy } from '#features/gates/index.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { mayManageSegments, maySeeSegments } from './access.ts';
import { attributesOf } from './attributes.ts';
import { removeSegment } from './change.ts';
import { crumbs } from './crumbs.ts';
import { editRoutes } from './edit-routes.tsx';
import { say } from './messages.ts';
import { pickRoutes, segmentPage } from './pick-routes.tsx';
import { findSegment, listSegments } from './segment.ts';
import { DeletionPage } from './views/deletion.tsx';
import { SegmentsPage } from './views/segments.tsx';

export const room = createRoom('segments');

room.get('/customers/segments', 'member', async (ctx, c) => {
  admit(ctx);
  const [segments, attributes, opens] = await Promise.all([
    listSegments(ctx),
    attributesOf(ctx, 'account'),
    allOpened(ctx),
  ]);
  const mayManage = mayManageSegments(ctx.actor);
  return c.render(
    <SegmentsPage
      reader={ctx.reader}
      segments={segments}
      attributes={attributes}
      opens={opens}
      mayManage={mayManage}
    />,
    { title: say(ctx.reader, 'title'), nav: 'customers', crumbs: crumbs(ctx), topics: ['inbox'] },
  );
});

// Before /customers/segments/:id, which would take "new" for an id.
editRoutes(room);

room.get('/customers/segments/:id', 'member', (ctx, c) => {
  admit(ctx);
  return segmentPage(ctx, c);
});

pickRoutes(room);

room.get('/customers/segments/:id/deletion', 'member', async (ctx, c) => {
  const segment = await findSegment(ctx, c.req.param('id') ?? '');
  demand(mayManageSegments(ctx.actor));
  const opened = await openedBy(ctx, segment.id);
  const opens = await Promise.all(opened.map((one) => objectName(ctx, one)));
  const page = <DeletionPage reader={ctx.reader} guard={guardOf(c)} segment={segment} opens={opens} />;
  const title = say(ctx.reader, 'remove.title', { name: segment.name });
  return c.render(page, { title, nav: 'customers', crumbs: crumbs(ctx, segment, say(ctx.reader, 'remove')) });
});

room.post('/customers/segments/:id/deletion', 'member', async (ctx, c) => {
  const { id, name } = await findSegment(ctx, c.req.param('id') ?? '');
  const done = (await removeSegment(ctx, id)) === 'done';
  flash(c, say(ctx.reader, done ? 'removed' : 'remove.in.use', { name }));
  return c.redirect(done ? '/customers/segments' : `/customers/segments/${id}`, 303);
});

function admit({ actor }: CtxOf<Member>): void {
  if (!maySeeSegments(actor)) throw notFound();
}

/** What each segment opens, in words. */
async function allOpened(ctx: Ctx): Promise<Map<string, string[]>> {
  const opened = new Map<string, string[]>();
  for (const kind of gateKinds) {
    for (const [object, open] of await gatesOf(ctx, kind)) {
      if (open.to !== 'segments') continue;
      const name = await objectName(ctx, { kind, object });
      for (const id of open.segments) opened.set(id, [...(opened.get(id) ?? []), name]);
    }
  }
  return opened;
}
