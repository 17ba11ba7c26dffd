import { mayManageSignIn } from '#features/identity/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Row, Rows } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';
import type { Mode } from '../rules.ts';
import type { Newcomer } from '../waiting.ts';

/** Who has asked to come in, and proved their address, the longest waiting first. */
export function NewcomersPage(props: { ctx: CtxOf<Member>; n: number; waiting: Newcomer[]; mode: Mode }) {
  const { ctx, n, waiting, mode } = props;
  const { reader, actor } = ctx;
  const rules = mayManageSignIn(actor) && (
    <Button href="/settings/sign-up" icon="settings">
      {say(reader, 'waiting.rules')}
    </Button>
  );
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'waiting')} lede={say(reader, 'waiting.lede', { n })}>
        {rules}
      </PageHead>
      {waiting.length === 0 ? (
        <Empty
          icon="user-plus"
          title={say(reader, 'waiting.none')}
          text={say(reader, `waiting.none.${mode === 'moderated' ? 'moderated' : 'other'}`)}
        />
      ) : (
        <div class="card flush">
          <Rows id="newcomers">
            {waiting.map((one) => (
              <Row
                id={`newcomer-${one.id}`}
                href={`/newcomers/${one.id}`}
                lead={<Avatar name={one.name} />}
                title={one.name}
                meta={
                  <>
                    {one.company} · {one.email}
                  </>
                }
                end={
                  <span class="meta">
                    <Time reader={reader} date={one.provedAt} />
                  </span>
                }
              />
            ))}
          </Rows>
        </div>
      )}
    </Page>
  );
}
