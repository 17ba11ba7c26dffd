import { z } from 'zod';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { isFilling } from './fill.ts';
import { find } from './find.ts';
import { isFetchedAhead, isKept, keepSearch, noteSearch } from './kept.ts';
import { kindsFor } from './kinds.ts';
import { meantBy } from './meant.ts';
import { say } from './messages.ts';
import { actsAbout, actsFor, placesLike } from './places.ts';
import { startOf } from './start.ts';
import { synonymsRoutes } from './synonyms-routes.tsx';
import { AtRest, Typed } from './views/palette.tsx';
import { Results, StartPage } from './views/results.tsx';
import { askedIn, MAX_TYPED } from './words.ts';

export const room = createRoom('search');

const IN_PALETTE = 5;
const ON_PAGE = 10;
const OF_A_KIND = 50;

/** The people who run the installation have nothing to search. */
function admit({ workspace }: Ctx): void {
  if (workspace.isInstallation) throw notFound();
}

room.get('/search', 'signed-in', async (ctx, c) => {
  admit(ctx);
  const title = say(ctx.reader, 'title');
  const asked = askedIn(c.req.query('q') ?? '');
  if (!asked.typed && !asked.only) {
    const start = await startOf(ctx);
    return c.render(<StartPage ctx={ctx} {...start} acts={actsFor(ctx)} />, { title, crumbs: [{ label: title }] });
  }
  const kinds = kindsFor(ctx);
  const kind = kinds.find((one) => one.kind === c.req.query('kind'))?.kind;
  const most = kind ? OF_A_KIND : ON_PAGE;
  const [found, filling] = await Promise.all([find(ctx, asked, { most, kind, snippets: true }), isFilling(ctx)]);
  const places = kind ? { named: [], like: [] } : placesLike(ctx, asked);
  if (found.count + places.named.length + places.like.length === 0 && !kind && isKept(ctx) && !isFetchedAhead(c))
    noteSearch(c.req.raw, { typed: asked.typed, place: 'page', found: 0, opened: null });
  return c.render(
    <Results
      ctx={ctx}
      query={asked.typed}
      kind={kind}
      kinds={kinds}
      found={found}
      places={places}
      most={most}
      filling={filling}
      meant={meantBy(asked, found)}
    />,
    { title: asked.typed ? say(ctx.reader, 'title.for', { query: asked.typed }) : title, crumbs: [{ label: title }] },
  );
});

/** What the palette shows while somebody types, and before. */
room.get('/search/palette', 'signed-in', async (ctx, c) => {
  admit(ctx);
  const typed = c.req.query('q') ?? '';
  if (!(c.req.header('accept') ?? '').includes('text/vnd.portico.palette'))
    return c.redirect(`/search?q=${encodeURIComponent(typed.slice(0, MAX_TYPED))}`, 303);
  c.header('cache-control', 'no-store');
  const asked = askedIn(typed);
  if (!asked.typed && asked.only !== 'places')
    return c.html(<AtRest ctx={ctx} {...(await startOf(ctx))} acts={actsFor(ctx)} />);
  const found = await find(ctx, asked, { most: IN_PALETTE });
  const { named, like } = asked.only === 'people' ? { named: [], like: [] } : placesLike(ctx, asked);
  const places = { named, like: like.slice(0, asked.only ? 20 : 4) };
  return c.html(<Typed ctx={ctx} asked={asked} found={found} places={places} acts={actsAbout(ctx, asked)} />);
});

const outcome = z.object({
  q: z.string().max(MAX_TYPED),
  place: z.enum(['page', 'palette']),
  found: z.coerce.number().int().min(0).max(1000),
  opened: z
    .string()
    .regex(/^[a-z]{2,20}$/)
    .optional(),
});

/** What became of a search: the browser says so when something is opened, or nothing was. Of whoever asked nothing is kept. */
room.post('/search/outcome', 'contact', async (ctx, c) => {
  const said = outcome.safeParse(Object.fromEntries([...c.var.form.fields].map(([name, all]) => [name, all[0]])));
  if (said.success) {
    const { q: typed, place, found, opened = null } = said.data;
    await keepSearch(ctx, { typed, place, found, opened });
  }
  return c.body(null, 204);
});

synonymsRoutes(room);
