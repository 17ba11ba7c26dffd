import type { Child } from 'hono/jsx';
import type { Ctx } from '#platform/http/context.ts';
import type { IconName } from '#platform/ui/icons.ts';
import type { Found, Hit } from '../find.ts';
import type { Line, SearchPlace } from '../kinds.ts';
import { say } from '../messages.ts';
import type { Offered } from '../start.ts';
import type { Asked } from '../words.ts';
import { Lead } from './line.tsx';
import { Marked } from './marked.tsx';

interface Option {
  href: string;
  icon: IconName;
  title: Child;
  note?: Child;
  avatar?: Line['avatar'];
  end?: Child;
  /** The kind of what is opened by it. */
  opens?: string | undefined;
}

interface Options {
  title: string;
  options: Option[];
}

/** What was found while somebody types, and what can be done about it. */
export function Typed(props: {
  ctx: Ctx;
  asked: Asked;
  found: Found;
  places: Record<'named' | 'like', SearchPlace[]>;
  acts: Option[];
}) {
  const { ctx, asked, found, places, acts } = props;
  const { reader } = ctx;
  const count = found.count + places.named.length + places.like.length;
  const groups: Options[] = [
    { title: say(reader, 'go'), options: places.named.map(placeOption) },
    ...found.groups.map(({ kind, hits }) => ({ title: kind.label(reader), options: hits.map(optionOf) })),
    { title: say(reader, places.named.length > 0 ? 'go.further' : 'go'), options: places.like.map(placeOption) },
    { title: say(reader, 'actions'), options: [...acts, ...everything(ctx, asked)] },
  ];
  return (
    <List
      groups={groups}
      status={say(reader, 'found', { n: count })}
      found={count}
      note={found.how === 'all' ? undefined : say(reader, found.how)}
    />
  );
}

const everything = ({ reader }: Ctx, { typed, only }: Asked): Option[] =>
  typed && !only
    ? [
        {
          href: `/search?q=${encodeURIComponent(typed)}`,
          icon: 'search',
          title: say(reader, 'all.for', { query: typed }),
        },
      ]
    : [];

/** Before anything is typed: what waits, what was, and what can be done. */
export function AtRest(props: { ctx: Ctx; waiting: Offered[]; recent: Offered[]; acts: SearchPlace[] }) {
  const { reader } = props.ctx;
  const offered = (list: Offered[]) => list.map(({ kind, line }) => ({ ...line, icon: kind.icon, opens: kind.kind }));
  return (
    <List
      groups={[
        { title: say(reader, 'waiting'), options: offered(props.waiting) },
        { title: say(reader, 'recent'), options: offered(props.recent) },
        { title: say(reader, 'do'), options: props.acts.map(placeOption) },
      ]}
      status=""
      found={0}
    />
  );
}

const optionOf = (hit: Hit): Option => ({
  href: hit.href,
  icon: hit.kind.icon,
  title: <Marked text={hit.marked} />,
  note: hit.note,
  avatar: hit.avatar,
  end: hit.end,
  opens: hit.kind.kind,
});

const placeOption = ({ label, href, icon, note }: SearchPlace): Option => ({ href, icon, title: label, note });

/** The groups of a listbox; the palette takes them out of this answer, status included. */
function List(props: { groups: Options[]; status: string; found: number; note?: string | undefined }) {
  const groups = props.groups.filter(({ options }) => options.length > 0);
  return (
    <div data-palette-answer="" data-status={props.status} data-found={props.found}>
      {props.note && (
        <p class="meta palette-note" role="presentation">
          {props.note}
        </p>
      )}
      {groups.map(({ title, options }, at) => (
        <div role="group" aria-labelledby={`palette-g${at}`}>
          <p class="nav-title" id={`palette-g${at}`} role="presentation">
            {title}
          </p>
          {options.map((option, index) => (
            <OptionLink id={`palette-o${at}-${index}`} {...option} />
          ))}
        </div>
      ))}
    </div>
  );
}

function OptionLink({ id, href, icon, title, note, avatar, end, opens }: Option & { id: string }) {
  return (
    <a
      class="option"
      role="option"
      id={id}
      href={href}
      tabindex={-1}
      aria-selected="false"
      data-opens-kind={opens}
      data-turbo-prefetch="false"
    >
      <Lead avatar={avatar} icon={icon} />
      <span class="row-main">
        <span class="row-title clip">{title}</span>
        {note && <span class="meta clip">{note}</span>}
      </span>
      {end && <span class="row-end">{end}</span>}
    </a>
  );
}
