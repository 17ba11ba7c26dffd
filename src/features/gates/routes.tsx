import type { Context } from 'hono';
import { settingsPage } from '#features/settings/index.ts';
import { roomNames } from '#platform/customer-rooms.ts';
import { alone } from '#platform/db/turns.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import type { Form } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import { rebased, type Shown } from '#platform/http/rebased.ts';
import { createRoom } from '#platform/http/room.ts';
import { gateNames, readGate, shownGate } from './form.ts';
import { everyone, gatesOf, mayManageGates, type OpenTo, setGate } from './gate.ts';
import { say } from './messages.ts';
import { segmentsToName } from './self-opened.ts';
import { RoomsPage } from './views/rooms.tsx';

export const room = createRoom('gates');

type On = CtxOf<Member>;
const admit = ({ actor }: On) => {
  if (!mayManageGates(actor)) throw notFound();
};

room.get('/settings/rooms', 'member', async (ctx, c) => {
  admit(ctx);
  const stored = await gatesOf(ctx, 'room');
  const kept = await keptForm(ctx, c, '/settings/rooms');
  const typed = kept ? readGates(rebased(kept, shownGates(stored), answers)).gates : [];
  return page(ctx, c, stored, new Map([...stored, ...typed]));
});

room.post('/settings/rooms', 'member', async (ctx, c) => {
  admit(ctx);
  await alone(ctx.db, ctx.workspace.id, 'gates');
  const stored = await gatesOf(ctx, 'room');
  const { gates, empty } = readGates(rebased(c.var.form, shownGates(stored), answers));
  const errors: FieldErrors = Object.fromEntries(empty.map((name) => [name, say(ctx.reader, 'error.segments')]));
  if (Object.keys(errors).length > 0) return page(ctx, c, stored, gates, errors);
  for (const [name, open] of gates) await setGate(ctx, 'room', name, open);
  flash(c, say(ctx.reader, 'saved'));
  return c.redirect('/settings/rooms', 303);
});

type Gates = ReadonlyMap<string, OpenTo>;

const shownGates = (gates: Gates): Shown =>
  Object.assign({}, ...roomNames.map((name) => shownGate(name, gates.get(name) ?? everyone)));

/** Whom a room is for is one answer: two that were given at once do not make a third. */
const answers = roomNames.map((name) => Object.values(gateNames(name)));

/** What a form says of each room; `empty` are those opened to groups of which none was chosen. */
function readGates(form: Form): { gates: Map<string, OpenTo>; empty: string[] } {
  const gates = new Map<string, OpenTo>();
  const empty: string[] = [];
  for (const name of roomNames) {
    const read = readGate(form, name);
    if (read === 'none chosen') empty.push(name);
    if (read) gates.set(name, read === 'none chosen' ? { to: 'segments', segments: [] } : read);
  }
  return { gates, empty };
}

async function page(ctx: On, c: Context<Env>, stored: Gates, gates: Gates, errors: FieldErrors = {}) {
  if (Object.keys(errors).length > 0) c.status(422);
  const segments = await segmentsToName(ctx);
  const shown = { stored: shownGates(stored), gates, segments, errors };
  const rooms = <RoomsPage reader={ctx.reader} guard={guardOf(c)} {...shown} />;
  return settingsPage(ctx, c, rooms, { section: 'rooms', title: say(ctx.reader, 'title') });
}
