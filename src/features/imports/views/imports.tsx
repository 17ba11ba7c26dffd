import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Badge } from '#platform/ui/state.tsx';
import { type HandedOver, UploadForm, UploadsBefore } from '#platform/ui/upload-form.tsx';
import type { Import } from '../import.ts';
import { say } from '../messages.ts';

interface ImportsProps {
  reader: Reader;
  guard: Guarded;
  imports: Import[];
  error?: string | undefined;
  mayExport: boolean;
}

export function Imports({ reader, guard, imports, error, mayExport }: ImportsProps) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede')} />
      <div class="stack apart">
        <UploadForm
          action="/customers/import"
          label={say(reader, 'file')}
          hint={say(reader, 'file.hint')}
          accept=".csv,.txt,.tsv,text/csv"
          submit={say(reader, 'upload')}
          error={error}
          guard={<Guard guard={guard} />}
        />
        <UploadsBefore title={say(reader, 'before')} files={imports.map((one) => handed(reader, one))} />
        {mayExport && (
          <Section id="export" title={say(reader, 'export')}>
            <p class="meta">{say(reader, 'export.hint')}</p>
            <div class="cluster">
              <Button icon="download" href="/customers/export/customers.csv" data-turbo="false">
                {say(reader, 'export.customers')}
              </Button>
              <Button icon="download" href="/customers/export/contacts.csv" data-turbo="false">
                {say(reader, 'export.contacts')}
              </Button>
            </div>
          </Section>
        )}
      </div>
    </Page>
  );
}

const handed = (reader: Reader, one: Import): HandedOver => ({
  href: `/customers/import/${one.id}`,
  icon: 'sheet',
  title: one.fileName,
  meta: (
    <>
      {say(reader, 'by', { name: one.by, n: one.lineCount })} · <Time reader={reader} date={one.createdAt} />
    </>
  ),
  state: <StateOf reader={reader} one={one} />,
});

export function StateOf({ reader, one }: { reader: Reader; one: Import }) {
  if (one.undoneAt) return <Badge>{say(reader, 'state.undone')}</Badge>;
  if (one.finishedAt) return <Badge tone="ok">{say(reader, 'state.done')}</Badge>;
  if (one.startedAt)
    return <Badge tone="tinted">{say(reader, 'state.running', { done: one.doneLines, n: one.lineCount })}</Badge>;
  return <Badge tone="warn">{say(reader, 'state.draft')}</Badge>;
}
