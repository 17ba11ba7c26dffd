import { type Field, readValue, valueText } from '#features/fields/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { SelectField } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Progress } from '#platform/ui/state.tsx';
import { Stats } from '#platform/ui/table.tsx';
import type { Import } from '../import.ts';
import { say } from '../messages.ts';
import type { Column } from '../notation.ts';
import type { Outcome, Stayed } from '../outcome.ts';
import { fieldTarget, targets } from '../target.ts';
import { StateOf } from './imports.tsx';
import { problemWords } from './problems.ts';

interface ImportPageProps {
  reader: Reader;
  guard: Guarded;
  mayInvite: boolean;
  one: Import;
  /** What it would do, or has done. */
  plan: Outcome;
  fields: readonly Field[];
  /** Those of numbers and dates. */
  columns: readonly Column[];
  /** Columns that mean what another does already. */
  twice: readonly number[];
  /** What is still there of one that was taken back. */
  stayed: readonly Stayed[];
}

const SHOWN = 12;

export function ImportPage(props: ImportPageProps) {
  const { reader, one, plan } = props;
  const { counts, problems, contradicting } = plan;
  const draft = !one.startedAt;
  const makes = counts.accounts + counts.contacts + counts.changed > 0;
  return (
    <Page width="narrow">
      <PageHead
        before={<StateOf reader={reader} one={one} />}
        title={one.fileName}
        lede={say(reader, draft ? 'draft.lede' : one.undoneAt ? 'undone.lede' : 'done.lede')}
      />
      <div class="stack apart">
        {one.startedAt && !one.finishedAt && (
          <Progress value={(one.doneLines * 100) / one.lineCount} label={say(reader, 'progress')} />
        )}
        <Section id="plan" title={say(reader, draft ? 'plan' : 'result')}>
          <Stats
            items={[
              { label: say(reader, 'stat.accounts'), value: formatNumber(reader, counts.accounts) },
              { label: say(reader, 'stat.contacts'), value: formatNumber(reader, counts.contacts) },
              { label: say(reader, 'stat.changed'), value: formatNumber(reader, counts.changed) },
              { label: say(reader, 'stat.skipped'), value: formatNumber(reader, counts.skipped) },
            ]}
          />
          {draft && isWithoutAddresses(one.mapping) && (
            <Notice icon="info" tone="warn">
              {say(reader, 'plan.nobody')}
            </Notice>
          )}
          {contradicting.length > 0 && (
            <Notice icon="info" tone="warn">
              {say(reader, 'plan.contradicting', {
                n: contradicting.length,
                lines: `${contradicting.slice(0, SHOWN).join(', ')}${contradicting.length > SHOWN ? ' …' : ''}`,
              })}
            </Notice>
          )}
          <Acts {...props} makes={makes} />
          <StillHere reader={reader} why="stayed" those={props.stayed.filter(({ held }) => !held)} />
          <StillHere reader={reader} why="stayed.held" those={props.stayed.filter(({ held }) => held)} />
        </Section>
        {problems.length > 0 && <Problems {...props} />}
        {draft && <Mapping {...props} />}
      </div>
    </Page>
  );
}

/** A person is known by their address: without it a column about people brings nobody. */
const isWithoutAddresses = (mapping: string[]): boolean =>
  mapping.some((target) => target.startsWith('contact')) && !mapping.includes('contact.email');

function Acts({ reader, guard, mayInvite, one, plan, makes }: ImportPageProps & { makes: boolean }) {
  if (!one.startedAt) {
    return (
      <>
        {!makes && <p class="meta">{say(reader, whyNothing(one, plan))}</p>}
        <div class="end-bar">
          <form method="post" action={`/customers/import/${one.id}/removal`}>
            <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
            <Button type="submit" variant="quiet" icon="trash-2">
              {say(reader, 'drop')}
            </Button>
          </form>
          {makes && (
            <form method="post" action={`/customers/import/${one.id}/start`}>
              <Guard guard={guard} />
              <Button type="submit" variant="primary">
                {say(reader, 'start')}
              </Button>
            </form>
          )}
        </div>
      </>
    );
  }
  if (!one.finishedAt || one.undoneAt) return null;
  return (
    <div class="end-bar">
      <form method="post" action={`/customers/import/${one.id}/undoing`}>
        <Guard guard={guard} />
        <Button type="submit" icon="rotate-cw">
          {say(reader, 'undo')}
        </Button>
      </form>
      {mayInvite && plan.counts.contacts > 0 && (
        <Button href={`/customers/invitations/new?import=${one.id}`} icon="send">
          {say(reader, 'invite')}
        </Button>
      )}
    </div>
  );
}

