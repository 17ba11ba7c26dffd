import type { Ctx } from '#platform/http/context.ts';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Row, Rows, Tile } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { type Connection, isSetUp } from '../connection.ts';
import { say } from '../messages.ts';

interface ListPageProps {
  ctx: Ctx;
  connections: Connection[];
  /** Of the customers, by their id. */
  names: ReadonlyMap<string, string>;
  /** Whether a customer is left to set it up for. */
  more: boolean;
}

export function ListPage({ ctx, connections, names, more }: ListPageProps) {
  const { reader } = ctx;
  const team = connections.find(({ accountId }) => accountId === null);
  const customers = connections.filter(({ accountId }) => accountId !== null);
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'section')} lede={say(reader, 'lede')} />
      <Section id="sso-team" title={say(reader, 'team')}>
        {team ? (
          <Listed ctx={ctx} connections={[team]} names={names} />
        ) : (
          <div class="card stack">
            <p>{say(reader, 'team.none')}</p>
            <div>
              <Button href="/settings/sso/new/team" icon="plus">
                {say(reader, 'team.set')}
              </Button>
            </div>
          </div>
        )}
      </Section>
      <Section id="sso-customers" title={say(reader, 'customers')}>
        {customers.length > 0 ? (
          <Listed ctx={ctx} connections={customers} names={names} />
        ) : (
          <p class="meta">{say(reader, 'customers.none')}</p>
        )}
        {more && (
          <div>
            <Button href="/settings/sso/new/customer" icon="plus">
              {say(reader, 'customers.set')}
            </Button>
          </div>
        )}
      </Section>
    </Page>
  );
}

function Listed({ ctx, connections, names }: Omit<ListPageProps, 'more'>) {
  return (
    <div class="card flush">
      <Rows>
        {connections.map((connection) => (
          <Row
            id={`sso-${connection.id}`}
            href={`/settings/sso/${connection.id}`}
            lead={<Tile icon={connection.accountId ? 'building-2' : 'key-round'} />}
            title={connection.accountId ? (names.get(connection.accountId) ?? '') : connection.name}
            meta={`${connection.accountId ? `${connection.name} · ` : ''}${say(ctx.reader, `kind.${connection.kind}`)}`}
            end={<State ctx={ctx} connection={connection} />}
          />
        ))}
      </Rows>
    </div>
  );
}

export function State({ ctx: { reader }, connection }: { ctx: Ctx; connection: Connection }) {
  if (connection.requiredAt)
    return (
      <Badge tone="ok" icon="lock">
        {say(reader, 'state.required')}
      </Badge>
    );
  if (connection.enabledAt)
    return (
      <Badge tone="ok" icon="check">
        {say(reader, 'state.works')}
      </Badge>
    );
  if (connection.testedAt) return <Badge>{say(reader, 'state.tested')}</Badge>;
  return <Badge tone="warn">{say(reader, isSetUp(connection) ? 'state.untested' : 'state.new')}</Badge>;
}
