import type { CtxOf, Member } from '#platform/http/context.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { SearchInput, Select } from '#platform/ui/field.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { Filters, Page, PageHead, Pagination } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { Table } from '#platform/ui/table.tsx';
import { mayWrite } from '../access.ts';
import { type Category, titleFor } from '../category.ts';
import type { Line, ListFilter } from '../list.ts';
import { say } from '../messages.ts';
import { audienceIcon, Languages, StateBadge } from './marks.tsx';
import { NoArticles } from './no-articles.tsx';
import { KnowledgeTabs } from './tabs.tsx';

export interface AllPageProps {
  ctx: CtxOf<Member>;
  filter: ListFilter;
  lines: Line[];
  more: number | undefined;
  categories: Category[];
  members: { id: string; name: string }[];
  counts: { all: number; drafts: number };
  languages: string[];
}

const address = (filter: ListFilter, after?: number): string => {
  const said = Object.entries({ ...filter, after }).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  return said.length > 0 ? `/knowledge/articles?${new URLSearchParams(said)}` : '/knowledge/articles';
};

/** Every article there is, narrowed as its reader likes. */
export function AllPage(props: AllPageProps) {
  const { ctx, filter, lines, more, counts } = props;
  const { reader } = ctx;
  return (
    <Page width="wide">
      <PageHead title={say(reader, 'title')}>
        {mayWrite(ctx.actor) && (
          <Button variant="primary" icon="plus" href="/knowledge/new">
            {say(reader, 'write')}
          </Button>
        )}
      </PageHead>
      <KnowledgeTabs reader={reader} current={filter.state === 'draft' ? 'drafts' : 'all'} counts={counts} />
      <div class="stack loose">
        <Narrow {...props} />
        {counts.all === 0 ? (
          <NoArticles ctx={ctx} />
        ) : lines.length === 0 ? (
          <Card>
            <Empty icon="book-open" title={say(reader, 'none.title')} text={say(reader, 'none.text')} />
          </Card>
        ) : (
          <ArticleTable {...props} />
        )}
        <Pagination
          label={say(reader, 'pages')}
          newer={{
            label: say(reader, 'pages.first'),
            href: filter.after ? address({ ...filter, after: undefined }) : undefined,
          }}
          older={{ label: say(reader, 'pages.more'), href: more ? address(filter, more) : undefined }}
        />
      </div>
    </Page>
  );
}

function Narrow({ ctx: { reader, workspace }, filter, categories, members }: AllPageProps) {
  const any = (label: string) => ({ value: '', label });
  return (
    <Filters action="/knowledge/articles" submit={say(reader, 'filter.submit')}>
      <SearchInput
        name="q"
        label={say(reader, 'filter.search')}
        placeholder={say(reader, 'filter.search')}
        value={filter.q}
      />
      <Select
        name="category"
        aria-label={say(reader, 'column.category')}
        value={filter.category}
        options={[
          any(say(reader, 'filter.category')),
          ...categories.map((one) => ({
            value: one.id,
            label: `${one.parentId ? '– ' : ''}${titleFor(one, reader.locale, workspace.locale).title}`,
          })),
        ]}
      />
      <Select
        name="state"
        aria-label={say(reader, 'column.state')}
        value={filter.state}
        options={[
          any(say(reader, 'filter.state')),
          ...(['live', 'scheduled', 'draft', 'archived'] as const).map((state) => ({
            value: state,
            label: say(reader, `state.${state}`),
          })),
          { value: 'overdue', label: say(reader, 'overdue') },
          { value: 'lacking', label: say(reader, 'missing') },
        ]}
      />
      <Select
        name="owner"
        aria-label={say(reader, 'column.owner')}
        value={filter.owner}
        options={[
          any(say(reader, 'filter.owner')),
          { value: 'nobody', label: say(reader, 'nobody') },
          ...members.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        name="sort"
        aria-label={say(reader, 'sort')}
        value={filter.sort}
        options={[
          { value: '', label: say(reader, 'sort.changed') },
          { value: 'use', label: say(reader, 'sort.use') },
        ]}
      />
    </Filters>
  );
}

function ArticleTable({ ctx: { reader, workspace }, filter, lines, categories, languages }: AllPageProps) {
  const category = (id: string) => {
    const found = categories.find((one) => one.id === id);
    return found ? titleFor(found, reader.locale, workspace.locale).title : '';
  };
  return (
    <Table
      caption={say(reader, 'tab.all')}
      rows={lines}
      columns={[
        {
          head: say(reader, 'column.title'),
          cell: (line) => (
            <a class="person" href={`/knowledge/${line.number}`}>
              <div>
                <b class="clip">{line.title}</b>
                <span class="meta clip">{category(line.categoryId)}</span>
              </div>
            </a>
          ),
        },
        {
          head: say(reader, 'column.state'),
          phone: 'beside',
          cell: (line) => (
            <span class="cluster">
              <StateBadge reader={reader} state={stateOfLine(line)} />
              {line.overdue && <Badge tone="warn">{say(reader, 'badge.overdue')}</Badge>}
            </span>
          ),
        },
        {
          head: say(reader, 'column.readers'),
          phone: 'fold',
          meta: true,
          cell: (line) => (
            <span class="marked">
              <Icon name={audienceIcon[line.readers]} size="small" />
              {say(reader, `audience.${line.readers}`)}
            </span>
          ),
        },
        {
          head: say(reader, 'column.languages'),
          phone: 'wide',
          cell: (line) => <Languages reader={reader} line={line} all={languages} />,
        },
        {
          head: say(reader, 'column.owner'),
          phone: 'fold',
          meta: true,
          cell: (line) => (
            <span class="owner">{line.owner && !line.owner.gone ? line.owner.name : say(reader, 'nobody')}</span>
          ),
        },
        filter.sort === 'use'
          ? {
              head: say(reader, 'column.used'),
              phone: 'fold',
              meta: true,
              end: true,
              cell: (line) => say(reader, 'used', { n: line.used }),
            }
          : {
              head: say(reader, 'column.changed'),
              phone: 'fold',
              meta: true,
              end: true,
              cell: (line) => <Time reader={reader} date={line.changedAt} />,
            },
      ]}
    />
  );
}

/** Of several languages, what most readers have of it. */
function stateOfLine(line: Line) {
  const states = line.languages.map(({ state }) => state);
  return (['live', 'scheduled', 'archived'] as const).find((state) => states.includes(state)) ?? 'draft';
}
