import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatBytes } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Choice } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { type HandedOver, UploadForm, UploadsBefore } from '#platform/ui/upload-form.tsx';
import type { ArticleImport } from '../article-import.ts';
import { say } from '../messages.ts';

interface OverviewProps {
  reader: Reader;
  guard: Guarded;
  imports: ArticleImport[];
  typed: { drafts: boolean; remote: boolean };
  errors: { file?: string; export?: string };
  /** The largest file that may be handed over, in bytes. */
  most: number;
  mayExport: boolean;
}

export function Overview({ reader, guard, imports, typed, errors, most, mayExport }: OverviewProps) {
  return (
    <Page>
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede')} />
      <div class="stack apart">
        <Upload reader={reader} guard={guard} typed={typed} errors={errors} most={most} />
        <Section id="starter" title={say(reader, 'starter')}>
          <p class="meta">{say(reader, 'starter.hint')}</p>
          <div class="cluster">
            <Button icon="list" href="/settings/articles/starter">
              {say(reader, 'starter.open')}
            </Button>
          </div>
        </Section>
        <UploadsBefore title={say(reader, 'before')} files={imports.map((one) => handed(reader, one))} />
        {mayExport && (
          <Section id="export" title={say(reader, 'export')}>
            <p class="meta">{say(reader, 'export.hint')}</p>
            {errors.export && (
              <Notice tone="warn" icon="triangle-alert">
                {errors.export}
              </Notice>
            )}
            <div class="cluster">
              <Button icon="download" href="/settings/articles/export.zip" data-turbo="false">
                {say(reader, 'export.button')}
              </Button>
            </div>
          </Section>
        )}
      </div>
    </Page>
  );
}

function Upload({
  reader,
  guard,
  typed,
  errors,
  most,
}: Pick<OverviewProps, 'reader' | 'guard' | 'typed' | 'errors' | 'most'>) {
  return (
    <Section id="import" title={say(reader, 'import')}>
      <Card>
        <UploadForm
          action="/settings/articles/imports"
          label={say(reader, 'file')}
          hint={say(reader, 'file.hint', { most: formatBytes(reader, most) })}
          accept=".zip,.json,.md,.markdown,.html,.htm"
          submit={say(reader, 'upload')}
          error={errors.file}
          guard={<Guard guard={guard} />}
        >
          <Choices reader={reader} {...typed} />
        </UploadForm>
      </Card>
    </Section>
  );
}

/** The two things somebody decides of an import. */
export function Choices({ reader, drafts, remote }: { reader: Reader; drafts: boolean; remote: boolean }) {
  return (
    <div class="stack close">
      <Choice
        type="checkbox"
        name="drafts"
        value="yes"
        checked={drafts}
        label={say(reader, 'drafts')}
        note={say(reader, 'drafts.note')}
      />
      <Choice
        type="checkbox"
        name="remote"
        value="yes"
        checked={remote}
        label={say(reader, 'remote')}
        note={say(reader, 'remote.note')}
      />
    </div>
  );
}

const handed = (reader: Reader, one: ArticleImport): HandedOver => ({
  href: `/settings/articles/imports/${one.id}`,
  icon: one.format === 'starter' ? 'list' : 'file-text',
  title: one.fileName,
  meta: (
    <>
      {one.format && `${say(reader, `format.${one.format}`)} · `}
      {one.refused && !one.startedAt
        ? (one.by ?? say(reader, 'by.command'))
        : say(reader, 'by', { name: one.by ?? say(reader, 'by.command'), n: one.total })}{' '}
      · <Time reader={reader} date={one.createdAt} />
    </>
  ),
  state: <StateOf reader={reader} one={one} />,
});

export function StateOf({ reader, one }: { reader: Reader; one: ArticleImport }) {
  if (one.refused) return <Badge tone="warn">{say(reader, 'state.refused')}</Badge>;
  if (one.undoneAt) return <Badge>{say(reader, 'state.undone')}</Badge>;
  if (one.undoingAt) return <Badge tone="tinted">{say(reader, 'state.undoing')}</Badge>;
  if (one.finishedAt) return <Badge tone="ok">{say(reader, 'state.done')}</Badge>;
  if (one.startedAt)
    return <Badge tone="tinted">{say(reader, 'state.running', { done: one.done, n: one.total })}</Badge>;
  if (!one.found) return <Badge tone="tinted">{say(reader, 'state.looking')}</Badge>;
  return <Badge tone="warn">{say(reader, 'state.draft')}</Badge>;
}
