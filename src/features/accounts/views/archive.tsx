import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Verdict } from '#platform/ui/rows.tsx';
import type { Account } from '../account.ts';
import { say } from '../messages.ts';

interface ArchivePageProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  /** How many people lose access. */
  losing: number;
  open: number;
}

/** What putting a customer away means, before it is done. */
export function ArchivePage({ reader, guard, account, losing, open }: ArchivePageProps) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'archive.title', { name: account.shortName })} lede={say(reader, 'archive.lede')} />
      <form method="post" action={`/customers/${account.id}/archival`} class="stack apart">
        <Guard guard={guard} />
        <Verdict
          rules={[
            {
              icon: 'lock',
              tone: losing > 0 ? 'warn' : undefined,
              text: say(reader, 'archive.access', { n: losing }),
            },
            { icon: 'ticket', tone: open > 0 ? 'warn' : undefined, text: say(reader, 'archive.open', { n: open }) },
            { icon: 'archive', text: say(reader, 'archive.kept') },
          ]}
        />
        <div class="end-bar">
          <Button href={`/customers/${account.id}`} variant="quiet">
            {say(reader, 'new.cancel')}
          </Button>
          <Button type="submit" variant="danger" icon="archive">
            {say(reader, 'archive.submit', { name: account.shortName })}
          </Button>
        </div>
      </form>
    </Page>
  );
}
