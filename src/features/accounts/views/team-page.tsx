import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button, IconButton } from '#platform/ui/button.tsx';
import { SelectField, TextField } from '#platform/ui/field.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import type { Account } from '../account.ts';
import { say } from '../messages.ts';
import type { TeamMember } from '../team.ts';

interface TeamPageProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  team: TeamMember[];
  others: { id: string; name: string; title: string }[];
}

/** The people of a customer, one form each: their order, what they do, and the way out. */
export function TeamPage({ reader, guard, account, team, others }: TeamPageProps) {
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'team.title', { name: account.shortName })}
        lede={say(reader, 'team.lede', { name: account.shortName })}
      />
      <div class="stack apart">
        {team.length > 0 ? (
          <Card fit="flush">
            <ol class="team-line">
              {team.map((member, index) => (
                <Line reader={reader} guard={guard} account={account} member={member} first={index === 0} />
              ))}
            </ol>
          </Card>
        ) : (
          <p class="meta">{say(reader, 'team.empty')}</p>
        )}
        <Section id="join" title={say(reader, 'team.add')}>
          {others.length === 0 ? (
            <p class="meta">{say(reader, 'team.add.none')}</p>
          ) : (
            <form method="post" action={`/customers/${account.id}/team`} class="stack">
              <Guard guard={guard} />
              <SelectField
                id="member"
                name="member"
                label={say(reader, 'team.add.who')}
                options={others.map(({ id, name, title }) => ({
                  value: id,
                  label: title ? `${name}, ${title}` : name,
                }))}
              />
              <TextField id="role" name="role" label={say(reader, 'team.role.short')} maxlength={60} />
              <div class="end-bar">
                <Button type="submit" variant="primary" icon="user-plus">
                  {say(reader, 'team.add.submit')}
                </Button>
              </div>
            </form>
          )}
        </Section>
      </div>
    </Page>
  );
}

interface LineProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  member: TeamMember;
  first: boolean;
}

function Line({ reader, guard, account, member, first }: LineProps) {
  const { id, name, photo } = member;
  const address = `/customers/${account.id}/team/${id}`;
  return (
    <li id={`member-${id}`}>
      <div class="person">
        <Avatar name={name} photo={photo} />
        <div class="team-who">
          <b class="clip">{name}</b>
          {first && <Badge tone="tinted">{say(reader, 'team.lead')}</Badge>}
        </div>
      </div>
      <form method="post" action={`${address}/role`} class="team-role">
        <Guard guard={guard} />
        <input
          class="input"
          name="role"
          value={member.role}
          maxlength={60}
          autocomplete="off"
          aria-label={say(reader, 'team.role', { name })}
        />
        <Button type="submit" size="small" aria-label={say(reader, 'team.role.save.label', { name })}>
          {say(reader, 'team.role.save')}
        </Button>
      </form>
      <div class="team-acts">
        {!first && (
          <form method="post" action={`${address}/rise`}>
            <Guard guard={guard} />
            <IconButton type="submit" variant="quiet" icon="arrow-up" label={say(reader, 'team.up', { name })} />
          </form>
        )}
        <form method="post" action={`${address}/removal`}>
          <Guard guard={guard} />
          <IconButton type="submit" variant="quiet" icon="x" label={say(reader, 'team.remove', { name })} />
        </form>
      </div>
    </li>
  );
}
