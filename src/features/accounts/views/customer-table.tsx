import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { Avatar, People } from '#platform/ui/people.tsx';
import { Badge, Turn } from '#platform/ui/state.tsx';
import type { CustomerFilter, CustomerLine, Sort } from '../customers.ts';
import { say } from '../messages.ts';
import { customersAddress } from './customers-address.ts';

const MOST_FACES = 4;

interface Props {
  reader: Reader;
  filter: CustomerFilter;
  lines: CustomerLine[];
}

/** The kit's table with what this one adds: columns that sort, and rows that are one link. */
export function CustomerTable({ reader, filter, lines }: Props) {
  return (
    <div class="card flush">
      <table class="table foldable customers">
        <caption class="visually-hidden">{say(reader, 'customers')}</caption>
        <thead>
          <tr>
            <SortHead reader={reader} filter={filter} by="name" label={say(reader, 'column.customer')} />
            <th scope="col">{say(reader, 'column.people')}</th>
            <th scope="col">{say(reader, 'column.team')}</th>
            <SortHead reader={reader} filter={filter} by="activity" label={say(reader, 'column.activity')} />
            <th scope="col" class="end">
              {say(reader, 'column.open')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line reader={reader} line={line} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SortHead({ reader, filter, by, label }: Omit<Props, 'lines'> & { by: Sort; label: string }) {
  const current = filter.sort === by;
  const way = by === 'name' ? 'ascending' : 'descending';
  return (
    <th scope="col" aria-sort={current ? way : undefined}>
      <span class="on-phones">{label}</span>
      <a
        class="sort off-phones"
        href={customersAddress({ ...filter, sort: by })}
        title={`${say(reader, 'sort')}: ${say(reader, `sort.${by}`)}`}
      >
        {label}
        {current && <Icon name="arrow-up" size="small" />}
      </a>
    </th>
  );
}

function Line({ reader, line }: { reader: Reader; line: CustomerLine }) {
  return (
    <tr>
      <td>
        <a class="person" href={`/customers/${line.id}`} data-list-item="">
          <Avatar name={line.name} square />
          <div>
            <b class="clip">{line.name}</b>
            {line.plan && <span class="meta clip">{line.plan}</span>}
            <span class="off-phones">
              <InDoubt reader={reader} line={line} />
            </span>
          </div>
        </a>
      </td>
      <td class="fold meta">
        <Joined reader={reader} line={line} />
      </td>
      <td class="fold meta">
        <Team reader={reader} names={line.team} />
      </td>
      <td class="meta under">
        <span class="on-phones">
          <span>
            {say.rich(reader, 'active', { when: <Time reader={reader} date={line.activeAt} style="within" /> })}
          </span>
          {line.people > 0 && line.joined === 0 && <Joined reader={reader} line={line} />}
          <InDoubt reader={reader} line={line} />
        </span>
        <span class="off-phones">
          <Time reader={reader} date={line.activeAt} />
        </span>
      </td>
      <td class="end beside">
        <span class="open-items">
          <span class="meta">{say(reader, 'open', { n: line.open })}</span>
          {line.ours > 0 && <Turn turn="you">{say(reader, 'open.ours', { n: line.ours })}</Turn>}
        </span>
      </td>
    </tr>
  );
}

/** It came by sign-up and has another's name; its page says whose. */
function InDoubt({ reader, line }: { reader: Reader; line: CustomerLine }) {
  if (!line.inDoubt) return null;
  return (
    <Badge tone="warn" icon="circle-alert">
      {say(reader, 'alike.short')}
    </Badge>
  );
}

function Joined({ reader, line }: { reader: Reader; line: CustomerLine }) {
  if (line.people === 0) return <>{say(reader, 'people.none')}</>;
  if (line.joined > 0) return <>{say(reader, 'people', { joined: line.joined, n: line.people })}</>;
  return (
    <Badge tone="warn" icon="mail">
      {say(reader, 'people.unseen')}
    </Badge>
  );
}

function Team({ reader, names }: { reader: Reader; names: string[] }) {
  if (names.length === 0) return <>{say(reader, 'team.none')}</>;
  const label = say(reader, 'team.names', { names: formatList(reader, names) });
  return <People names={names.slice(0, MOST_FACES)} label={label} />;
}
