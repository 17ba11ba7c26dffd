import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { describe, Field } from '#platform/ui/field.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Card, Row, Rows, Tile } from '#platform/ui/rows.tsx';
import { Badge } from '#platform/ui/state.tsx';
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
  const field = { id: 'file', hint: say(reader, 'file.hint'), error };
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede')} />
      <div class="stack apart">
        <form method="post" action="/customers/import" enctype="multipart/form-data" class="stack">
          <Guard guard={guard} />
          <Field {...field} label={say(reader, 'file')}>
            <input class="input" type="file" name="file" accept=".csv,.txt,.tsv,text/csv" {...describe(field)} />
          </Field>
          <div class="end-bar">
            <Button type="submit" variant="primary" icon="upload">
              {say(reader, 'upload')}
            </Button>
          </div>
        </form>
        {imports.length > 0 && (
          <Section id="before" title={say(reader, 'before')}>
            <Card fit="flush">
              <Rows>
                {imports.map((one) => (
                  <Row
                    href={`/customers/import/${one.id}`}
                    lead={<Tile icon="sheet" />}
                    title={one.fileName}
                    meta={
                      <>
                        {say(reader, 'by', { name: one.by, n: one.lineCount })} ·{' '}
                        <Time reader={reader} date={one.createdAt} />
                      </>
                    }
                    end={<StateOf reader={reader} one={one} />}
                  />
                ))}
              </Rows>
            </Card>
          </Section>
        )}
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

export function StateOf({ reader, one }: { reader: Reader; one: Import }) {
  if (one.undoneAt) return <Badge>{say(reader, 'state.undone')}</Badge>;
  if (one.finishedAt) return <Badge tone="ok">{say(reader, 'state.done')}</Badge>;
  if (one.startedAt)
    return <Badge tone="tinted">{say(reader, 'state.running', { done: one.doneLines, n: one.lineCount })}</Badge>;
  return <Badge tone="warn">{say(reader, 'state.draft')}</Badge>;
}
