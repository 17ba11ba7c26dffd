import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card, FactRows, Row, Rows } from '#platform/ui/rows.tsx';
import type { Own } from '../follow.ts';
import { say } from '../messages.ts';

/** Something somebody follows, as they may see it now; without a title when they may not. */
export interface Listed {
  id: string;
  kind: 'article' | 'category';
  title: string | undefined;
  href: string | undefined;
  /** Its language, where that is not the reader's. */
  lang?: string | undefined;
}

export function FollowingPage({ ctx: { reader }, guard, listed }: { ctx: Own; guard: Guarded; listed: Listed[] }) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede')} />
      {listed.length === 0 ? (
        <Card>
          <Empty
            icon="bell"
            title={say(reader, 'empty')}
            text={say(reader, 'empty.text')}
            action={<Button href="/help">{say(reader, 'empty.action')}</Button>}
            small
          />
        </Card>
      ) : (
        <Card fit="flush">
          <Rows>
            {listed.map((one) => (
              <Followed reader={reader} guard={guard} one={one} />
            ))}
          </Rows>
        </Card>
      )}
    </Page>
  );
}

function Followed({ reader, guard, one }: { reader: Reader; guard: Guarded; one: Listed }) {
  const title = one.title ?? say(reader, 'gone');
  return (
    <Row
      id={`follow-${one.id}`}
      lead={<Icon name={one.kind === 'article' ? 'file-text' : 'book-open'} />}
      title={
        one.href ? (
          <a class="link" href={one.href} lang={one.lang}>
            {title}
          </a>
        ) : (
          title
        )
      }
      meta={say(reader, one.title === undefined ? 'gone.note' : one.kind)}
      end={
        <form method="post" action={`/account/following/${one.id}/ending`}>
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          <Button type="submit" size="small" aria-label={say(reader, 'end', { title })}>
            {say(reader, 'end.short')}
          </Button>
        </form>
      }
    />
  );
}

/** On the account page: the way there. */
export const FollowingSection = ({ reader }: { reader: Reader }) => (
  <Section id="following" title={say(reader, 'section')}>
    <FactRows
      rows={[
        {
          icon: 'bell',
          title: say(reader, 'title'),
          note: say(reader, 'section.note'),
          end: (
            <Button size="small" href="/account/following">
              {say(reader, 'section.open')}
            </Button>
          ),
        },
      ]}
    />
  </Section>
);
