import type { Segment } from '#features/segments/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { formatDate, formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Empty } from '#platform/ui/empty.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { Table } from '#platform/ui/table.tsx';
import { mayTakeRows } from '../access.ts';
import type { Figures } from '../figures.ts';
import { type Filter, queryOf, type Selection } from '../filter.ts';
import { FEW, type Share } from '../interval.ts';
import { say } from '../messages.ts';
import { mayRule } from '../rules.ts';
import { Narrowed } from './narrowed.tsx';
import { Span } from './span.tsx';

export interface FiguresProps {
  ctx: CtxOf<Member>;
  filter: Filter;
  figures: Figures;
  segments: Pick<Segment, 'id' | 'name'>[];
}

const tones = { proven: 'ok', probable: 'info', unproven: undefined } as const;
/** With the sign of a minus, and never less than nothing by rounding. */
const whole = (reader: Reader, n: number) =>
  formatNumber(reader, Math.round(n) || 0, { maximumFractionDigits: 0 }).replace('-', '−');
const percent = (reader: Reader, { n, of }: Share) =>
  of === 0 ? '–' : formatNumber(reader, n / of, { style: 'percent', maximumFractionDigits: 0 });

/** What suggestions have spared, as far as it can be shown, and what others would claim. */
export function FiguresPage({ ctx, filter, figures, segments }: FiguresProps) {
  const { reader } = ctx;
  const anybody = figures.shown.of + figures.heldOut.of + figures.waiting > 0;
  return (
    <Page width="wide">
      <PageHead title={say(reader, 'title')} lede={ledeOf(reader, figures)}>
        {mayTakeRows(ctx.actor) && anybody && (
          <Button href={`/deflection/people.csv${queryOf(filter)}`} icon="download" data-turbo="false">
            {say(reader, 'csv')}
          </Button>
        )}
      </PageHead>
      <div class="stack loose">
        <Narrowed reader={reader} filter={filter} segments={segments} />
        {ctx.actor.reach === 'assigned' && <Notice icon="users">{say(reader, 'reach')}</Notice>}
        {figures.rules.since && figures.from?.getTime() === figures.rules.since.getTime() && (
          <Notice icon="info">{say(reader, 'since', { date: formatDate(reader, figures.rules.since) })}</Notice>
        )}
        {anybody ? (
          <Columns asideLabel={say(reader, 'how')} aside={<How {...{ ctx, filter, figures }} />}>
            <Verdict reader={reader} figures={figures} />
            <BothSides reader={reader} filter={filter} figures={figures} />
            <Claimed reader={reader} filter={filter} figures={figures} />
          </Columns>
        ) : (
          <Card>
            <Empty icon="lightbulb" title={say(reader, 'none.title')} text={say(reader, 'none.text')} />
          </Card>
        )}
      </div>
    </Page>
  );
}

/** The answer in a sentence, with no more in it than is known. */
function ledeOf(reader: Reader, { standing, spared }: Figures): string {
  if (!spared || standing === 'unproven') return say(reader, 'lede.unproven');
  const said = { low: whole(reader, Math.max(0, spared.low)), high: whole(reader, spared.high) };
  return say(reader, `lede.${standing}`, { ...said, about: whole(reader, spared.estimate) });
}

function Verdict({ reader, figures: { standing, spared, shown, heldOut } }: { reader: Reader; figures: Figures }) {
  const few = Math.min(shown.of, heldOut.of) < FEW;
  return (
    <section class="card stack" aria-labelledby="spared">
      <div class="split">
        <h2 id="spared">{say(reader, 'spared')}</h2>
        <Badge tone={tones[standing]}>{say(reader, `standing.${standing}`)}</Badge>
      </div>
      {spared && (
        <>
          <p class="deflection-number">{whole(reader, spared.estimate)}</p>
          <p>{say(reader, 'between', { low: whole(reader, spared.low), high: whole(reader, spared.high) })}</p>
          <Span low={spared.low} estimate={spared.estimate} high={spared.high} />
        </>
      )}
      <p class="meta">
        {few
          ? say(reader, 'few', { few: FEW, shown: shown.of, heldOut: heldOut.of })
          : say(reader, `standing.${standing}.text`)}
      </p>
    </section>
  );
}

