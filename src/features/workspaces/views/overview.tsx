import { originOf } from '#platform/config.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { formatBytes, formatDate, formatNumber } from '#platform/i18n/format.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Avatar } from '#platform/ui/people.tsx';
import { Facts, Verdict } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { Stats, Table } from '#platform/ui/table.tsx';
import { say } from '../messages.ts';
import type { Health, WorkspaceFigures } from '../overview.ts';
import { judge } from './verdict.ts';

export interface OverviewProps {
  ctx: CtxOf<Member>;
  workspaces: WorkspaceFigures[];
  health: Health;
  /** What the process that answers knows of itself. */
  here: { livePages: number; startedAt: Date; memoryBytes: number; build: string };
  sendsMail: boolean;
}

/** The installation at a glance, for who runs it. */
export function Overview(props: OverviewProps) {
  const { ctx, workspaces, health, here, sendsMail } = props;
  const { reader } = ctx;
  const rules = judge(reader, health, sendsMail);
  const wrong = rules.filter((rule) => rule.tone === 'bad' || rule.tone === 'warn').length;
  return (
    <Page width="wide">
      <PageHead
        title={say(reader, 'overview.title')}
        lede={`${say(reader, 'overview.count', { n: workspaces.length })} ${say(reader, 'overview.wrong', { n: wrong })}`}
      />
      <Stats
        items={[
          { label: say(reader, 'stat.waiting'), value: formatNumber(reader, health.jobsWaiting) },
          { label: say(reader, 'stat.mails'), value: formatNumber(reader, health.mailsSent + health.mailsKept) },
          { label: say(reader, 'stat.live'), value: formatNumber(reader, here.livePages) },
          { label: say(reader, 'stat.database'), value: formatBytes(reader, health.databaseBytes) },
        ]}
      />
      <Section id="workspaces" title={say(reader, 'workspaces')} count={workspaces.length}>
        <Workspaces ctx={ctx} workspaces={workspaces} />
      </Section>
      <Columns broad asideLabel={say(reader, 'process')} aside={<Process {...props} />}>
        <Section id="health" title={say(reader, 'health')}>
          <Verdict rules={rules} />
        </Section>
      </Columns>
    </Page>
  );
}

function Workspaces({ ctx: { reader, platform }, workspaces }: Pick<OverviewProps, 'ctx' | 'workspaces'>) {
  if (workspaces.length === 0) return <p class="meta">{say(reader, 'workspaces.empty')}</p>;
  return (
    <Table
      caption={say(reader, 'workspaces')}
      rows={workspaces}
      columns={[
        {
          head: say(reader, 'column.name'),
          phone: 'wide',
          cell: (each) => (
            <div class="person">
              <Avatar name={each.name} square />
              <div>
                <b class="clip">{each.name}</b>
                {each.closedAt && <Badge tone="warn">{say(reader, 'overview.closed')}</Badge>}
                {each.hosts.map((host) => (
                  <a class="meta clip link" href={originOf(platform.config, host)}>
                    {host}
                  </a>
                ))}
              </div>
            </div>
          ),
        },
        {
          head: say(reader, 'column.accounts'),
          end: true,
          phone: 'fold',
          cell: (each) => formatNumber(reader, each.accounts),
        },
        {
          head: say(reader, 'column.contacts'),
          end: true,
          phone: 'fold',
          cell: (each) => formatNumber(reader, each.contacts),
        },
        {
          head: say(reader, 'column.tickets'),
          end: true,
          cell: (each) => (
            <>
              {formatNumber(reader, each.tickets)} <span class="figure-name">{say(reader, 'column.tickets')}</span>
            </>
          ),
        },
        {
          head: say(reader, 'column.active'),
          meta: true,
          end: true,
          cell: (each) => (each.activeAt ? <Time reader={reader} date={each.activeAt} /> : say(reader, 'never')),
        },
        {
          head: say(reader, 'column.created'),
          meta: true,
          end: true,
          phone: 'fold',
          cell: (each) => formatDate(reader, each.createdAt),
        },
      ]}
    />
  );
}

function Process({ ctx: { reader }, health, here }: OverviewProps) {
  return (
    <Section id="process" title={say(reader, 'process')}>
      <Facts
        rows={[
          { term: say(reader, 'process.started'), value: <Time reader={reader} date={here.startedAt} /> },
          { term: say(reader, 'process.build'), value: <span class="mono">{here.build}</span> },
          { term: say(reader, 'process.memory'), value: formatBytes(reader, here.memoryBytes) },
          { term: say(reader, 'process.node'), value: process.versions.node },
          { term: say(reader, 'process.postgres'), value: health.databaseVersion },
          { term: say(reader, 'process.connections'), value: formatNumber(reader, health.connections) },
          { term: say(reader, 'process.workers'), value: formatNumber(reader, health.workers) },
          { term: say(reader, 'process.running'), value: formatNumber(reader, health.jobsRunning) },
        ]}
      />
    </Section>
  );
}
