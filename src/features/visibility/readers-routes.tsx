import { notFound } from '#platform/http/http-error.ts';
import { mayAskWhoSees } from './access.ts';
import { say } from './messages.ts';
import { room } from './routes.tsx';
import { findSeen, whoReadsOutside, whoSees } from './sight.ts';
import { ReadersPage } from './views/readers.tsx';

/** Who can see one thing, and why; with `person` in the address, whether that one can. */
room.get('/readers/:kind/:id', 'member', async (ctx, c) => {
  const { kind = '', id = '' } = c.req.param();
  if (!mayAskWhoSees(ctx.actor)) throw notFound();
  const seen = await findSeen(ctx, kind, id);
  const [answers, outside] = await Promise.all([whoSees(ctx, seen), whoReadsOutside(ctx, seen)]);
  const asked = answers.find(({ who }) => who.id === c.req.query('person'));
  const title = say(ctx.reader, 'readers');
  return c.render(
    <ReadersPage
      ctx={ctx}
      address={`/readers/${kind}/${id}`}
      seen={seen}
      answers={answers}
      asked={asked}
      outside={outside}
    />,
    {
      title,
      nav: seen.nav,
      crumbs: [{ label: seen.title, href: seen.href }, { label: title }],
      topics: [`account:${seen.accountId}`],
    },
  );
});
