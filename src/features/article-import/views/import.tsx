import { languageName } from '#features/knowledge/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, SelectField } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Badge, Progress } from '#platform/ui/state.tsx';
import { Stats, Table } from '#platform/ui/table.tsx';
import type { ArticleImport, Counts } from '../article-import.ts';
import type { ProblemsOf } from '../lines.ts';
import { say } from '../messages.ts';
import type { Undone } from '../undo.ts';
import { Choices, StateOf } from './overview.tsx';

interface ImportPageProps {
  reader: Reader;
  guard: Guarded;
  one: ArticleImport;
  problems: ProblemsOf;
  /** What texts may be in, what those are taken for that do not say, and which would be languages of the help center. */
  languages: { all: string[]; own: string; come: string[] };
  /** Once it is taken back. */
  undone: Undone | null;
}

export function ImportPage(props: ImportPageProps) {
  const { reader, one, problems } = props;
  const counts = one.startedAt ? one.counts : one.found?.counts;
  return (
    <Page>
      <PageHead before={<Marks reader={reader} one={one} />} title={one.fileName} lede={ledeOf(reader, one)} />
      <div class="stack apart">
        {one.refused && (
          <Notice icon="triangle-alert" tone="warn">
            {say(reader, `refused.${one.refused}`)}{' '}
            {!one.startedAt && (
              <a class="link" href="/settings/articles">
                {say(reader, 'refused.other')}
              </a>
            )}
          </Notice>
        )}
        {one.startedAt && !one.finishedAt && (
          <Progress value={one.total > 0 ? (one.done * 100) / one.total : 0} label={say(reader, 'progress')} />
        )}
        {props.undone && <TakenBack {...props} undone={props.undone} />}
        {counts && (
          <Section id="plan" title={say(reader, one.startedAt ? 'result' : 'plan')}>
            <Figures reader={reader} counts={counts} />
            <Languages reader={reader} one={one} />
            <Acts {...props} />
          </Section>
        )}
        {problems.kinds.length > 0 && <Problems {...props} />}
      </div>
    </Page>
  );
}

/** What taking it back has done so far, and in the end. */
function TakenBack({ reader, one, undone: { all, gone, back, stayed } }: ImportPageProps & { undone: Undone }) {
  const done = gone + back + stayed;
  const said = { gone, back, stayed };
  return (
    <Section id="undone" title={say(reader, one.undoneAt ? 'state.undone' : 'state.undoing')}>
      {!one.undoneAt && <Progress value={all > 0 ? (done * 100) / all : 100} label={say(reader, 'progress.undone')} />}
      <Stats
        items={(['gone', 'back', 'stayed'] as const).map((what) => ({
          label: say(reader, `stat.undone.${what}`),
          value: formatNumber(reader, said[what]),
        }))}
      />
      {one.undoneAt && (
        <p>
          <Report reader={reader} one={one} />
        </p>
      )}
    </Section>
  );
}

const Report = ({ reader, one }: Pick<ImportPageProps, 'reader' | 'one'>) => (
  <Button size="small" icon="download" href={`/settings/articles/imports/${one.id}/report`} data-turbo="false">
    {say(reader, 'problems.file')}
  </Button>
);

function Marks({ reader, one }: Pick<ImportPageProps, 'reader' | 'one'>) {
  return (
    <>
      <StateOf reader={reader} one={one} />
      {one.format && <Badge>{say(reader, `format.${one.format}`)}</Badge>}
    </>
  );
}

function ledeOf(reader: Reader, one: ArticleImport): string | undefined {
  if (one.refused && !one.startedAt) return undefined;
  if (!one.found && !one.startedAt) return say(reader, 'lede.looking');
  if (one.undoingAt) return say(reader, one.undoneAt ? 'lede.undone' : 'lede.undoing');
  if (one.finishedAt) return say(reader, 'lede.done');
  return say(reader, one.startedAt ? 'lede.running' : 'lede.draft');
}