const whyNothing = (one: Import, { problems }: Outcome) =>
  !one.mapping.includes('account.name') && !one.mapping.includes('account.reference')
    ? 'plan.nothing'
    : problems.length > 0
      ? 'plan.nothing.fits'
      : 'plan.nothing.new';

interface StillHereProps {
  reader: Reader;
  why: 'stayed' | 'stayed.held';
  those: readonly Stayed[];
}

function StillHere({ reader, why, those }: StillHereProps) {
  if (those.length === 0) return null;
  return (
    <p class="meta">
      {say(reader, why)}{' '}
      {those.map(({ label, href }, at) => (
        <>
          {at > 0 && ', '}
          <a class="link" href={href}>
            {label}
          </a>
        </>
      ))}
    </p>
  );
}

function Problems({ reader, one, plan: { problems } }: ImportPageProps) {
  const words = problemWords(reader);
  return (
    <Section id="problems" title={say(reader, 'problems')} count={formatNumber(reader, problems.length)}>
      <Notice
        icon="triangle-alert"
        tone="warn"
        action={
          one.lines.length > 0 && (
            <Button size="small" icon="download" href={`/customers/import/${one.id}/problems`} data-turbo="false">
              {say(reader, 'problems.file')}
            </Button>
          )
        }
      >
        {say(reader, 'problems.text')}
      </Notice>
      <ul class="stack close">
        {problems.slice(0, SHOWN).map(({ line, problems: all }) => (
          <li class="meta">{say(reader, 'problems.line', { line, why: all.map(words).join(' ') })}</li>
        ))}
      </ul>
    </Section>
  );
}

/** Each column with its first values, and what it means. */
function Mapping({ reader, guard, one, fields, columns, twice }: ImportPageProps) {
  const options = [
    { value: '', label: say(reader, 'target.none') },
    ...targets.map((value) => ({ value, label: say(reader, `target.${value}`) })),
    ...fields.map((field) => ({
      value: fieldTarget(field),
      label: say(reader, 'target.field', { label: field.label }),
    })),
  ];
  return (
    <Section id="mapping" title={say(reader, 'mapping')}>
      <Card>
        <form method="post" action={`/customers/import/${one.id}/mapping`} class="stack">
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          {one.header.map((title, index) => (
            <>
              <SelectField
                id={`column-${index}`}
                name={`column-${index}`}
                label={title || say(reader, 'column', { n: index + 1 })}
                hint={sampleOf(one, index)}
                value={one.mapping[index]}
                options={options}
                error={twice.includes(index) ? say(reader, 'error.twice') : undefined}
              />
              {columns
                .filter((column) => column.index === index && column.matters)
                .map((column) => (
                  <HowWritten reader={reader} one={one} column={column} title={title} />
                ))}
            </>
          ))}
          <div class="end-bar">
            <Button type="submit">{say(reader, 'mapping.save')}</Button>
          </div>
        </form>
      </Card>
    </Section>
  );
}

/** How the numbers or dates of a column are written: found out, shown as they would be read, and to be chosen. */
function HowWritten({ reader, one, column, title }: { reader: Reader; one: Import; column: Column; title: string }) {
  const { index, field, form, doubtful } = column;
  const ways = field.kind === 'number' ? (['.', ','] as const) : (['day', 'month'] as const);
  const read = say(reader, doubtful ? 'form.doubtful' : 'form.read', { values: readAs(reader, one, column) });
  return (
    <SelectField
      id={`form-${index}`}
      name={`form-${index}`}
      label={say(reader, `form.${field.kind === 'number' ? 'number' : 'date'}`, { title })}
      hint={read}
      value={form}
      options={ways.map((value) => ({ value, label: say(reader, `form.${value}`) }))}
    />
  );
}

function readAs(reader: Reader, one: Import, { index, field, notation }: Column): string {
  const cells = one.lines.map((line) => line[index] ?? '').filter((cell) => /[.,/]/.test(cell));
  const values = cells.slice(0, 3).map((cell) => {
    const read = readValue(field, cell, reader, new Set(), notation);
    return read.ok && read.value
      ? `${cell} → ${valueText(reader, field, { text: read.value, name: null })}`
      : `${cell} → ?`;
  });
  return values.join(' · ');
}

const sampleOf = (one: Import, index: number): string | undefined =>
  one.lines
    .map((line) => line[index] ?? '')
    .filter(Boolean)
    .slice(0, 3)
    .join(' · ')
    .slice(0, 120) || undefined;