/** A number that opens the people behind it. */
const Behind = (props: { reader: Reader; filter: Filter; show: Selection; n: number }) => (
  <a class="link num deflection-behind" href={`/deflection/people${queryOf(props.filter, { show: props.show })}`}>
    {whole(props.reader, props.n)}
    <span class="visually-hidden"> {say(props.reader, `show.${props.show}`)}</span>
  </a>
);

function BothSides({ reader, filter, figures }: { reader: Reader; filter: Filter; figures: Figures }) {
  const sides = [
    { name: say(reader, 'arm.shown'), share: figures.shown, all: 'shown', wrote: 'shown-wrote' },
    { name: say(reader, 'arm.held_out'), share: figures.heldOut, all: 'held-out', wrote: 'held-out-wrote' },
  ] as const;
  return (
    <Section id="sides" title={say(reader, 'sides')}>
      <Table
        caption={say(reader, 'sides')}
        rows={[...sides]}
        columns={[
          { head: say(reader, 'sides.side'), cell: (side) => <b>{side.name}</b>, phone: 'wide' },
          {
            head: say(reader, 'sides.wrote'),
            cell: (side) =>
              say.rich(reader, 'sides.of', {
                wrote: <Behind {...{ reader, filter }} show={side.wrote} n={side.share.n} />,
                people: <Behind {...{ reader, filter }} show={side.all} n={side.share.of} />,
              }),
          },
          { head: say(reader, 'sides.share'), cell: (side) => percent(reader, side.share), end: true },
        ]}
      />
    </Section>
  );
}

/** What is claimed elsewhere, and by how much it is too much. */
function Claimed({ reader, filter, figures }: { reader: Reader; filter: Filter; figures: Figures }) {
  const { readers, spared, standing } = figures;
  // Of the two numbers as they are shown: they are held against each other.
  const over = spared ? readers - Math.round(spared.estimate) : 0;
  const known = spared && standing !== 'unproven';
  return (
    <Section id="claimed" title={say(reader, 'claimed')}>
      <div class="card stack snug">
        <p>
          {say.rich(reader, 'claimed.text', {
            number: <Behind {...{ reader, filter }} show="readers" n={readers} />,
          })}
        </p>
        {readers > 0 && !known && (
          <p>
            <b>{say(reader, 'claimed.unknown')}</b> {say(reader, 'claimed.why')}
          </p>
        )}
        {known && over > 0 && (
          <p>
            <b>{say(reader, 'claimed.over', { n: whole(reader, over) })}</b> {say(reader, 'claimed.why')}
          </p>
        )}
        {known && over <= 0 && <p class="meta">{say(reader, 'claimed.notOver')}</p>}
      </div>
    </Section>
  );
}

function How({ ctx, filter, figures }: Pick<FiguresProps, 'ctx' | 'filter' | 'figures'>) {
  const { reader } = ctx;
  const { rules } = figures;
  const rows = [
    { show: 'solved', n: figures.solved },
    { show: 'taken-back', n: figures.takenBack },
    { show: 'waiting', n: figures.waiting },
  ] as const;
  return (
    <div class="card stack">
      <h2>{say(reader, 'how')}</h2>
      <p>{say(reader, 'how.heldOut', { n: rules.heldOut })}</p>
      <p>{say(reader, 'how.people')}</p>
      <p>{say(reader, 'how.back', { days: rules.days })}</p>
      <dl class="facts">
        {rows.map(({ show, n }) => (
          <>
            <dt>{say(reader, `show.${show}`)}</dt>
            <dd>
              <Behind {...{ reader, filter }} show={show} n={n} />
            </dd>
          </>
        ))}
      </dl>
      {mayRule(ctx.actor) && (
        <p>
          <a class="link" href="/settings/answers">
            {say(reader, 'how.change')}
          </a>
        </p>
      )}
    </div>
  );
}
