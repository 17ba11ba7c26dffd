import type { Field } from '#features/fields/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { SelectField } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Progress } from '#platform/ui/state.tsx';
import { Stats } from '#platform/ui/table.tsx';
import type { Counts, Import, Problem } from '../import.ts';
import { say } from '../messages.ts';
import { fieldTarget, targets } from '../target.ts';
import { StateOf } from './imports.tsx';
import { problemWords } from './problems.ts';

interface ImportPageProps {
  reader: Reader;
  guard: Guarded;
  one: Import;
  /** What it would do, or has done. */
  plan: { counts: Counts; problems: Problem[] };
  fields: readonly Field[];
}

const SHOWN = 12;

export function ImportPage(props: ImportPageProps) {
  const { reader, one, plan } = props;
  const { counts, problems } = plan;
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
              { label: say(reader, 'stat.accounts'), value: counts.accounts },
              { label: say(reader, 'stat.contacts'), value: counts.contacts },
              { label: say(reader, 'stat.changed'), value: counts.changed },
              { label: say(reader, 'stat.skipped'), value: counts.skipped },
            ]}
          />
          {draft && isWithoutAddresses(one.mapping) && (
            <Notice icon="info" tone="warn">
              {say(reader, 'plan.nobody')}
            </Notice>
          )}
          <Acts {...props} makes={makes} />
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

function Acts({ reader, guard, one, plan, makes }: ImportPageProps & { makes: boolean }) {
  if (!one.startedAt) {
    return (
      <>
        {!makes && <p class="meta">{say(reader, 'plan.nothing')}</p>}
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
      {plan.counts.contacts > 0 && (
        <Button href="/customers/invitations/new" icon="send">
          {say(reader, 'invite')}
        </Button>
      )}
    </div>
  );
}

function Problems({ reader, one, plan: { problems } }: ImportPageProps) {
  const words = problemWords(reader);
  return (
    <Section id="problems" title={say(reader, 'problems')} count={problems.length}>
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
function Mapping({ reader, guard, one, fields }: ImportPageProps) {
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
            <SelectField
              id={`column-${index}`}
              name={`column-${index}`}
              label={title || say(reader, 'column', { n: index + 1 })}
              hint={sampleOf(one, index)}
              value={one.mapping[index]}
              options={options}
            />
          ))}
          <div class="end-bar">
            <Button type="submit">{say(reader, 'mapping.save')}</Button>
          </div>
        </form>
      </Card>
    </Section>
  );
}

const sampleOf = (one: Import, index: number): string | undefined =>
  one.lines
    .map((line) => line[index] ?? '')
    .filter(Boolean)
    .slice(0, 3)
    .join(' · ')
    .slice(0, 120) || undefined;
