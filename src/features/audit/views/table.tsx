import type { Ctx } from '#platform/http/context.ts';
import { formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { placeAndAddress } from '#platform/places.ts';
import { classes, type Tone } from '#platform/ui/attributes.ts';
import { Avatar } from '#platform/ui/people.tsx';
import type { Entry, LogPage } from '../entries.ts';
import { say } from '../messages.ts';
import { actorIn } from '../names.ts';
import { whatIn, whoIn } from '../told.ts';

interface Props {
  ctx: Ctx;
  page: LogPage;
  device: (reader: Reader, agent: string) => string;
}

export function LogTable({ ctx, page, device }: Props) {
  const { reader } = ctx;
  return (
    <div class="card flush">
      <table class="table foldable audit">
        <caption class="visually-hidden">{say(reader, 'title')}</caption>
        <thead>
          <tr>
            <th scope="col">{say(reader, 'column.when')}</th>
            <th scope="col">{say(reader, 'column.who')}</th>
            <th scope="col">{say(reader, 'column.what')}</th>
            <th scope="col">{say(reader, 'column.from')}</th>
            <th scope="col" class="end">
              {say(reader, 'column.entry')}
            </th>
          </tr>
        </thead>
        <tbody>
          {page.rows.map((entry) => (
            <Line ctx={ctx} page={page} entry={entry} device={device} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ ctx, page: { names }, entry, device }: Props & { entry: Entry }) {
  const { reader } = ctx;
  const who = whoIn(ctx, names, entry);
  const account = names.accounts.get(entry.accountId ?? '');
  return (
    <tr id={`entry-${entry.id}`}>
      <td class="num meta">
        <a class="audit-when" href={`/audit/${entry.id}`} data-list-item="">
          <Time reader={reader} date={entry.createdAt} style="dateTime" />
        </a>
      </td>
      <td>
        <span class="person">
          <Avatar name={who} photo={actorIn(names, entry)?.photo} size="small" />
          <b class="clip">{who}</b>
        </span>
      </td>
      <td class="wide">
        <span class={classes('audit-what', toneOf(entry.kind))}>{whatIn(ctx, names, entry)}</span>
        {account && <span class="meta audit-account">{account}</span>}
      </td>
      <td class="meta fold">
        <From ctx={ctx} entry={entry} device={device} />
      </td>
      <td class="end fold mono">{formatNumber(reader, entry.seq)}</td>
    </tr>
  );
}

interface OriginProps {
  ctx: Ctx;
  entry: Entry;
  device: Props['device'];
}

/** In a row: the address, and below it with what; neither ever wraps. */
function From({ ctx, entry, device }: OriginProps) {
  const { ip, agent } = entry;
  if (!ip || !agent) return <Origin ctx={ctx} entry={entry} device={device} />;
  const place = ctx.platform.places.at(ctx.reader, ip);
  return (
    <>
      <span class="audit-from num" title={ip}>
        {ip}
      </span>
      {place && (
        <span class="audit-from" title={place}>
          {place}
        </span>
      )}
      <span class="audit-from" title={agent}>
        {programIn(ctx.reader, entry, device)}
      </span>
    </>
  );
}

/** In a sentence. */
function Origin({ ctx, entry, device }: OriginProps) {
  const { reader, platform } = ctx;
  const { ip, agent, actorKind } = entry;
  // What a job does in somebody's name comes from nowhere; what privacy took is null.
  const inside = actorKind === 'system' || ip === '';
  if (!ip && !agent) return <>{say(reader, inside ? 'from.inside' : 'from.erased')}</>;
  return (
    <>
      {ip && placeAndAddress(platform.places, reader, ip)}
      {agent && ` · ${programIn(reader, entry, device)}`}
    </>
  );
}

/** A browser by its name; a directory as it names itself. */
const programIn = (reader: Reader, { agent, method }: Entry, device: Props['device']): string =>
  method === 'directory' ? (agent ?? '') : device(reader, agent ?? '');

const tones: [RegExp, Tone][] = [
  [/failed|refused|blocked|found/, 'bad'],
  [/accepted|solved|approved|\bsigned$|confirmed/, 'ok'],
  [/role|erased|anonymised|removed|disabled|password|exported|downloaded|new_device|changed|hold/, 'warn'],
];

/** What an auditor looks for stands out: refusals, decisions, and what gives somebody more or takes something away. */
const toneOf = (kind: string): Tone | undefined =>
  tones.find(([pattern]) => pattern.test(kind.split('.').slice(1).join('.')))?.[1];
