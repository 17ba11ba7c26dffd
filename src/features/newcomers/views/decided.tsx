import type { CtxOf, Member } from '#platform/http/context.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import type { Decided } from '../decided.ts';
import { say } from '../messages.ts';

/** Somebody at the door about whom it is decided: how, by whom, when, and where they are now. */
export function DecidedPage({ ctx: { reader }, decided }: { ctx: CtxOf<Member>; decided: Decided }) {
  const { decision, at, by, reason, contact } = decided;
  return (
    <Page width="narrow">
      <PageHead title={decided.name} lede={say(reader, `decided.${decision}`)} />
      <div class="card">
        <Facts
          rows={[
            { term: say(reader, 'decided.by'), value: by ?? say(reader, 'decided.byRules') },
            { term: say(reader, 'decided.at'), value: <Time reader={reader} date={at} /> },
            ...(contact ? [{ term: say(reader, 'field.company'), value: contact.account }] : []),
            ...(reason ? [{ term: say(reader, 'decided.reason'), value: reason }] : []),
          ]}
        />
      </div>
      <div class="cluster">
        {contact && (
          <Button href={contact.href} variant="primary">
            {say(reader, 'decided.contact', { name: contact.name })}
          </Button>
        )}
        <Button href="/newcomers">{say(reader, 'decided.others')}</Button>
      </div>
    </Page>
  );
}
