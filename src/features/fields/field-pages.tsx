import type { Context } from 'hono';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { demand } from '#platform/http/http-error.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import type { Crumb } from '#platform/ui/shell.tsx';
import { fieldsOf } from './definitions.ts';
import { type About, mayWriteValues } from './field.ts';
import { peopleToName, readFieldForm, refuseFilesThatStay, typedOf, withHolders } from './form.ts';
import { say } from './messages.ts';
import { subjectIdOf, valuesOf, writeValues } from './values.ts';
import { FieldsForm } from './views/fields-form.tsx';

export interface FieldPlace {
  about: About;
  /** Of whom or what. */
  name: string;
  back: string;
  nav: string;
  crumbs: Crumb[];
}

/** A page of a room on which the team writes the business's own fields of one thing. `find` answers 404 for one not there. */
export function fieldPages(
  room: Room,
  path: string,
  find: (ctx: CtxOf<Member>, c: Context<Env>) => Promise<FieldPlace>,
): void {
  const page = async (
    ctx: CtxOf<Member>,
    c: Context<Env>,
    place: FieldPlace,
    given?: Record<string, string>,
    errors?: FieldErrors,
  ) => {
    if (errors) c.status(422);
    const [fields, members, values] = await Promise.all([
      fieldsOf(ctx, place.about.subject),
      peopleToName(ctx),
      valuesOf(ctx, place.about),
    ]);
    const people = withHolders(members, fields, values);
    const typed = given ?? typedOf(values, fields, ctx.reader);
    const title = say(ctx.reader, 'form.title', { name: place.name });
    const subjectId = subjectIdOf(place.about);
    const asked = { fields, people, typed, errors, subjectId };
    const facts = { reader: ctx.reader, guard: guardOf(c), action: c.req.path, title, ...asked };
    return c.render(<FieldsForm {...facts} back={place.back} />, {
      title,
      nav: place.nav,
      crumbs: [...place.crumbs, { label: say(ctx.reader, 'form.crumb') }],
    });
  };

  room.get(path, 'member', async (ctx, c) => {
    const place = await find(ctx, c);
    demand(mayWriteValues(ctx.actor));
    const kept = await keptForm(ctx, c, c.req.path);
    return page(ctx, c, place, kept ? firstValues(kept.fields) : undefined);
  });

  room.post(path, 'member', async (ctx, c) => {
    const place = await find(ctx, c);
    demand(mayWriteValues(ctx.actor));
    const fields = await fieldsOf(ctx, place.about.subject);
    const read = await readFieldForm(ctx, c.var.form, fields, false);
    await refuseFilesThatStay(ctx, place.about, read);
    if (Object.keys(read.errors).length > 0) return page(ctx, c, place, read.typed, read.errors);
    const n = await writeValues(ctx, place.about, read.written);
    flash(c, say(ctx.reader, 'form.saved', { n }));
    return c.redirect(place.back, 303);
  });
}
