import { roleName } from '#features/roles/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { SearchInput } from '#platform/ui/field.tsx';
import { Filters, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Card, Row, Rows, Verdict } from '#platform/ui/rows.tsx';
import type { Account } from '../account.ts';
import type { MergeSummary } from '../merge.ts';
import { say } from '../messages.ts';
import { Sure } from './sure.tsx';

interface MergePageProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  query: string;
  /** Those to choose from, until one is chosen. */
  others: { id: string; name: string; plan: string }[];
  into: Account | null;
  summary: MergeSummary | null;
  error?: string | undefined;
}

export function MergePage(props: MergePageProps) {
  const { reader, account, into, summary } = props;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'merge.title', { name: account.shortName })}
        lede={say(reader, 'merge.lede', { name: account.shortName })}
      />
      {into && summary ? <Summary {...props} into={into} summary={summary} /> : <Choosing {...props} />}
    </Page>
  );
}

function Choosing({ reader, account, query, others }: MergePageProps) {
  const address = `/customers/${account.id}/merging`;
  return (
    <div class="stack">
      <Filters action={address} submit={say(reader, 'merge.find.submit')}>
        <SearchInput
          name="q"
          value={query}
          label={say(reader, 'merge.find')}
          placeholder={say(reader, 'merge.find.hint')}
        />
      </Filters>
      {others.length === 0 ? (
        <p class="meta">{say(reader, 'merge.none')}</p>
      ) : (
        <Card fit="flush">
          <Rows>
            {others.map(({ id, name, plan }) => (
              <Row
                href={`${address}?into=${id}`}
                lead={<Avatar name={name} square />}
                title={name}
                meta={plan || undefined}
              />
            ))}
          </Rows>
        </Card>
      )}
    </div>
  );
}

/** Somebody with a role at each: which one is theirs from then on. */
function twoRoles(
  reader: Reader,
  { name, ...pair }: MergeSummary['same'][number],
  names: { from: string; into: string },
) {
  const called = ({ key, name }: { key: string; name: string }) => roleName(reader, { side: 'contact', key, name });
  const roles = { there: called(pair.gone), here: called(pair.stays), role: called(pair.goesOn) };
  return { icon: 'info', tone: 'warn', text: say(reader, 'merge.roles', { name, ...names, ...roles }) } as const;
}

type Chosen = MergePageProps & { into: Account; summary: MergeSummary };

function Summary({ reader, guard, account, into, summary, error }: Chosen) {
  const names = { from: account.name, into: into.name };
  const { contacts: n, same, tickets, open, files, team } = summary;
  return (
    <form method="post" action={`/customers/${account.id}/merging`} class="stack apart">
      <Guard guard={guard} />
      <input type="hidden" name="into" value={into.id} />
      <Section id="moves" title={say(reader, 'merge.into', names)}>
        <Verdict
          rules={[
            { icon: 'users', text: say(reader, 'merge.contacts', { n }) },
            ...same.map(({ name, email }) => ({
              icon: 'user' as const,
              text: say(reader, 'merge.same', { name, email }),
            })),
            ...same.flatMap(({ name, access }) =>
              access
                ? [
                    {
                      icon: 'lock',
                      tone: 'warn',
                      text: say(reader, `merge.access.${access}`, { name, ...names }),
                    } as const,
                  ]
                : [],
            ),
            ...same.filter(({ gone, stays }) => gone.key !== stays.key).map((one) => twoRoles(reader, one, names)),
            { icon: 'ticket', text: say(reader, 'merge.tickets', { n: tickets, open }) },
            { icon: 'paperclip', text: say(reader, 'merge.files', { n: files }) },
            { icon: 'user-plus', text: say(reader, 'merge.team', { n: team }) },
            { icon: 'history', text: say(reader, 'merge.facts', names) },
            { icon: 'info', tone: 'warn', text: say(reader, 'merge.signed', names) },
          ]}
        />
      </Section>
      <Sure label={say(reader, 'merge.sure')} error={error} />
      <div class="end-bar">
        <Button href={`/customers/${account.id}/merging`} variant="quiet">
          {say(reader, 'merge.other')}
        </Button>
        <Button type="submit" variant="danger">
          {say(reader, 'merge.submit', { from: account.shortName, into: into.shortName })}
        </Button>
      </div>
    </form>
  );
}
