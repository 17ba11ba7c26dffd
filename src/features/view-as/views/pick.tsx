import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDuration } from '#platform/i18n/duration.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Person } from '#platform/ui/people.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';
import { VIEW_MINUTES } from '../view.ts';

export interface Pickable {
  id: string;
  name: string;
  title: string;
  photo: string | null;
  joined: boolean;
}

interface PickProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  account: { id: string; shortName: string };
  people: Pickable[];
  tells: boolean;
}

/** Whose view of the portal: everybody at a customer who could come in. */
export function Pick({ ctx: { reader }, guard, account, people, tells }: PickProps) {
  const name = account.shortName;
  const lede = say(reader, 'pick.lede', { account: name, minutes: formatDuration(reader, VIEW_MINUTES * 60) });
  const told = tells ? ` ${say(reader, 'pick.told', { account: name })}` : '';
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'pick.title')} lede={`${lede}${told}`} />
      {people.length === 0 ? (
        <Card>
          <Empty
            small
            icon="users"
            title={say(reader, 'pick.empty.title')}
            text={say(reader, 'pick.empty.text', { account: name })}
          />
        </Card>
      ) : (
        <Card>
          <ul class="people-list">
            {people.map((person) => (
              <li>
                <Person
                  name={person.name}
                  photo={person.photo}
                  note={[person.title, !person.joined && say(reader, 'pick.uninvited')].filter(Boolean).join(' · ')}
                >
                  <form method="post" action={`/customers/${account.id}/contacts/${person.id}/view`} data-turbo="false">
                    <Guard guard={guard} />
                    <Button
                      type="submit"
                      size="small"
                      icon="eye"
                      aria-label={say(reader, 'pick.see', { name: person.name })}
                    >
                      {say(reader, 'pick.short')}
                    </Button>
                  </form>
                </Person>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <div class="end-bar">
        <Button href={`/customers/${account.id}`}>{say(reader, 'pick.back', { account: name })}</Button>
      </div>
    </Page>
  );
}
