import { askProof } from '#features/identity/index.ts';
import { csvOf } from '#features/imports/index.ts';
import { segmentNames } from '#features/segments/index.ts';
import { recordRead } from '#platform/events/record-read.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { maySeeFigures, mayTakeRows } from './access.ts';
import { deflectionExported } from './events.ts';
import { figuresOf } from './figures.ts';
import { filterFields, queryOf, selection } from './filter.ts';
import { say } from './messages.ts';
import { allTries, pageOfTries, type Try, titlesOf } from './people.ts';
import { FiguresPage } from './views/figures.tsx';
import { PeoplePage } from './views/people.tsx';

const HOME = '/deflection';

/** To whom it is not shown it is not there. */
function admit(ctx: CtxOf<Member>): void {
  if (ctx.workspace.isInstallation || !maySeeFigures(ctx.actor)) throw notFound();
}

export function teamRoutes(room: Room): void {
  room.get(HOME, 'member', async (ctx, c) => {
    admit(ctx);
    const filter = filterFields.parse(c.req.query());
    const [figures, segments] = await Promise.all([figuresOf(ctx, filter), segmentNames(ctx)]);
    const title = say(ctx.reader, 'title');
    return c.render(<FiguresPage ctx={ctx} filter={filter} figures={figures} segments={segments} />, {
      title,
      nav: 'deflection',
      crumbs: [{ label: title }],
    });
  });

  room.get(`${HOME}/people`, 'member', async (ctx, c) => {
    admit(ctx);
    const filter = filterFields.parse(c.req.query());
    const show = selection.parse(c.req.query('show'));
    const page = await pageOfTries(ctx, filter, show, c.req.query());
    const titles = await titlesOf(ctx, page.rows);
    const title = say(ctx.reader, `show.${show}`);
    return c.render(<PeoplePage ctx={ctx} filter={filter} show={show} page={page} titles={titles} />, {
      title,
      nav: 'deflection',
      crumbs: [{ label: say(ctx.reader, 'title'), href: `${HOME}${queryOf(filter)}` }, { label: title }],
    });
  });

  room.get(`${HOME}/people.csv`, 'member', async (ctx, c) => {
    admit(ctx);
    if (!mayTakeRows(ctx.actor)) throw notFound();
    const asked = await askProof(ctx, c);
    if (asked) return asked;
    const filter = filterFields.parse(c.req.query());
    const show = selection.parse(c.req.query('show'));
    const tries = await allTries(ctx, filter, show);
    const titles = await titlesOf(ctx, tries);
    const { id } = ctx.workspace;
    recordRead(c, deflectionExported, { subjectId: id, accountId: null, data: { rows: tries.length } });
    const header = say(ctx.reader, 'csv.columns').split(';');
    return new Response(
      csvOf(
        ctx.reader,
        header,
        tries.map((one) => lineOf(ctx, one, titles)),
      ),
      {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="deflection.csv"',
          'cache-control': 'no-store',
        },
      },
    );
  });
}

/** Moments as other exports have them: a spreadsheet sorts them. */
const lineOf = ({ reader }: CtxOf<Member>, one: Try, titles: Map<string, string>): (string | number | null)[] => {
  const named = (ids: string[]) => ids.map((id) => titles.get(id) ?? id).join(', ');
  return [
    one.begunAt.toISOString(),
    one.contact,
    one.account,
    say(reader, `arm.${one.arm}`),
    named(one.suggested),
    named(one.opened),
    say(reader, `outcome.${one.outcome ?? 'open'}`),
    one.ticket,
    one.raisedAt?.toISOString() ?? null,
    one.raised,
    say(reader, one.settled ? 'settled.yes' : 'settled.no'),
  ];
};
