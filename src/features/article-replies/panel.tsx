import { mayWrite } from '#features/knowledge/index.ts';
import type { DeskPanel } from '#features/tickets/index.ts';
import { Section } from '#platform/ui/page.tsx';
import { begunFrom } from './figures.ts';
import { say } from './messages.ts';

/** Beside the ticket: the articles that came of it, and where one begins. */
export const panel: DeskPanel = async (ctx, ticket) => {
  if (!mayWrite(ctx.actor)) return null;
  const articles = await begunFrom(ctx, ticket);
  const { reader } = ctx;
  return (
    <Section
      id="articles"
      title={say(reader, 'panel')}
      more={{ label: say(reader, 'panel.write'), href: `/inbox/${ticket.number}/article` }}
    >
      {articles.length === 0 ? (
        <p class="meta">{say(reader, 'panel.none')}</p>
      ) : (
        <ul class="stack close">
          {articles.map(({ number, title }) => (
            <li>
              <a class="name-link" href={`/knowledge/${number}`}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};
