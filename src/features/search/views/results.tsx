import type { Ctx } from '#platform/http/context.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { SearchInput } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section, Tabs } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Card, Row, Rows, Tile } from '#platform/ui/rows.tsx';
import type { Found } from '../find.ts';
import type { Line, SearchKind, SearchPlace } from '../kinds.ts';
import { say } from '../messages.ts';
import type { Offered } from '../start.ts';
import { DidYouMean, Marked } from './marked.tsx';

interface ResultsProps {
  ctx: Ctx;
  query: string;
  /** One kind only, or everything. */
  kind: string | undefined;
  kinds: SearchKind[];
  found: Found;
  places: Record<'named' | 'like', SearchPlace[]>;
  /** How many of a kind are shown: of more there is a sign that there are more. */
  most: number;
  filling: boolean;
  /** When only nearly it was found: what was probably meant. */
  meant: string | null;
}

/** What was found, by kind. Every state of it has an address. */
export function Results({ ctx, query, kind, kinds, found, places, most, filling, meant }: ResultsProps) {
  const { reader } = ctx;
  const at = (only?: string) => `/search?q=${encodeURIComponent(query)}${only ? `&kind=${only}` : ''}`;
  const tab = (label: string, only?: string) => ({ label, href: at(only), current: kind === only });
  const count = found.count + places.named.length + places.like.length;
  const many = found.groups.some(({ hits }) => hits.length >= most);
  return (
    <Page width="narrow">
      <SearchHead ctx={ctx} query={query} kind={kind} />
      {kinds.length > 1 && (
        <Tabs
          label={say(reader, 'tab.label')}
          items={[tab(say(reader, 'tab.all')), ...kinds.map((one) => tab(one.label(reader), one.kind))]}
        />
      )}
      {filling && <Notice icon="clock">{say(reader, 'filling')}</Notice>}
      {count > 0 && (
        <p class="meta" role="status">
          {many ? say(reader, 'found.most', { n: count }) : say(reader, 'found', { n: count })}
          {found.count > 0 && found.how !== 'all' && ` · ${say(reader, found.how)}`}
        </p>
      )}
      {meant && <DidYouMean reader={reader} query={meant} href={`/search?q=${encodeURIComponent(meant)}`} />}
      <div class="stack loose" data-searched={query} data-found={count}>
        {places.named.length > 0 && <Places id="found-named" title={say(reader, 'go')} places={places.named} />}
        {found.groups.map((group) => (
          <Section
            id={`found-${group.kind.kind}`}
            title={group.kind.label(reader)}
            more={
              !kind && group.hits.length >= most ? { label: say(reader, 'more'), href: at(group.kind.kind) } : undefined
            }
          >
            <Card fit="flush">
              <Rows>
                {group.hits.map((hit) => (
                  <Row
                    href={hit.href}
                    lead={<LeadOf line={hit} kind={group.kind} />}
                    title={<Marked text={hit.marked} />}
                    meta={hit.note}
                    below={
                      hit.snippet ? (
                        <span>
                          <Marked text={hit.snippet} />
                        </span>
                      ) : undefined
                    }
                    end={hit.end}
                    data-opens-kind={group.kind.kind}
                    data-turbo-prefetch="false"
                  />
                ))}
              </Rows>
            </Card>
          </Section>
        ))}
        {places.like.length > 0 && (
          <Places
            id="found-places"
            title={say(reader, places.named.length > 0 ? 'go.further' : 'go')}
            places={places.like}
          />
        )}
      </div>
      {count === 0 && <Nothing ctx={ctx} query={query} elsewhere={kind ? at() : undefined} />}
    </Page>
  );
}

const LeadOf = ({ line, kind }: { line: Line; kind: SearchKind }) =>
  line.avatar ? <Avatar {...line.avatar} /> : <Tile icon={kind.icon} />;

function SearchHead({ ctx: { reader }, query, kind }: { ctx: Ctx; query: string; kind?: string | undefined }) {
  return (
    <>
      <PageHead title={query ? say(reader, 'title.for', { query }) : say(reader, 'title')} />
      <search>
        <form class="filters search-again" method="get" action="/search">
          {kind && <input type="hidden" name="kind" value={kind} />}
          <SearchInput
            id="search"
            name="q"
            label={say(reader, 'title')}
            placeholder={say(reader, 'placeholder')}
            value={query}
            data-hotkey="/"
          />
          <Button type="submit" variant="primary">
            {say(reader, 'submit')}
          </Button>
        </form>
      </search>
    </>
  );
}

function Nothing({ ctx: { reader }, query, elsewhere }: { ctx: Ctx; query: string; elsewhere: string | undefined }) {
  return (
    <Card>
      <Empty
        icon="search"
        title={say(reader, 'none', { query })}
        text={say(reader, elsewhere ? 'none.kind' : 'none.text')}
        action={elsewhere && <Button href={elsewhere}>{say(reader, 'none.everything')}</Button>}
        small
      />
    </Card>
  );
}

function Places({ id, title, places }: { id: string; title: string; places: SearchPlace[] }) {
  return (
    <Section id={id} title={title}>
      <Card fit="flush">
        <Rows>
          {places.map(({ href, icon, label, note }) => (
            <Row href={href} lead={<Tile icon={icon} />} title={label} meta={note} />
          ))}
        </Rows>
      </Card>
    </Section>
  );
}

/** The page before anything is asked: the palette at rest, for whoever has no scripts. */
export function StartPage(props: { ctx: Ctx; waiting: Offered[]; recent: Offered[]; acts: SearchPlace[] }) {
  const { ctx, waiting, recent, acts } = props;
  const { reader } = ctx;
  const list = (id: string, title: string, offered: Offered[]) =>
    offered.length > 0 && (
      <Section id={id} title={title}>
        <Card fit="flush">
          <Rows>
            {offered.map(({ kind, line }) => (
              <Row
                href={line.href}
                lead={<LeadOf line={line} kind={kind} />}
                title={line.title}
                meta={line.note}
                end={line.end}
              />
            ))}
          </Rows>
        </Card>
      </Section>
    );
  return (
    <Page width="narrow">
      <SearchHead ctx={ctx} query="" />
      {list('start-waiting', say(reader, 'waiting'), waiting)}
      {list('start-recent', say(reader, 'recent'), recent)}
      {acts.length > 0 && <Places id="found-places" title={say(reader, 'do')} places={acts} />}
    </Page>
  );
}