const always = ['made', 'categories', 'pictures'] as const;
const sometimes = ['changed', 'same', 'kept', 'left'] as const;

function Figures({ reader, counts }: { reader: Reader; counts: Counts }) {
  const shown = [...always, ...sometimes.filter((name) => counts[name] > 0)];
  return (
    <>
      <Stats
        items={shown.map((name) => ({ label: say(reader, `stat.${name}`), value: formatNumber(reader, counts[name]) }))}
      />
      {counts.kept > 0 && <p class="meta">{say(reader, 'kept.note')}</p>}
    </>
  );
}

function Languages({ reader, one }: Pick<ImportPageProps, 'reader' | 'one'>) {
  if (one.startedAt || !one.found || one.found.languages.length === 0) return null;
  const words = one.found.languages.map(([locale, n]) =>
    say(reader, 'language', { name: languageName(locale, reader.locale), n }),
  );
  return (
    <p class="meta">
      {words.join(' · ')}
      {one.found.remote > 0 && ` · ${say(reader, 'remote.found', { n: one.found.remote })}`}
    </p>
  );
}

function Acts({ reader, guard, one, languages }: ImportPageProps) {
  const at = `/settings/articles/imports/${one.id}`;
  if (!one.startedAt)
    return (
      <>
        <Card>
          <form method="post" action={`${at}/start`} class="stack" id="start">
            <Guard guard={guard} />
            {(one.found?.unsaid ?? 0) > 0 && (
              <SelectField
                id="language"
                name="language"
                label={say(reader, 'unsaid', { n: one.found?.unsaid ?? 0 })}
                hint={say(reader, 'unsaid.hint')}
                options={languages.all.map((value) => ({ value, label: languageName(value, reader.locale) }))}
                value={languages.own}
              />
            )}
            {languages.come.map((locale) => (
              <Choice
                type="checkbox"
                name="without"
                value={locale}
                label={say(reader, 'without', { name: languageName(locale, reader.locale) })}
                note={say(reader, 'without.note', { name: languageName(locale, reader.locale) })}
              />
            ))}
            <Choices reader={reader} drafts={one.drafts} remote={one.remote} />
            <div class="end-bar">
              <Button type="submit" variant="primary">
                {say(reader, 'start')}
              </Button>
            </div>
          </form>
        </Card>
        <form method="post" action={`${at}/removal`}>
          <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
          <Button type="submit" variant="quiet" icon="trash-2">
            {say(reader, 'drop')}
          </Button>
        </form>
      </>
    );
  if (!one.finishedAt || one.undoingAt) return null;
  return (
    <form method="post" action={`${at}/undoing`} class="end-bar">
      <Guard guard={guard} />
      <Button type="submit" icon="rotate-cw">
        {say(reader, 'undo')}
      </Button>
    </form>
  );
}

const SHOWN = 20;

function Problems({ reader, one, problems: { kinds, examples } }: ImportPageProps) {
  const n = kinds.reduce((sum, [, each]) => sum + each, 0);
  return (
    <Section id="problems" title={say(reader, 'problems')} count={formatNumber(reader, n)}>
      <Notice icon="info" action={<Report reader={reader} one={one} />}>
        {say(reader, 'problems.text')}
      </Notice>
      <Table
        caption={say(reader, 'problems')}
        columns={[
          { head: say(reader, 'problems.what'), cell: ([kind]) => say(reader, `problem.${kind}`) },
          {
            head: say(reader, 'problems.often'),
            quiet: true,
            end: true,
            phone: 'beside',
            cell: ([, each]) => formatNumber(reader, each),
          },
        ]}
        rows={kinds}
      />
      <ul class="stack close">
        {examples.slice(0, SHOWN).map(({ title, kind, about }) => (
          <li class="meta">
            {say(reader, `problem.${kind}`)}: {[title, about === title ? '' : about].filter(Boolean).join(' · ')}
          </li>
        ))}
      </ul>
      {n > SHOWN && <p class="meta">{say(reader, 'problems.more', { n })}</p>}
    </Section>
  );
}
