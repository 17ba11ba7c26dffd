import type { Ctx } from '#platform/http/context.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { say } from '../messages.ts';
import type { commentsOn } from '../vote.ts';

export interface ReadersPageProps {
  ctx: Ctx;
  number: number;
  title: string;
  votes: { yes: number; no: number };
  comments: Awaited<ReturnType<typeof commentsOn>>;
}

export function ReadersPage({ ctx, number, title, votes, comments }: ReadersPageProps) {
  const { reader } = ctx;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'readers.title')} lede={say(reader, 'readers.lede', { title, ...votes })}>
        <Button icon="pen-line" href={`/knowledge/${number}`}>
          {say(reader, 'readers.edit')}
        </Button>
      </PageHead>
      <Section id="readers" title={say(reader, 'readers.said')} count={comments.length}>
        {comments.length === 0 ? (
          <Empty
            small
            icon="message-circle"
            title={say(reader, 'readers.none')}
            text={say(reader, 'readers.none.text')}
          />
        ) : (
          <ul class="stack">
            {comments.map((one) => (
              <li class="card tight stack close">
                <p class="help-comment">{one.comment}</p>
                <p class="cluster meta">
                  <Badge tone={one.helpful ? 'ok' : 'warn'}>
                    {say(reader, one.helpful ? 'readers.yes' : 'readers.no')}
                  </Badge>
                  {one.contactId ? (
                    <a href={`/contacts/${one.contactId}`}>{one.name}</a>
                  ) : (
                    (one.member ?? say(reader, one.known ? 'readers.somebody' : 'readers.visitor'))
                  )}
                  <Time reader={reader} date={one.at} />
                </p>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </Page>
  );
}
