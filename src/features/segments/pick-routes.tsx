import type { Context } from 'hono';
import { readDate } from '#features/fields/index.ts';
import { objectName, openedBy } from '#features/gates/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand, HttpError } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { dayIn } from '#platform/i18n/day.ts';
import { mayManageSegments } from './access.ts';
import { attributesOf } from './attributes.ts';
import { crumbs } from './crumbs.ts';
import { say } from './messages.ts';
import { pick, picksOf } from './picks.ts';
import { customersIn, findCustomers } from './preview.ts';
import { findSegment, listSegments } from './segment.ts';
import { SegmentPage, type SegmentProps } from './views/segment.tsx';
import { reasonsFor } from './why.ts';

/** Always in, never in, or as the rule says: for one customer. */
export function pickRoutes(room: Room): void {
  room.post('/customers/segments/:id/picks', 'member', async (ctx, c) => {
    const segment = await findSegment(ctx, c.req.param('id') ?? '');
    demand(mayManageSegments(ctx.actor));
    const { form } = c.var;
    const way = form.get('way') ?? '';
    if (way !== 'in' && way !== 'out' && way !== 'none') throw new HttpError(422, 'way');
    const account = form.get('account') ?? '';
    const typed = (form.get('until') ?? '').trim();
    const until = typed ? readDate(typed) : null;
    if (way !== 'none' && typed && (!until || until < dayIn(ctx.workspace.zone, ctx.now))) {
      return segmentPage(ctx, c, { account, until: typed, error: say(ctx.reader, 'error.until') });
    }
    const { account: name } = await pick(ctx, segment.id, account, way, way === 'none' ? null : until);
    const done = way === 'none' && segment.kind === 'hand' ? 'out' : way;
    flash(c, say(ctx.reader, `picked.${done}`, { name }));
    return c.redirect(`/customers/segments/${segment.id}`, 303);
  });
}

/** A segment with whom it holds; `wrong` is what came back of a form on it. */
export async function segmentPage(ctx: CtxOf<Member>, c: Context<Env>, wrong?: SegmentProps['back']) {
  if (wrong) c.status(422);
  const { id } = await findSegment(ctx, c.req.param('id') ?? '');
  const kept = wrong ? null : await keptForm(ctx, c, `/customers/segments/${id}/picks`);
  const back = kept ? { account: kept.get('account') ?? '', until: kept.get('until') ?? '' } : wrong;
  const { before, after } = c.req.query();
  const find = ((wrong ? c.var.form.get('find') : c.req.query('find')) ?? '').trim().slice(0, 100);
  const [all, attributes, customers, picks, opened, found] = await Promise.all([
    listSegments(ctx),
    attributesOf(ctx, 'account'),
    customersIn(ctx, id, { before, after }),
    picksOf(ctx, id),
    openedBy(ctx, id),
    find ? findCustomers(ctx, find) : [],
  ]);
  const segment = all.find((one) => one.id === id)!;
  const opens = await Promise.all(opened.map((one) => objectName(ctx, one)));
  const reasons = await reasonsFor(ctx, segment, found, attributes);
  const facts = { segment, attributes, customers, picks, opens, find, reasons, back };
  return c.render(
    <SegmentPage reader={ctx.reader} guard={guardOf(c)} mayManage={mayManageSegments(ctx.actor)} {...facts} />,
    { title: segment.name, nav: 'customers', crumbs: crumbs(ctx, segment), topics: ['inbox'] },
  );
}
